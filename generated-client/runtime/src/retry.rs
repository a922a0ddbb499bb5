//! Whether and when a failed attempt is repeated.
//!
//! | outcome | repeatable call | other call | wait |
//! |---|---|---|---|
//! | never sent | yes | yes | backoff |
//! | 429 with a reset or `Retry-After` | yes | yes, it was rejected before any work | until then, plus up to a quarter; at least backoff |
//! | 429 without one | no | no | |
//! | 408, 500, 502, 503, 504 | yes | no, it may have been processed | `Retry-After`, else backoff |
//! | broken or timed out after it went out | yes | no, it may have been processed | backoff |
//! | success that is too large, oddly encoded or from elsewhere, or another status | no | no, it may have been processed unless it was refused | |
//! | cannot be sent at all | no | no | |

use super::Timestamp;
use super::server_time::ServerTime;
use std::time::Duration;

/// How calls are repeated.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RetryPolicy {
    /// Repetitions at the most, after the first attempt.
    pub retries: u32,
    /// The longest wait for a rate limit or a `Retry-After`; beyond it the call fails and says when to try again.
    pub max_wait: Duration,
    /// The longest backoff after the first failed attempt; it doubles with each further one.
    pub backoff: Duration,
    /// The longest backoff at all.
    pub max_backoff: Duration,
    /// Whether repetitions are paid for by the budget that a client shares with its clones: ten, and one more for every five
    /// calls, a hundred at the most. It keeps an outage from being made worse; waits for a rate limit are always free.
    pub budgeted: bool,
}

impl Default for RetryPolicy {
    /// Two repetitions, waits up to a minute, backoff 0.5 s · 2ⁿ up to 20 s, paid for by the budget.
    fn default() -> Self {
        Self {
            retries: 2,
            max_wait: Duration::from_secs(60),
            backoff: Duration::from_millis(500),
            max_backoff: Duration::from_secs(20),
            budgeted: true,
        }
    }
}

/// How an attempt ended without success.
#[derive(Clone, Debug)]
pub(super) enum Outcome {
    /// Nothing was sent.
    NotSent,
    /// No answer, or not all of it, although the request may have gone out.
    Lost,
    /// An answer with this status.
    Status(u16, ServerTime),
    /// An answer of success that cannot be used, and would be no better the next time.
    Unusable,
    /// Nothing was sent, and trying again is of no use.
    Final,
}

/// Whether a status says that the server did not do what was asked: it refused, cannot, or wants the request sent elsewhere.
/// 408 is not among them, since gateways also send it when they give up on work that has begun; nor are 302 and 303, which
/// often stand for work that is done.
pub(super) fn is_refusal(status: u16) -> bool {
    matches!(status, 301 | 307 | 308 | 400..=407 | 409..=499 | 501 | 505)
}

/// Whether a status says that the same request may fare better later.
pub(super) fn is_passing(status: u16) -> bool {
    matches!(status, 408 | 429 | 500 | 502 | 503 | 504)
}

