//! An optional limiter on the client's side, shared by clones: calls wait for their window instead of running into 429.
//!
//! The server's headers say how many calls a window allows and when it ends. Until the first response, one call goes ahead and
//! the others wait a little for what it learns. A call that is under way when a window ends may arrive in the next one, so it counts
//! there.

use crate::retry::rate_limit::RateLimit;
use crate::time::platform::Instant;
use crate::time::server_time::ServerTime;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

/// Waiting for what another call learns is cheap, and short next to any window.
const POLL_INTERVAL: Duration = Duration::from_millis(20);

/// Longer no call waits for what another one learns: a server may be slow, silent, or gone.
const MAX_PROBE_WAIT: Duration = Duration::from_secs(2);

/// A window's length until a response to one of its calls reports its end.
const WINDOW: Duration = Duration::from_secs(10);

/// A full window is asked about again after so long, by one call: what a response reports can be wrong, and must not stop a
/// client for as long as it says.
const PROBE_INTERVAL: Duration = Duration::from_secs(60);

/// The server's clock has whole seconds.
const CLOCK_RESOLUTION: Duration = Duration::from_secs(1);

/// Whether calls wait for their turn in the rate limit's window.
#[derive(Clone, Copy, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub enum RateLimiting {
    /// They do not; a 429 is waited out as the retry policy says.
    Off,
    /// They keep to the limit as soon as a response has reported it.
    #[default]
    Learned,
    /// The same, and until then one call goes first while the others wait for what it learns, two seconds at most: for
    /// programs that start with more calls at once than a window allows.
    Probe,
}

/// Counts the calls of the current window.
#[derive(Debug)]
pub(crate) struct Limiter {
    probe: bool,
    state: Mutex<State>,
}

#[derive(Debug, Default)]
struct State {
    window: Option<Window>,
    /// Which window it is.
    number: u64,
    in_flight: u64,
    /// The server reports no limit: there is nothing to keep to.
    unreported: bool,
}

#[derive(Clone, Copy, Debug)]
struct Window {
    limit: u64,
    /// Calls that count in this window.
    used: u64,
    ends: Instant,
    /// No response has reported its end yet.
    estimated: bool,
    /// When a response reported it, or a call went out to ask again.
    learned: Instant,
}

/// There is no place in the window yet.
#[derive(Debug)]
pub(crate) struct Wait {
    /// How long to wait before asking again.
    pub time: Duration,
    /// Why a call that cannot wait so long is not sent.
    pub reason: &'static str,
    /// The window is full; otherwise no response has reported a limit yet.
    pub is_rate_limit: bool,
}

impl Wait {
    fn for_probe() -> Self {
        Self {
            time: POLL_INTERVAL,
            reason: "no response reported a rate limit before the timeout; nothing was sent",
            is_rate_limit: false,
        }
    }

    fn for_window(time: Duration) -> Self {
        Self { time, reason: "the rate limit leaves no room before the timeout; nothing was sent", is_rate_limit: true }
    }
}

/// A place in the window; given back when dropped.
#[derive(Debug)]
pub(crate) struct Permit {
    limiter: Arc<Limiter>,
    /// The window that the call was sent in.
    number: u64,
    /// The call asks whether the window is still full.
    is_probe: bool,
}

impl Drop for Permit {
    fn drop(&mut self) {
        let mut state = self.limiter.lock();
        state.in_flight = state.in_flight.saturating_sub(1);
    }
}

