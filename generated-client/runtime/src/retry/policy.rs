//! Whether and when a failed attempt is repeated.
//!
//! | outcome | retryable call | other call | wait |
//! |---|---|---|---|
//! | never sent | yes | yes | backoff |
//! | 429 with a reset or `Retry-After` | yes, without limit | the same: it was rejected before any work | until then, plus up to a quarter; at least backoff |
//! | 429 without one | no | no | |
//! | 408, 500, 502, 503, 504 | yes | no, it may have been processed | `Retry-After`, else backoff |
//! | broken or timed out after it went out | yes | no, it may have been processed | backoff |
//! | success that is too large, encoded or from another origin, or another status | no | no, it may have been processed unless it was rejected | |
//! | cannot be sent at all | no | no | |

use crate::time::server_time::ServerTime;
use crate::time::timestamp::Timestamp;
use std::time::Duration;

/// When a call that failed is retried, and how long it waits before that.
///
/// ```
/// use std::time::Duration;
/// # use api_client_runtime::retry::RetryPolicy;
///
/// let policy = RetryPolicy::new().retries(4).backoff(Duration::from_millis(250));
/// ```
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RetryPolicy {
    pub(crate) retries: u32,
    pub(crate) max_wait: Duration,
    pub(crate) backoff: Duration,
    pub(crate) max_backoff: Duration,
    pub(crate) budgeted: bool,
}

impl RetryPolicy {
    /// Two retries, waits of up to a minute for `Retry-After`, backoff of 0.5 s · 2ⁿ up to 20 s, limited by the budget.
    #[must_use]
    pub const fn new() -> Self {
        Self {
            retries: 2,
            max_wait: Duration::from_secs(60),
            backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(20),
            budgeted: true,
        }
    }

    /// Retries at most, after the first attempt. A wait for a rate limit (429 with a reset time) is no retry.
    #[must_use]
    pub const fn retries(mut self, retries: u32) -> Self {
        self.retries = retries;
        self
    }

    /// The maximum wait that a `Retry-After` or a rate limit may ask for. Beyond it the call fails, and
    /// [`Error::retry_at`](crate::error::Error::retry_at) says when to try again.
    #[must_use]
    pub const fn max_wait(mut self, max_wait: Duration) -> Self {
        self.max_wait = max_wait;
        self
    }

    /// The maximum backoff after the first failed attempt; it doubles with each further one, and each wait is a random part
    /// of it (full jitter).
    #[must_use]
    pub const fn backoff(mut self, backoff: Duration) -> Self {
        self.backoff = backoff;
        self
    }

    /// The maximum backoff.
    #[must_use]
    pub const fn max_backoff(mut self, max_backoff: Duration) -> Self {
        self.max_backoff = max_backoff;
        self
    }

    /// Whether retries draw on the budget that a client shares with its clones: ten, one more for every five calls, at most a
    /// hundred. It keeps a client from making an outage worse. Waits for a rate limit are free.
    #[must_use]
    pub const fn budgeted(mut self, budgeted: bool) -> Self {
        self.budgeted = budgeted;
        self
    }
}

impl Default for RetryPolicy {
    fn default() -> Self {
        Self::new()
    }
}

/// How an attempt ended without success.
#[derive(Clone, Debug)]
pub(crate) enum Outcome {
    /// Nothing was sent.
    NotSent,
    /// No response, or only a part of it, although the request may have gone out.
    Lost,
    /// A response with this status.
    Status(u16, ServerTime),
    /// A success that cannot be used, and would be no better the next time.
    Unusable,
    /// Nothing was sent, and trying again is of no use.
    Final,
}

/// Whether a status says that the server did not do what was asked: it rejected it, cannot do it, or wants the request sent elsewhere.
/// 408 is not among them, since gateways also send it when they give up on work that has started_sending; nor are 302 and 303, which
/// often stand for work that is done.
pub(crate) fn is_rejection(status: u16) -> bool {
    matches!(status, 301 | 307 | 308 | 400..=407 | 409..=499 | 501 | 505)
}

/// Whether a status says that the same request may fare better later.
pub(crate) fn is_transient_status(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// What a retry takes from.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Cost {
    /// The policy's number of retries and the client's budget.
    Budget,
    /// The policy's number of retries.
    Retry,
    /// Nothing: the server rejected the attempt before any work and said when the next one is welcome.
    Nothing,
}

/// What follows from an outcome.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Decision {
    /// Send it again after this time.
    Retry {
        /// The wait.
        after: Duration,
        /// What the retry takes from.
        cost: Cost,
    },
    /// Give up.
    GiveUp {
        /// When the server would take the call again.
        retry_at: Option<Timestamp>,
        /// The server may have done what was asked.
        may_have_been_processed: bool,
    },
}

