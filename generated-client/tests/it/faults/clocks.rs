//! Clocks that jump or differ: case 35. No test waits.

use super::waits::{DATE, client, once, outcome, seconds};
use crate::faults::{create, find};
use crate::support::canary::checked;
use crate::support::manual_clock::{ManualClock, START};
use crate::support::scripted;
use crate::support::scripted::{Scripted, json};
use intercom_client::Client;
use intercom_client::time::Timestamp;
use intercom_client::time::{Clock, Sleep};
use std::time::{Duration, Instant, SystemTime};

/// A clock that wakes up late.
#[derive(Clone, Debug)]
struct Sleepy(ManualClock);

impl Clock for Sleepy {
    fn now(&self) -> Instant {
        self.0.now()
    }

    fn system(&self) -> SystemTime {
        self.0.system()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        self.0.sleep(time + seconds(10.0))
    }
}

#[tokio::test]
async fn case_35_wait_beyond_the_timeout_returns_last_error() {
    let (transport, clock) = (once(503, &[("Retry-After", "5"), ("Date", DATE)]), Sleepy(ManualClock::new()));
    let client: Client = scripted(&transport).clock(clock.clone()).build().unwrap();
    let error = find(&client).with_timeout(seconds(12.0)).await.unwrap_err();
    assert_eq!((error.status(), error.attempts()), (Some(503), 1), "{}", checked(&error));
    assert_eq!(error.retry_at().map(Timestamp::unix), Some(START as i64 + 5));
    assert_eq!((transport.sent().len(), clock.0.waits().len()), (1, 1));
}

#[tokio::test]
async fn case_35_without_time_nothing_is_sent() {
    let (transport, clock) = (once(503, &[]), ManualClock::new());
    for error in [
        find(&client(&transport, &clock)).with_timeout(Duration::ZERO).await.unwrap_err(),
        create(&client(&transport, &clock)).with_timeout(Duration::ZERO).await.unwrap_err(),
    ] {
        let line = checked(&error);
        assert!(error.is_timeout() && !error.may_have_been_processed(), "{line}");
        assert!(line.ends_with("the deadline passed before anything was sent") && error.attempts() == 0, "{line}");
    }
    assert_eq!(transport.sent().len(), 0);
}

#[tokio::test]
async fn case_35_clocks_that_differ_by_an_hour() {
    const AHEAD: &str = "Fri, 28 Sep 2018 11:20:00 GMT";
    const BEHIND: &str = "Fri, 28 Sep 2018 09:20:00 GMT";
    let reset = |seconds: i64| (START as i64 + seconds).to_string();
    // By its own clock the server says two seconds, whatever ours is.
    for (date, at) in [(AHEAD, reset(3602)), (BEHIND, reset(-3598)), (DATE, reset(2))] {
        let (waits, error) = outcome(429, &[("Date", date), ("X-RateLimit-Reset", &at)]).await;
        assert!(error.is_none() && waits[0] >= seconds(2.0) && waits[0] <= seconds(2.5), "{date}: {waits:?} {error:?}");
    }
    // It contradicts itself: a reset of an hour ago is past, so that only backoff is left; one in an hour is not waited for.
    let (waits, error) = outcome(429, &[("Date", AHEAD), ("X-RateLimit-Reset", &reset(2))]).await;
    assert!(error.is_none() && waits.len() == 1 && waits[0] <= seconds(0.5), "{waits:?}");
    let (waits, error) = outcome(429, &[("Date", BEHIND), ("X-RateLimit-Reset", &reset(2))]).await;
    assert!(waits.is_empty() && error.is_some_and(|error| error.retry_at().is_some()));
    // It does not report its time, and ours is wrong by an hour.
    for (ours, is_past) in [(START + 3600, true), (START - 3600, false)] {
        let (transport, clock) = (once(429, &[("X-RateLimit-Reset", &reset(2))]), ManualClock::new());
        clock.set_system(ours);
        let result = find(&client(&transport, &clock)).await;
        assert_eq!((clock.waits().len(), result.is_ok()), (usize::from(is_past), is_past));
        assert!(clock.waits().iter().all(|wait| *wait <= seconds(0.5)));
    }
}

#[tokio::test]
async fn case_35_clock_that_jumps_while_a_call_is_under_way() {
    for jump in [-3600, 3600] {
        let clock = ManualClock::new();
        let ours = clock.clone();
        let transport = Scripted::new(move |_, _| {
            ours.set_system(START.saturating_add_signed(jump));
            Ok(json(503, &[], ""))
        });
        let error = find(&client(&transport, &clock)).await.unwrap_err();
        assert_eq!((error.attempts(), clock.waits().len()), (3, 2), "{}", checked(&error));
        assert!(clock.waits().iter().all(|wait| *wait <= seconds(1.0)), "{:?}", clock.waits());
    }
}

#[tokio::test]
async fn case_35_timeout_follows_the_monotonic_clock() {
    let clock = ManualClock::new();
    let ours = clock.clone();
    // Each attempt takes 40 s.
    let transport = Scripted::new(move |_, _| {
        ours.advance(Duration::from_secs(40));
        Ok(json(503, &[], ""))
    });
    let error = find(&client(&transport, &clock)).await.unwrap_err();
    assert_eq!((error.status(), error.attempts(), transport.sent().len()), (Some(503), 2, 2), "{}", checked(&error));
}
