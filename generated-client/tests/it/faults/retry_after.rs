//! The forms of `Retry-After` and the limits of a wait: case 20. No test waits.

use super::waits::{DATE, client, once, outcome, seconds};
use crate::faults::{PERSON, find};
use crate::support::canary::checked;
use crate::support::manual_clock::{ManualClock, START};
use crate::support::scripted;
use crate::support::scripted::Scripted;
use intercom_client::Client;
use intercom_client::retry::RetryPolicy;
use intercom_client::time::Timestamp;
use std::time::Duration;

#[tokio::test]
async fn case_20_retry_after_in_its_forms() {
    let forms: &[(&[&str], f64)] = &[
        (&["3"], 3.0),
        (&[" 3 "], 3.0),
        (&["0"], 0.0),
        (&["Fri, 28 Sep 2018 10:20:03 GMT"], 3.0),
        (&["Fri, 28 Sep 2018 10:19:00 GMT"], 0.0),
        (&["abc", "3"], 3.0),
        (&["3", "50"], 3.0),
        (&["-1", "99999999999999999999", "3"], 3.0),
    ];
    for (values, expected) in forms {
        let headers: Vec<_> = values.iter().map(|value| ("Retry-After", *value)).collect();
        let (waits, error) = outcome(429, &headers).await;
        assert!(error.is_none(), "{values:?}: {error:?}");
        // Up to a quarter more, and no less than the backoff of a first failure would be.
        let most = (expected * 1.25).max(0.5);
        assert!(
            waits.len() == 1 && waits[0] >= seconds(*expected) && waits[0] <= seconds(most),
            "{values:?}: {waits:?}"
        );
        // On other statuses there is no crowd to spread.
        assert_eq!(outcome(503, &headers).await.0, [seconds(*expected)], "{values:?}");
    }
}

#[tokio::test]
async fn case_20_unreadable_retry_after_is_ignored() {
    for value in
        ["-1", "abc", "99999999999999999999", "", "1.5", "3 s", "0x3", "Fri, 99 Sep 2018 10:20:03 GMT", "\u{1}"]
    {
        let Ok(header) = http::HeaderValue::from_str(value) else { continue };
        let headers = [("Retry-After", header.to_str().unwrap())];
        let (waits, error) = outcome(429, &headers).await;
        let error = error.unwrap_or_else(|| panic!("{value}: waited {waits:?}"));
        assert!(
            waits.is_empty() && error.is_rate_limited() && error.retry_at().is_none(),
            "{value}: {}",
            checked(&error)
        );
        let (waits, error) = outcome(503, &headers).await;
        assert!(error.is_none() && waits[0] <= seconds(0.5), "{value}: {waits:?}");
        // The reset header still counts.
        let both = [headers[0], ("X-RateLimit-Reset", "1538130002")];
        let (waits, _) = outcome(429, &both).await;
        assert!(waits[0] >= seconds(2.0) && waits[0] <= seconds(2.5), "{value}: {waits:?}");
    }
}

#[tokio::test]
async fn case_20_wait_beyond_max_wait_is_not_started() {
    for (value, at) in [
        ("61", Some(START + 61)),
        ("86400", Some(START + 86_400)),
        ("18446744073709551615", None),
        ("9223372036854775807", None),
        ("Thu, 31 Dec 9998 23:59:59 GMT", Some(253_370_764_799)),
    ] {
        for status in [429, 503] {
            let (waits, error) = outcome(status, &[("Retry-After", value)]).await;
            let error = error.unwrap();
            assert!(waits.is_empty(), "{value}: {waits:?}");
            assert_eq!(error.retry_at().map(Timestamp::unix), at.map(|at| at as i64), "{value}: {}", checked(&error));
        }
    }
}

#[tokio::test]
async fn case_20_wait_with_jitter_never_exceeds_max_wait() {
    let policy = RetryPolicy::new().max_wait(seconds(10.0));
    for _ in 0..50 {
        let (transport, clock) = (once(429, &[("Retry-After", "10")]), ManualClock::new());
        let client: Client = scripted(&transport).clock(clock.clone()).retry_policy(policy).build().unwrap();
        find(&client).await.unwrap();
        assert!(clock.waits()[0] <= seconds(10.0), "{:?}", clock.waits());
    }
}

#[tokio::test]
async fn case_20_wait_beyond_the_timeout_is_not_started() {
    // Nothing is left for an attempt where the wait ends at the deadline.
    for (status, deadline) in [(429, 15.0), (503, 15.0), (503, 20.0)] {
        let (transport, clock) = (once(status, &[("Retry-After", "20"), ("Date", DATE)]), ManualClock::new());
        let error = find(&client(&transport, &clock)).with_timeout(seconds(deadline)).await.unwrap_err();
        assert_eq!(error.retry_at().map(Timestamp::unix), Some(START as i64 + 20), "{}", checked(&error));
        assert_eq!(
            (error.status(), error.attempts(), transport.sent().len(), clock.waits().len()),
            (Some(status), 1, 1, 0)
        );
    }
}

#[tokio::test]
async fn case_20_settings_without_end_do_not_overflow() {
    let policy =
        RetryPolicy::new().retries(u32::MAX).max_wait(Duration::MAX).backoff(Duration::MAX).max_backoff(Duration::MAX);
    let endless = |transport: &Scripted, clock: &ManualClock| {
        let builder = scripted(transport).clock(clock.clone()).retry_policy(policy);
        let builder = builder.attempt_timeout(Duration::MAX).timeout(Duration::MAX).connect_timeout(Duration::MAX);
        let client: Client = builder.build().unwrap();
        client
    };
    for headers in [&[("Retry-After", "18446744073709551615")][..], &[("Retry-After", "1")], &[]] {
        for status in [429, 503] {
            let transport = once(status, headers);
            // Waits of ages are cut to what a clock can hold, or not started.
            let _ = find(&endless(&transport, &ManualClock::new())).await;
        }
    }
    // Over a socket, by the system's clock.
    let server = crate::support::fault_server::FaultServer::always(crate::support::wire::reply(
        crate::support::wire::ok(PERSON),
    ));
    let builder = crate::support::builder(&server.url()).attempt_timeout(Duration::MAX).timeout(Duration::MAX);
    find(&builder.connect_timeout(Duration::MAX).build().unwrap()).await.unwrap();
}