impl RetryPolicy {
    /// Decides after the attempt of a number, counted from 1, when so many retries have been made: waits for a rate limit count
    /// as attempts only. `random` is between 0 and 1.
    pub(crate) fn decide(
        &self,
        outcome: &Outcome,
        retryable: bool,
        attempt: u32,
        retries: u32,
        random: f64,
    ) -> Decision {
        let give_up = |retry_at, may_have_been_processed| Decision::GiveUp { retry_at, may_have_been_processed };
        let may_retry = retries < self.retries;
        match outcome {
            Outcome::Final => give_up(None, false),
            Outcome::NotSent if may_retry => self.after_backoff(attempt, random),
            Outcome::NotSent => give_up(None, false),
            Outcome::Lost if retryable && may_retry => self.after_backoff(attempt, random),
            Outcome::Lost => give_up(None, !retryable),
            Outcome::Status(429, server) => match server.until_reset() {
                // Without any retries a call is sent once.
                Some(wait) if self.retries > 0 && wait <= self.max_wait => {
                    // A reset that has passed already is no reason to ask again and again.
                    let spread = wait.mul_f64(0.25).max(self.max_backoff_of(attempt).saturating_sub(wait));
                    let jitter = spread.mul_f64(random);
                    Decision::Retry { after: wait.saturating_add(jitter).min(self.max_wait), cost: Cost::Nothing }
                }
                _ => give_up(server.retry_at(), false),
            },
            Outcome::Status(status, server) if is_transient_status(*status) => match server.retry_after() {
                _ if !retryable => give_up(server.retry_at(), true),
                _ if !may_retry => give_up(server.retry_at(), false),
                Some(wait) if wait <= self.max_wait => Decision::Retry { after: wait, cost: self.cost() },
                Some(_) => give_up(server.retry_at(), false),
                None => self.after_backoff(attempt, random),
            },
            Outcome::Status(status, _) => give_up(None, !retryable && !is_rejection(*status)),
            Outcome::Unusable => give_up(None, !retryable),
        }
    }

    /// Full jitter: a random part of a limit that doubles.
    fn after_backoff(&self, attempt: u32, random: f64) -> Decision {
        let limit = self.max_backoff_of(attempt);
        let after = Duration::try_from_secs_f64(limit.as_secs_f64() * random).unwrap_or(limit);
        Decision::Retry { after: after.min(limit), cost: self.cost() }
    }

    fn cost(&self) -> Cost {
        if self.budgeted { Cost::Budget } else { Cost::Retry }
    }