impl Limiter {
    /// None where calls do not wait.
    pub(crate) fn new(rate_limiting: RateLimiting) -> Option<Self> {
        let probe = rate_limiting == RateLimiting::Probe;
        (rate_limiting != RateLimiting::Off).then(|| Self { probe, state: Mutex::new(State::default()) })
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// A place in the window for a call that has waited for one since a time.
    pub(crate) fn acquire(self: &Arc<Self>, since: Instant, now: Instant) -> Result<Permit, Wait> {
        let mut guard = self.lock();
        let state = &mut *guard;
        let mut is_probe = false;
        match &mut state.window {
            None if self.probe
                && state.in_flight > 0
                && !state.unreported
                && now.saturating_duration_since(since) < MAX_PROBE_WAIT =>
            {
                return Err(Wait::for_probe());
            }
            None => {}
            Some(window) => {
                if now >= window.ends {
                    *window =
                        Window { used: state.in_flight, ends: now + WINDOW, estimated: true, learned: now, ..*window };
                    state.number += 1;
                }
                is_probe = now.saturating_duration_since(window.learned) >= PROBE_INTERVAL;
                if is_probe {
                    window.learned = now;
                }
                if window.used >= window.limit && !is_probe {
                    let left = window.ends.saturating_duration_since(now);
                    return Err(Wait::for_window(if window.estimated {
                        left.min(POLL_INTERVAL)
                    } else {
                        left.max(POLL_INTERVAL)
                    }));
                }
                window.used = window.used.saturating_add(1);
            }
        }
        state.in_flight += 1;
        Ok(Permit { limiter: Arc::clone(self), number: state.number, is_probe })
    }
}

impl Permit {
    /// Learns from the response to its call.
    pub(crate) fn learn(&self, rate: Option<RateLimit>, server: &ServerTime, now: Instant) {
        // A limit of 0 is none: no call could ever go out.
        let reported = rate.and_then(|rate| Some((rate.limit.filter(|limit| *limit > 0)?, rate.remaining?)));
        let mut state = self.limiter.lock();
        let (Some((limit, remaining)), Some(left)) = (reported, server.until_window()) else {
            state.unreported = true;
            return;
        };
        let ends = now + left;
        let seen = limit.saturating_sub(remaining);
        let reported = Window { limit, used: seen, ends, estimated: false, learned: now };
        // A window whose calls have not been counted: what is under way may come on top of what the server has seen, this
        // response's own call aside.
        let uncounted = Window { used: seen.saturating_add(state.in_flight.saturating_sub(1)), ..reported };
        state.window = Some(match state.window {
            // The call was sent in a window that is over here.
            Some(known) if self.number != state.number => known,
            Some(_) if self.is_probe => uncounted,
            // The first response that reports this window's end. The calls of this client have been counted as they went out;
            // what the server has seen beyond them are other clients' calls.
            Some(known) if known.estimated => Window { used: known.used.max(seen), ..reported },
            // Another response of the same window.
            Some(known) if ends <= known.ends + CLOCK_RESOLUTION && known.ends <= ends + CLOCK_RESOLUTION => {
                Window { used: known.used.max(seen), ends: known.ends.max(ends), ..reported }
            }
            // A response of a window that is over here.
            Some(known) if ends < known.ends => known,
            _ => uncounted,
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::time::clock::{Clock, Sleep};
    use http::HeaderMap;
    use std::time::SystemTime;

    /// A clock that is set by hand.
    #[derive(Clone, Debug)]
    struct ManualClock(Arc<Mutex<Instant>>);

    impl ManualClock {
        fn pass(&self, millis: u64) {
            *self.0.lock().unwrap() += Duration::from_millis(millis);
        }
    }

    impl Clock for ManualClock {
        fn now(&self) -> Instant {
            *self.0.lock().unwrap()
        }

        fn system(&self) -> SystemTime {
            SystemTime::UNIX_EPOCH
        }

        fn sleep(&self, _: Duration) -> Sleep {
            Box::pin(async {})
        }
    }

    fn new() -> (Arc<Limiter>, ManualClock) {
        (Arc::new(Limiter::new(RateLimiting::Probe).unwrap()), ManualClock(Arc::new(Mutex::new(Instant::now()))))
    }

    /// A response that reports the calls left of a limit, and the seconds until the window ends.
    fn report(permit: &Permit, clock: &ManualClock, limit: u64, remaining: u64, seconds: u64) {
        let mut headers = HeaderMap::new();
        headers.insert("date", "Fri, 28 Sep 2018 10:20:00 GMT".try_into().unwrap());
        headers.insert("x-reset", (1_538_130_000 + seconds).into());
        let server =
            ServerTime::read(&headers, Some(&http::HeaderName::from_static("x-reset")), &|| SystemTime::UNIX_EPOCH);
        permit.learn(
            Some(RateLimit { limit: Some(limit), remaining: Some(remaining), reset: None }),
            &server,
            clock.now(),
        );
    }

    /// A place for a call that asks for the first time.
    fn acquire(limiter: &Arc<Limiter>, clock: &ManualClock) -> Result<Permit, Wait> {
        limiter.acquire(clock.now(), clock.now())
    }

    fn wait(limiter: &Arc<Limiter>, clock: &ManualClock) -> u128 {
        acquire(limiter, clock).expect_err("no place").time.as_millis()
    }

    #[test]
    fn the_first_call_goes_alone_until_it_has_learned() {
        let (limiter, clock) = new();
        let first = acquire(&limiter, &clock).unwrap();
        assert_eq!(wait(&limiter, &clock), 20);
        // It was dropped before it learned anything: the next one goes.
        drop(first);
        let second = acquire(&limiter, &clock).unwrap();
        assert_eq!(wait(&limiter, &clock), 20);
        report(&second, &clock, 3, 2, 5);
        drop(second);
        let rest = [acquire(&limiter, &clock).unwrap(), acquire(&limiter, &clock).unwrap()];
        assert_eq!(wait(&limiter, &clock), 5_000);
        // Places that are given back have been used all the same.
        drop(rest);
        clock.pass(4_990);
        assert_eq!(wait(&limiter, &clock), 20);
    }

    #[test]
    fn nobody_waits_long_for_what_another_call_learns() {
        let (limiter, clock) = new();
        let (first, asked) = (acquire(&limiter, &clock).unwrap(), clock.now());
        clock.pass(1_999);
        let wait = limiter.acquire(asked, clock.now()).unwrap_err();
        assert!(wait.time == POLL_INTERVAL && !wait.is_rate_limit, "no window is known: {wait:?}");
        clock.pass(1);
        let others = [limiter.acquire(asked, clock.now()).unwrap(), limiter.acquire(asked, clock.now()).unwrap()];
        // A call that comes then waits in its turn.
        assert_eq!(acquire(&limiter, &clock).unwrap_err().time, POLL_INTERVAL);
        // What is learned later counts for all: three of ten are used.
        report(&first, &clock, 10, 9, 5);
        let more = (0..10).map_while(|_| acquire(&limiter, &clock).ok()).collect::<Vec<_>>();
        assert_eq!(more.len(), 7);
        assert!(acquire(&limiter, &clock).unwrap_err().is_rate_limit);
        drop(others);
    }

    #[test]
    fn calls_count_once_whatever_the_order_of_responses() {
        for last in 0..5 {
            let (limiter, clock) = new();
            report(&acquire(&limiter, &clock).unwrap(), &clock, 20, 19, 5);
            let calls: Vec<_> = (0..5).map(|_| acquire(&limiter, &clock).unwrap()).collect();
            // The server has seen all five before the first response is read.
            report(&calls[last], &clock, 20, 14, 5);
            let more = (0..20).map_while(|_| acquire(&limiter, &clock).ok()).collect::<Vec<_>>();
            assert_eq!(more.len(), 14, "6 of 20 are used");
            clock.pass(5_000);
            drop((calls, more));
            // The same where the window's end is still a guess.
            let calls: Vec<_> = (0..5).map(|_| acquire(&limiter, &clock).unwrap()).collect();
            report(&calls[last], &clock, 20, 15, 10);
            let more = (0..20).map_while(|_| acquire(&limiter, &clock).ok()).count();
            assert_eq!(more, 15, "5 of 20 are used");
        }
    }

    #[test]
    fn what_other_clients_use_counts_too() {
        let (limiter, clock) = new();
        report(&acquire(&limiter, &clock).unwrap(), &clock, 20, 19, 5);
        let call = acquire(&limiter, &clock).unwrap();
        report(&call, &clock, 20, 4, 5);
        assert_eq!((0..20).map_while(|_| acquire(&limiter, &clock).ok()).count(), 4);
    }

    /// Attack: one response that claims a limit of 0 stopped all clones for good.
    #[test]
    fn a_limit_of_zero_is_no_limit() {
        let (limiter, clock) = new();
        report(&acquire(&limiter, &clock).unwrap(), &clock, 0, 0, 5);
        let all: Vec<_> = (0..100).map(|_| acquire(&limiter, &clock).unwrap()).collect();
        assert_eq!(all.len(), 100);
        // A known limit stays known.
        report(&all[0], &clock, 200, 100, 5);
        report(&all[1], &clock, 0, 0, 5);
        let more = (0..200).map_while(|_| acquire(&limiter, &clock).ok()).collect::<Vec<_>>().len();
        assert!((1..=100).contains(&more), "{more}");
    }

    /// Attack of the same kind: a full window that ends in a day.
    #[test]
    fn a_full_window_is_asked_about_every_minute() {
        let (limiter, clock) = new();
        report(&acquire(&limiter, &clock).unwrap(), &clock, 1, 0, 86_000);
        assert_eq!(wait(&limiter, &clock), 86_000_000);
        clock.pass(60_000);
        let probe = acquire(&limiter, &clock).unwrap();
        assert!(acquire(&limiter, &clock).is_err(), "one call asks");
        // What it learns counts.
        report(&probe, &clock, 100, 99, 5);
        assert!((0..50).all(|_| acquire(&limiter, &clock).is_ok()));
    }

    #[test]
    fn no_reported_limit_means_no_waiting() {
        let (limiter, clock) = new();
        let first = acquire(&limiter, &clock).unwrap();
        first.learn(None, &ServerTime::default(), clock.now());
        let all: Vec<_> = (0..100).map(|_| acquire(&limiter, &clock).unwrap()).collect();
        // It may still be reported later.
        report(&all[0], &clock, 500, 490, 5);
        let more = (0..500).map_while(|_| acquire(&limiter, &clock).ok()).collect::<Vec<_>>().len();
        assert_eq!(more, 390, "500 but for the 10 that the server saw and the 100 on their way");
    }

    #[test]
    fn calls_on_their_way_count_in_the_next_window() {
        let (limiter, clock) = new();
        let first = acquire(&limiter, &clock).unwrap();
        report(&first, &clock, 3, 2, 5);
        let _late = acquire(&limiter, &clock).unwrap();
        clock.pass(5_000);
        let _new = acquire(&limiter, &clock).unwrap();
        assert_eq!(wait(&limiter, &clock), 20, "two are on their way, and the window's end is a guess");
        drop(first);
        assert_eq!(wait(&limiter, &clock), 20, "a place is given back in the next window");
    }

    #[test]
    fn reported_end_replaces_an_estimated_one() {
        for (reported, wait_then) in [(1, 1_000), (60, 60_000)] {
            let (limiter, clock) = new();
            report(&acquire(&limiter, &clock).unwrap(), &clock, 1, 0, 1);
            assert_eq!(wait(&limiter, &clock), 1_000);
            clock.pass(1_000);
            let call = acquire(&limiter, &clock).unwrap();
            assert_eq!(wait(&limiter, &clock), 20);
            report(&call, &clock, 1, 0, reported);
            assert_eq!(wait(&limiter, &clock), wait_then);
        }
        // Nothing is reported: ten seconds.
        let (limiter, clock) = new();
        report(&acquire(&limiter, &clock).unwrap(), &clock, 1, 0, 1);
        clock.pass(1_000);
        drop(acquire(&limiter, &clock).unwrap());
        clock.pass(9_999);
        assert_eq!(wait(&limiter, &clock), 1);
        clock.pass(1);
        acquire(&limiter, &clock).unwrap();
    }

    #[test]
    fn responses_of_an_earlier_window_change_nothing() {
        let (limiter, clock) = new();
        let old = acquire(&limiter, &clock).unwrap();
        report(&old, &clock, 2, 1, 5);
        clock.pass(5_000);
        let new = acquire(&limiter, &clock).unwrap();
        report(&new, &clock, 2, 1, 10);
        report(&old, &clock, 9, 9, 60);
        assert_eq!(wait(&limiter, &clock), 10_000);
    }

    #[test]
    fn strictest_response_of_a_window_counts() {
        let (limiter, clock) = new();
        let call = acquire(&limiter, &clock).unwrap();
        report(&call, &clock, 5, 1, 5);
        report(&call, &clock, 5, 4, 4);
        report(&call, &clock, 5, 4, 6);
        let _last = acquire(&limiter, &clock).unwrap();
        assert_eq!(wait(&limiter, &clock), 6_000);
        // A window that goes on for longer is another one.
        report(&call, &clock, 5, 0, 9);
        assert_eq!(wait(&limiter, &clock), 9_000);
        report(&call, &clock, 5, 3, 20);
        let _new = acquire(&limiter, &clock).expect("2 of 5 are used, and one was on its way");
        // What a response says of a window that is over does not count.
        report(&call, &clock, 5, 0, 3);
        let _new = acquire(&limiter, &clock).expect("4 of 5 are used");
    }

    #[test]
    fn server_time_has_a_resolution_of_seconds() {
        for seconds in [19, 20, 21] {
            let (limiter, clock) = new();
            let call = acquire(&limiter, &clock).unwrap();
            report(&call, &clock, 50, 40, 20);
            let other = acquire(&limiter, &clock).expect("11 of 50 are used");
            report(&other, &clock, 50, 0, seconds);
            assert_eq!(wait(&limiter, &clock), u128::from(seconds.max(20)) * 1_000, "{seconds}: it is the same window");
        }
    }

    #[test]
    fn calls_count_although_the_server_has_not_seen_them() {
        let (limiter, clock) = new();
        report(&acquire(&limiter, &clock).unwrap(), &clock, 3, 2, 1);
        clock.pass(1_000);
        let calls = [acquire(&limiter, &clock).unwrap(), acquire(&limiter, &clock).unwrap()];
        let last = acquire(&limiter, &clock).unwrap();
        // Two were dropped, and may arrive all the same.
        drop(calls);
        report(&last, &clock, 3, 2, 10);
        assert_eq!(wait(&limiter, &clock), 10_000);
    }
}