/// What follows from it.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Decision {
    /// Try again after this time.
    Retry {
        /// The wait.
        after: Duration,
        /// Whether the retry budget pays for it; rate limits are waited out at no cost.
        paid: bool,
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
    /// Decides after the attempt of a number, counted from 1. `random` is between 0 and 1.
    pub(super) fn decide(&self, outcome: &Outcome, repeatable: bool, attempt: u32, random: f64) -> Decision {
        let give_up = |retry_at, may_have_been_processed| Decision::GiveUp { retry_at, may_have_been_processed };
        let may_repeat = attempt <= self.retries;
        match outcome {
            Outcome::Final => give_up(None, false),
            Outcome::NotSent if may_repeat => self.backoff(attempt, random),
            Outcome::NotSent => give_up(None, false),
            Outcome::Lost if repeatable && may_repeat => self.backoff(attempt, random),
            Outcome::Lost => give_up(None, !repeatable),
            Outcome::Status(429, server) => match server.until_reset() {
                Some(wait) if may_repeat && wait <= self.max_wait => {
                    // A reset that has passed already is no reason to ask again and again.
                    let spread = wait.mul_f64(0.25).max(self.longest_backoff(attempt).saturating_sub(wait));
                    let jitter = spread.mul_f64(random);
                    Decision::Retry { after: wait.saturating_add(jitter).min(self.max_wait), paid: false }
                }
                _ => give_up(server.retry_at(), false),
            },
            Outcome::Status(status, server) if is_passing(*status) => match server.retry_after() {
                _ if !repeatable => give_up(server.retry_at(), true),
                _ if !may_repeat => give_up(server.retry_at(), false),
                Some(wait) if wait <= self.max_wait => Decision::Retry { after: wait, paid: self.budgeted },
                Some(_) => give_up(server.retry_at(), false),
                None => self.backoff(attempt, random),
            },
            Outcome::Status(status, _) => give_up(None, !repeatable && !is_refusal(*status)),
            Outcome::Unusable => give_up(None, !repeatable),
        }
    }

    /// Full jitter: a random part of a limit that doubles.
    fn backoff(&self, attempt: u32, random: f64) -> Decision {
        let limit = self.longest_backoff(attempt);
        let after = Duration::try_from_secs_f64(limit.as_secs_f64() * random).unwrap_or(limit);
        Decision::Retry { after: after.min(limit), paid: self.budgeted }
    }

    fn longest_backoff(&self, attempt: u32) -> Duration {
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
        ServerTime::read(&map, Some("x-reset"), local)
    }

    fn decide(outcome: &Outcome, repeatable: bool, attempt: u32) -> Decision {
        RetryPolicy::default().decide(outcome, repeatable, attempt, 1.0)
    }

    fn retry(millis: u64, paid: bool) -> Decision {
        Decision::Retry { after: Duration::from_millis(millis), paid }
    }

    fn give_up(may_have_been_processed: bool) -> Decision {
        Decision::GiveUp { retry_at: None, may_have_been_processed }
    }

    #[test]
    fn what_was_never_sent_is_repeated_whatever_the_call() {
        for repeatable in [true, false] {
            assert_eq!(decide(&Outcome::NotSent, repeatable, 1), retry(500, true));
            assert_eq!(decide(&Outcome::NotSent, repeatable, 2), retry(1000, true));
            assert_eq!(decide(&Outcome::NotSent, repeatable, 3), give_up(false));
        }
    }

    #[test]
    fn what_may_have_been_processed_is_repeated_only_when_twice_is_as_good_as_once() {
        assert_eq!(decide(&Outcome::Lost, true, 1), retry(500, true));
        assert_eq!(decide(&Outcome::Lost, false, 1), give_up(true));
        for status in [408, 500, 502, 503, 504] {
            let outcome = Outcome::Status(status, server(&[]));
            assert_eq!(decide(&outcome, true, 2), retry(1000, true), "{status}");
            assert_eq!(decide(&outcome, false, 1), give_up(true), "{status}");
            assert_eq!(decide(&outcome, true, 3), give_up(false), "{status}");
        }
        for status in [301, 307, 308, 400, 401, 403, 404, 407, 409, 422, 499, 501, 505] {
            for repeatable in [true, false] {
                let outcome = Outcome::Status(status, server(&[]));
                assert_eq!(decide(&outcome, repeatable, 1), give_up(false), "{status}");
            }
        }
    }

    #[test]
    fn a_rate_limit_is_waited_out_and_costs_no_budget() {
        let outcome = Outcome::Status(429, server(&[("x-reset", "1000002")]));
        assert_eq!(decide(&outcome, false, 1), retry(2500, false));
        assert_eq!(RetryPolicy::default().decide(&outcome, false, 1, 0.0), retry(2000, false));
        assert_eq!(decide(&Outcome::Status(429, server(&[])), true, 1), give_up(false));
        // A reset that has passed: what follows is backoff.
        for header in [("x-reset", "1000000"), ("retry-after", "0")] {
            let outcome = Outcome::Status(429, server(&[header]));
            assert_eq!(
                (decide(&outcome, false, 1), decide(&outcome, false, 2)),
                (retry(500, false), retry(1000, false))
            );
        }
    }

    #[test]
    fn a_wait_beyond_the_cap_fails_now_and_says_when_to_try_again() {
        let outcome = Outcome::Status(429, server(&[("x-reset", "1003600")]));
        let at = Some(Timestamp::from_unix(1_003_600));
        assert_eq!(decide(&outcome, true, 1), Decision::GiveUp { retry_at: at, may_have_been_processed: false });
        let outcome = Outcome::Status(503, server(&[("retry-after", "7200")]));
        let at = Some(Timestamp::from_unix(1_007_200));
        assert_eq!(decide(&outcome, true, 1), Decision::GiveUp { retry_at: at, may_have_been_processed: false });
    }

    #[test]
    fn no_retries_means_none() {
        let policy = RetryPolicy { retries: 0, ..RetryPolicy::default() };
        assert_eq!(policy.decide(&Outcome::NotSent, true, 1, 0.5), give_up(false));
        let outcome = Outcome::Status(429, server(&[("retry-after", "1")]));
        assert!(matches!(policy.decide(&outcome, true, 1, 0.5), Decision::GiveUp { retry_at: Some(_), .. }));
    }

    #[test]
    fn a_wait_that_the_server_asks_for_is_kept_and_paid_for() {
        let outcome = Outcome::Status(503, server(&[("retry-after", "60")]));
        assert_eq!(decide(&outcome, true, 1), retry(60_000, true));
        assert_eq!(decide(&outcome, false, 1), {
            let at = Some(Timestamp::from_unix(1_000_060));
            Decision::GiveUp { retry_at: at, may_have_been_processed: true }
        });
    }

    #[test]
    fn backoff_is_a_random_part_of_its_limit() {
        let policy = RetryPolicy::default();
        assert_eq!(policy.decide(&Outcome::Lost, true, 1, 0.4), retry(200, true));
        assert_eq!(policy.decide(&Outcome::Lost, true, 2, 0.0), retry(0, true));
    }

    #[test]
    fn backoff_stays_within_its_cap_for_any_attempt() {
        let policy = RetryPolicy { retries: u32::MAX, ..RetryPolicy::default() };
        for attempt in [1, 2, 7, 40, u32::MAX] {
            let Decision::Retry { after, .. } = policy.decide(&Outcome::NotSent, true, attempt, 1.0) else {
                panic!("{attempt}");
            };
            assert!(after <= policy.max_backoff, "{attempt}: {after:?}");
        }
    }

    #[test]
    fn the_spread_of_a_rate_limit_stays_below_the_longest_wait() {
        let outcome = Outcome::Status(429, server(&[("retry-after", "60")]));
        assert_eq!(decide(&outcome, true, 1), retry(60_000, false));
        let outcome = Outcome::Status(429, server(&[("retry-after", "50")]));
        assert_eq!(decide(&outcome, true, 1), retry(60_000, false));
        assert_eq!(RetryPolicy::default().decide(&outcome, true, 1, 0.4), retry(55_000, false));
    }

    #[test]
    fn what_was_not_refused_may_have_been_processed() {
        // Success that cannot be taken, redirects that follow work, gateways' own statuses.
        for status in [200, 201, 202, 204, 300, 302, 303, 304, 506, 520, 524, 599] {
            for repeatable in [true, false] {
                let outcome = Outcome::Status(status, server(&[]));
                assert_eq!(decide(&outcome, repeatable, 1), give_up(!repeatable), "{status}");
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
            policy in any_policy(), outcome in any_outcome(), repeatable: bool, attempt in 1..6_u32, random in 0.0..=1.0,
        ) {
            match policy.decide(&outcome, repeatable, attempt, random) {
                Decision::Retry { after, paid } => {
                    prop_assert!(attempt <= policy.retries);
                    prop_assert!(after <= policy.max_wait.max(policy.max_backoff));
                    match &outcome {
                        Outcome::Final | Outcome::Unusable => prop_assert!(false),
                        Outcome::NotSent => prop_assert!(paid && after <= policy.max_backoff),
                        Outcome::Lost => prop_assert!(repeatable && paid && after <= policy.max_backoff),
                        Outcome::Status(429, server) => {
                            prop_assert!(!paid && after <= policy.max_wait && Some(after) >= server.until_reset());
                        }
                        Outcome::Status(_, server) => {
                            prop_assert!(repeatable && paid);
                            let told = server.retry_after();
                            prop_assert!(told.map_or(after <= policy.max_backoff, |told| after == told));
                        }
                    }
                }
                Decision::GiveUp { retry_at, may_have_been_processed } => {
                    // What is worth saying is said: where it went out and nobody knows what became of it.
                    let unknown = match outcome {
                        Outcome::NotSent | Outcome::Final => false,
                        Outcome::Lost | Outcome::Unusable => true,
                        Outcome::Status(status, _) => !is_refusal(status),
                    };
                    prop_assert_eq!(may_have_been_processed, unknown && !repeatable);
                    prop_assert!(retry_at.is_none() || matches!(outcome, Outcome::Status(..)));
                }
            }
        }
    }
}