    fn max_backoff_of(&self, attempt: u32) -> Duration {
        self.backoff.saturating_mul(2_u32.saturating_pow(attempt.saturating_sub(1))).min(self.max_backoff)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use http::HeaderMap;
    use proptest::option;
    use proptest::prelude::*;
    use std::time::SystemTime;

    fn server(headers: &[(&str, &str)]) -> ServerTime {
        let mut map = HeaderMap::new();
        for (name, value) in headers {
            map.append(http::HeaderName::try_from(*name).unwrap(), (*value).try_into().unwrap());
        }
        let local = SystemTime::UNIX_EPOCH + Duration::from_secs(1_000_000);
        ServerTime::read(&map, Some(&http::HeaderName::from_static("x-reset")), &|| local)
    }

    fn decide(outcome: &Outcome, retryable: bool, attempt: u32) -> Decision {
        RetryPolicy::default().decide(outcome, retryable, attempt, attempt - 1, 1.0)
    }

    fn retry(millis: u64, cost: Cost) -> Decision {
        Decision::Retry { after: Duration::from_millis(millis), cost }
    }

    fn give_up(may_have_been_processed: bool) -> Decision {
        Decision::GiveUp { retry_at: None, may_have_been_processed }
    }

    #[test]
    fn unsent_request_is_retried_whatever_the_call() {
        for retryable in [true, false] {
            assert_eq!(decide(&Outcome::NotSent, retryable, 1), retry(500, Cost::Budget));
            assert_eq!(decide(&Outcome::NotSent, retryable, 2), retry(1000, Cost::Budget));
            assert_eq!(decide(&Outcome::NotSent, retryable, 3), give_up(false));
        }
    }

    #[test]
    fn processed_request_is_retried_only_if_idempotent() {
        assert_eq!(decide(&Outcome::Lost, true, 1), retry(500, Cost::Budget));
        assert_eq!(decide(&Outcome::Lost, false, 1), give_up(true));
        for status in [408, 500, 502, 503, 504] {
            let outcome = Outcome::Status(status, server(&[]));
            assert_eq!(decide(&outcome, true, 2), retry(1000, Cost::Budget), "{status}");
            assert_eq!(decide(&outcome, false, 1), give_up(true), "{status}");
            assert_eq!(decide(&outcome, true, 3), give_up(false), "{status}");
        }
        for status in [301, 307, 308, 400, 401, 403, 404, 407, 409, 422, 499, 501, 505] {
            for retryable in [true, false] {
                let outcome = Outcome::Status(status, server(&[]));
                assert_eq!(decide(&outcome, retryable, 1), give_up(false), "{status}");
            }
        }
    }

    #[test]
    fn rate_limit_is_waited_out_without_budget() {
        let outcome = Outcome::Status(429, server(&[("x-reset", "1000002")]));
        assert_eq!(decide(&outcome, false, 1), retry(2500, Cost::Nothing));
        assert_eq!(RetryPolicy::default().decide(&outcome, false, 1, 0, 0.0), retry(2000, Cost::Nothing));
        assert_eq!(decide(&Outcome::Status(429, server(&[])), true, 1), give_up(false));
        // A reset that has passed: what follows is backoff.
        for header in [("x-reset", "1000000"), ("retry-after", "0")] {
            let outcome = Outcome::Status(429, server(&[header]));
            assert_eq!(
                (decide(&outcome, false, 1), decide(&outcome, false, 2)),
                (retry(500, Cost::Nothing), retry(1000, Cost::Nothing))
            );
        }
    }

    #[test]
    fn rate_limit_that_names_its_reset_costs_no_retry() {
        let outcome = Outcome::Status(429, server(&[("x-reset", "1000002")]));
        let policy = RetryPolicy::default();
        // Long after the retries are used up, and however often.
        assert_eq!(policy.decide(&outcome, false, 2, 2, 1.0), retry(2_500, Cost::Nothing));
        assert_eq!(policy.decide(&outcome, false, 100, 2, 0.0), retry(2_000, Cost::Nothing));
        // A reset that has passed: backoff grows with the attempts, so that a server that is wrong is not flooded.
        let outcome = Outcome::Status(429, server(&[("x-reset", "1000000")]));
        assert_eq!(policy.decide(&outcome, false, 7, 0, 1.0), retry(20_000, Cost::Nothing));
    }

    #[test]
    fn wait_beyond_the_maximum_fails_with_retry_at() {
        let outcome = Outcome::Status(429, server(&[("x-reset", "1003600")]));
        let at = Some(Timestamp::from_unix(1_003_600));
        assert_eq!(decide(&outcome, true, 1), Decision::GiveUp { retry_at: at, may_have_been_processed: false });
        let outcome = Outcome::Status(503, server(&[("retry-after", "7200")]));
        let at = Some(Timestamp::from_unix(1_007_200));
        assert_eq!(decide(&outcome, true, 1), Decision::GiveUp { retry_at: at, may_have_been_processed: false });
    }

    #[test]
    fn zero_retries_send_once() {
        let policy = RetryPolicy { retries: 0, ..RetryPolicy::default() };
        assert_eq!(policy.decide(&Outcome::NotSent, true, 1, 0, 0.5), give_up(false));
        let outcome = Outcome::Status(429, server(&[("retry-after", "1")]));
        assert!(matches!(policy.decide(&outcome, true, 1, 0, 0.5), Decision::GiveUp { retry_at: Some(_), .. }));
    }

    #[test]
    fn retry_after_is_obeyed_and_costs_budget() {
        let outcome = Outcome::Status(503, server(&[("retry-after", "60")]));
        assert_eq!(decide(&outcome, true, 1), retry(60_000, Cost::Budget));
        assert_eq!(decide(&outcome, false, 1), {
            let at = Some(Timestamp::from_unix(1_000_060));
            Decision::GiveUp { retry_at: at, may_have_been_processed: true }
        });
    }

    #[test]
    fn backoff_is_a_random_part_of_its_limit() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.decide(&Outcome::Lost, true, 1, 0, 0.4), retry(200, Cost::Budget));
        assert_eq!(policy.decide(&Outcome::Lost, true, 2, 1, 0.0), retry(0, Cost::Budget));
    }

    #[test]
    fn backoff_stays_within_its_cap_for_any_attempt() {
        let policy = RetryPolicy { retries: u32::MAX, ..RetryPolicy::default() };
        for attempt in [1, 2, 7, 40, u32::MAX] {
            let Decision::Retry { after, .. } = policy.decide(&Outcome::NotSent, true, attempt, attempt - 1, 1.0)
            else {
                panic!("{attempt}");
            };
            assert!(after <= policy.max_backoff, "{attempt}: {after:?}");
        }
    }

    #[test]
    fn jitter_of_a_rate_limit_stays_below_max_wait() {
        let outcome = Outcome::Status(429, server(&[("retry-after", "60")]));
        assert_eq!(decide(&outcome, true, 1), retry(60_000, Cost::Nothing));
        let outcome = Outcome::Status(429, server(&[("retry-after", "50")]));
        assert_eq!(decide(&outcome, true, 1), retry(60_000, Cost::Nothing));
        assert_eq!(RetryPolicy::default().decide(&outcome, true, 1, 0, 0.4), retry(55_000, Cost::Nothing));
    }

    #[test]
    fn status_that_is_no_rejection_may_be_processed() {
        // Success that cannot be taken, redirects that follow work, gateways' own statuses.
        for status in [200, 201, 202, 204, 300, 302, 303, 304, 506, 520, 524, 599] {
            for retryable in [true, false] {
                let outcome = Outcome::Status(status, server(&[]));
                assert_eq!(decide(&outcome, retryable, 1), give_up(!retryable), "{status}");
            }
        }
        assert_eq!(decide(&Outcome::Unusable, false, 1), give_up(true));
        assert_eq!(decide(&Outcome::Unusable, true, 1), give_up(false));
        assert_eq!(decide(&Outcome::Final, false, 1), give_up(false));
    }

    /// Headers of all kinds.
    fn any_server() -> impl Strategy<Value = ServerTime> {
        let seconds = prop_oneof![0..200_u64, any::<u64>()].prop_map(|number| number.to_string());
        let reset = prop_oneof![999_900..1_000_200_i64, any::<i64>()].prop_map(|number| number.to_string());
        (option::of(seconds), option::of(reset)).prop_map(|(after, reset)| {
            let headers = [("retry-after", after), ("x-reset", reset)];
            let given: Vec<_> = headers.iter().filter_map(|(name, value)| Some((*name, value.as_deref()?))).collect();
            server(&given)
        })
    }

    fn any_outcome() -> impl Strategy<Value = Outcome> {
        let status = prop_oneof![Just(429), Just(503), Just(408), 300..600_u16];
        prop_oneof![
            Just(Outcome::NotSent),
            Just(Outcome::Lost),
            Just(Outcome::Final),
            Just(Outcome::Unusable),
            (status, any_server()).prop_map(|(status, server)| Outcome::Status(status, server)),
        ]
    }

    fn any_policy() -> impl Strategy<Value = RetryPolicy> {
        let time = || prop_oneof![(0..200_000_u64).prop_map(Duration::from_millis), Just(Duration::MAX)];
        (prop_oneof![0..4_u32, Just(u32::MAX)], time(), time(), time()).prop_map(
            |(retries, max_wait, backoff, max_backoff)| RetryPolicy {
                retries,
                max_wait,
                backoff,
                max_backoff,
                budgeted: true,
            },
        )
    }

    proptest! {
        #[test]
        fn no_decision_breaks_the_rules(
            policy in any_policy(), outcome in any_outcome(), retryable: bool, attempt in 1..6_u32, random in 0.0..=1.0,
        ) {
            let retries = attempt - 1;
            match policy.decide(&outcome, retryable, attempt, retries, random) {
                Decision::Retry { after, cost } => {
                    let paid = cost == Cost::Budget;
                    prop_assert!(retries < policy.retries || (policy.retries > 0 && cost == Cost::Nothing));
                    prop_assert!(after <= policy.max_wait.max(policy.max_backoff));
                    match &outcome {
                        Outcome::Final | Outcome::Unusable => prop_assert!(false),
                        Outcome::NotSent => prop_assert!(paid && after <= policy.max_backoff),
                        Outcome::Lost => prop_assert!(retryable && paid && after <= policy.max_backoff),
                        Outcome::Status(429, server) => {
                            prop_assert!(cost == Cost::Nothing && after <= policy.max_wait && Some(after) >= server.until_reset());
                        }
                        Outcome::Status(_, server) => {
                            prop_assert!(retryable && paid);
                            let asked = server.retry_after();
                            prop_assert!(asked.map_or(after <= policy.max_backoff, |asked| after == asked));
                        }
                    }
                }
                Decision::GiveUp { retry_at, may_have_been_processed } => {
                    // What is worth saying is said: where it went out and nobody knows what became of it.
                    let unknown = match outcome {
                        Outcome::NotSent | Outcome::Final => false,
                        Outcome::Lost | Outcome::Unusable => true,
                        Outcome::Status(status, _) => !is_rejection(status),
                    };
                    prop_assert_eq!(may_have_been_processed, unknown && !retryable);
                    prop_assert!(retry_at.is_none() || matches!(outcome, Outcome::Status(..)));
                }
            }
        }
    }
}
