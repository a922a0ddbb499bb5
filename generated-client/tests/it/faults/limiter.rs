//! The limiter on the client's side against a server that counts, in simulated time.

use crate::faults::PERSON;
use crate::faults::find;
use crate::support::clocks::PausedClock;
use crate::support::scripted;
use crate::support::scripted::{Scripted, json};
use crate::support::windows::Windows;
use intercom_client::Client;
use intercom_client::retry::RateLimiting;
use intercom_client::transport::TransportError;
use std::sync::Arc;
use std::time::Duration;

/// Sends calls all at once; the counts of the server's windows and the time it took.
async fn send(calls: u64, window: u64, limit: u64, start_millis: u64, latency: u64) -> (Vec<u64>, Duration) {
    let clock = PausedClock::starting_at(Duration::from_millis(1_538_130_000_000 + start_millis));
    let windows = Arc::new(Windows::new(limit, window));
    let (seen, time) = (Arc::clone(&windows), clock.clone());
    let transport =
        Scripted::new(move |_, _| Ok(seen.response(time.unix(), PERSON))).after(Duration::from_millis(latency));
    let deadline = Duration::from_secs(24 * 3600);
    let client: Client =
        scripted(&transport).clock(clock.clone()).rate_limiting(RateLimiting::Probe).timeout(deadline).build().unwrap();
    let tasks: Vec<_> = (0..calls).map(|_| tokio::spawn(find(&client).send())).collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    (windows.requests(), clock.elapsed())
}

/// The least time: full windows up to the last call, and its response.
fn ideal(calls: u64, window: u64, limit: u64, start_millis: u64, latency: u64) -> Duration {
    let waited = (calls.div_ceil(limit) - 1) * window * 1000;
    Duration::from_millis(waited.saturating_sub(start_millis % (window * 1000)) + latency)
}

/// A thousand calls in windows of a length and a limit. At no time may the server have to reject one.
async fn rush(window: u64, limit: u64, start: u64, latency: u64) {
    let place = format!("{limit} in {window} s, from {start} ms, responded after {latency} ms");
    let (counts, took) = send(1_000, window, limit, start, latency).await;
    assert_eq!(counts.iter().sum::<u64>(), 1_000, "{place}: rejected calls were repeated: {counts:?}");
    assert!(counts.iter().all(|count| *count <= limit), "{place}: {counts:?}");
    let ideal = ideal(1_000, window, limit, start, latency);
    // The server's headers have a resolution of a second, and the first call goes alone.
    let most = ideal.mul_f64(1.2) + Duration::from_secs(1) + 2 * Duration::from_millis(latency);
    assert!(took <= most, "{place}: took {took:?}, ideal is {ideal:?}: {counts:?}");
}

#[tokio::test(start_paused = true)]
async fn thousand_calls_fit_windows_of_ten_seconds() {
    for (limit, start, latency) in [(166, 0, 50), (83, 9_990, 50), (166, 3_700, 700)] {
        rush(10, limit, start, latency).await;
    }
}

#[tokio::test(start_paused = true)]
async fn thousand_calls_fit_windows_of_other_lengths() {
    for (window, limit, start, latency) in [(60, 500, 3_000, 700), (1, 100, 0, 50), (2, 200, 1_990, 50)] {
        rush(window, limit, start, latency).await;
    }
}

#[tokio::test(start_paused = true)]
async fn without_a_reported_limit_calls_are_not_held_up() {
    let clock = PausedClock::starting_at(Duration::from_secs(1_538_130_000));
    let transport = Scripted::always(json(200, &[], PERSON)).after(Duration::from_millis(50));
    let client: Client = scripted(&transport).clock(clock.clone()).rate_limiting(RateLimiting::Probe).build().unwrap();
    let tasks: Vec<_> = (0..1_000).map(|_| tokio::spawn(find(&client).send())).collect();
    for task in tasks {
        task.await.unwrap().unwrap();
    }
    assert!(clock.elapsed() < Duration::from_millis(150), "{:?}", clock.elapsed());
}

#[tokio::test(start_paused = true)]
async fn call_without_room_before_its_timeout_is_not_sent() {
    let clock = PausedClock::starting_at(Duration::from_secs(1_538_130_000));
    let headers = [
        ("Date", "Fri, 28 Sep 2018 10:20:00 GMT"),
        ("X-RateLimit-Limit", "2"),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", "1538130009"),
    ];
    let transport = Scripted::always(json(200, &headers, PERSON));
    let client: Client = scripted(&transport).clock(clock.clone()).rate_limiting(RateLimiting::Probe).build().unwrap();
    find(&client).await.unwrap();
    let error = find(&client).with_timeout(Duration::from_secs(5)).await.unwrap_err();
    let line = crate::support::canary::checked(&error);
    assert!(error.is_timeout() && !error.may_have_been_processed() && line.contains("nothing was sent"), "{line}");
    assert_eq!((error.attempts(), transport.sent().len()), (0, 1));
    // With time enough it waits for the window.
    find(&client).await.unwrap();
    assert!(
        clock.elapsed() >= Duration::from_secs(9) && clock.elapsed() < Duration::from_secs(10),
        "{:?}",
        clock.elapsed()
    );
}

#[tokio::test(start_paused = true)]
async fn calls_to_a_silent_server_do_not_wait_for_each_other() {
    let clock = PausedClock::starting_at(Duration::from_secs(1_538_130_000));
    let second = Duration::from_secs(1);
    let transport = Scripted::new(|_, _| Err(TransportError::timeout("no response"))).after(second);
    let builder =
        scripted(&transport).clock(clock.clone()).rate_limiting(RateLimiting::Probe).timeout(second).retries(0);
    let client: Client = builder.timeout(3 * second).build().unwrap();
    let calls: Vec<_> = (0..6).map(|_| tokio::spawn(find(&client).send())).collect();
    // One that has less time than the others does not blame a window of which nobody knows.
    tokio::time::sleep(second / 4).await;
    let error = find(&client).with_timeout(second / 4).await.unwrap_err();
    let line = crate::support::canary::checked(&error);
    assert!(error.is_timeout() && line.contains("nothing was sent") && !line.contains("window"), "{line}");
    for call in calls {
        let error = call.await.unwrap().unwrap_err();
        assert_eq!((error.is_timeout(), error.attempts()), (true, 1), "{error}");
    }
    assert_eq!(transport.sent().len(), 6);
    assert!(clock.elapsed() < Duration::from_millis(3_100), "{:?}", clock.elapsed());
}

#[tokio::test(start_paused = true)]
async fn retry_without_room_before_the_timeout_returns_last_error() {
    let clock = PausedClock::starting_at(Duration::from_secs(1_538_130_000));
    let headers = [
        ("Date", "Fri, 28 Sep 2018 10:20:00 GMT"),
        ("X-RateLimit-Limit", "2"),
        ("X-RateLimit-Remaining", "0"),
        ("X-RateLimit-Reset", "1538130009"),
    ];
    let transport = Scripted::always(json(503, &headers, ""));
    let client: Client = scripted(&transport).clock(clock.clone()).rate_limiting(RateLimiting::Probe).build().unwrap();
    let error = find(&client).with_timeout(Duration::from_secs(5)).await.unwrap_err();
    let line = crate::support::canary::checked(&error);
    // Not "nothing was sent": that is true of the retry only.
    assert_eq!((error.status(), error.attempts(), transport.sent().len()), (Some(503), 1, 1), "{line}");
    assert!(line.ends_with("attempt 1 of 3)") && clock.elapsed() < Duration::from_secs(5), "{line}");
}
