//! How long the client waits: cases 19 and 21 to 23. No test waits.

use crate::faults::{PERSON, create, find};
use crate::support::canary::checked;
use crate::support::clocks::PausedClock;
use crate::support::manual_clock::{ManualClock, START};
use crate::support::scripted;
use crate::support::scripted::{Scripted, json};
use intercom_client::retry::RetryPolicy;
use intercom_client::time::Timestamp;
use intercom_client::transport::TransportError;
use intercom_client::{CallEvent, Client, Error};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// The manual clock's start as servers write it.
pub(super) const DATE: &str = "Fri, 28 Sep 2018 10:20:00 GMT";

const LIMITED: &str =
    r#"{"type":"error.list","errors":[{"code":"rate_limit_exceeded","message":"Exceeded rate limit"}]}"#;

/// The first request is rejected, the others come through.
pub(super) fn once(status: u16, headers: &[(&str, &str)]) -> Scripted {
    let rejected = json(status, headers, LIMITED);
    Scripted::new(move |nth, _| Ok(if nth == 0 { rejected.clone() } else { json(200, &[], PERSON) }))
}

pub(super) fn client(transport: &Scripted, clock: &ManualClock) -> Client {
    scripted(transport).clock(clock.clone()).build().unwrap()
}

/// What a call makes of one rejection: its waits, or its error.
pub(super) async fn outcome(status: u16, headers: &[(&str, &str)]) -> (Vec<Duration>, Option<Error>) {
    let (transport, clock) = (once(status, headers), ManualClock::new());
    let error = find(&client(&transport, &clock)).await.err();
    assert_eq!(transport.sent().len(), 1 + clock.waits().len());
    (clock.waits(), error)
}

pub(super) fn seconds(seconds: f64) -> Duration {
    Duration::from_secs_f64(seconds)
}

#[tokio::test]
async fn case_19_rate_limit_is_waited_out_until_its_reset() {
    let reset = (START + 2).to_string();
    for headers in [&[("X-RateLimit-Reset", reset.as_str())][..], &[("X-RateLimit-Reset", &reset), ("Date", DATE)]] {
        let (transport, clock) = (once(429, headers), ManualClock::new());
        let found = find(&client(&transport, &clock)).send_full().await.unwrap();
        assert_eq!((found.raw().attempts(), transport.sent().len()), (2, 2));
        let waits = clock.waits();
        assert!(waits.len() == 1 && waits[0] >= seconds(2.0) && waits[0] <= seconds(2.5), "{waits:?}");

        // Nothing was done yet, so that a POST may be retried too.
        let (transport, clock) = (once(429, headers), ManualClock::new());
        create(&client(&transport, &clock)).await.unwrap();
        assert_eq!((transport.sent().len(), clock.waits().len()), (2, 1));
    }
}

#[tokio::test]
async fn case_19_rate_limit_headers_reach_responses_and_errors() {
    let headers = [("X-RateLimit-Limit", "166"), ("X-RateLimit-Remaining", "0"), ("X-RateLimit-Reset", "1538130002")];
    let transport = Scripted::always(json(429, &headers, LIMITED));
    let clock = ManualClock::new();
    let client = client(&transport, &clock);
    let error = find(&client).await.unwrap_err();
    let rate = error.rate_limit().unwrap();
    assert_eq!(
        (rate.limit(), rate.remaining(), rate.reset().map(Timestamp::unix)),
        (Some(166), Some(0), Some(1_538_130_002))
    );
    assert!(error.is_rate_limited() && !error.may_have_been_processed(), "{}", checked(&error));
    // It costs no retry: it is waited out until the timeout of the call.
    assert!(error.attempts() > 3 && error.attempts() as usize == transport.sent().len(), "{}", checked(&error));
    assert!(clock.waits().iter().sum::<Duration>() <= Duration::from_secs(60));

    let unusual = [("X-RateLimit-Limit", "-1"), ("X-RateLimit-Remaining", "many"), ("X-RateLimit-Reset", "")];
    let client = self::client(&Scripted::always(json(200, &unusual, PERSON)), &ManualClock::new());
    assert_eq!(find(&client).send_full().await.unwrap().raw().rate_limit(), None);
}

#[tokio::test]
async fn case_21_limit_of_jobs_is_reported_at_once() {
    let body = r#"{"type":"error.list","errors":[{"code":"rate_limit_exceeded","message":"Too many bulk jobs"}]}"#;
    let transport = Scripted::always(json(429, &[], body));
    let clock = ManualClock::new();
    let client = client(&transport, &clock);
    let error = create(&client).await.unwrap_err();
    let line = checked(&error);
    assert!(error.is_rate_limited() && error.retry_at().is_none() && !error.may_have_been_processed(), "{line}");
    assert!(line.contains("429 rate_limit_exceeded: Too many bulk jobs"), "{line}");
    assert_eq!((error.attempts(), transport.sent().len(), clock.waits().len()), (1, 1, 0));
    assert_eq!(find(&client).await.unwrap_err().attempts(), 1);
}

/// A hundred calls are rejected at once; when do they come back?
async fn storm(status: u16, headers: &'static [(&'static str, &'static str)]) -> Vec<Duration> {
    let clock = PausedClock::starting_at(Duration::from_secs(START));
    let second: Arc<Mutex<Vec<Duration>>> = Arc::default();
    let arrivals = Arc::clone(&second);
    let seen = clock.clone();
    let transport = Scripted::new(move |nth, _| {
        if nth < 100 {
            return Ok(json(status, headers, LIMITED));
        }
        arrivals.lock().unwrap().push(seen.elapsed());
        Ok(json(200, &[], PERSON))
    });
    let client: Client = scripted(&transport).clock(clock).build().unwrap();
    let calls: Vec<_> = (0..100).map(|_| tokio::spawn(find(&client).send())).collect();
    for call in calls {
        // A budget for ten retries and a fifth per call does not pay for a hundred; rate limits are free.
        let _ = call.await.unwrap();
    }
    second.lock().unwrap().clone()
}

/// Fails if a tenth of the span has more than a third of the arrivals.
fn assert_spread(arrivals: &[Duration], from: f64, until: f64) {
    let mut tenths = [0; 10];
    for arrival in arrivals {
        let part = (arrival.as_secs_f64() - from) / (until - from);
        assert!((-0.001..=1.01).contains(&part), "{arrival:?} is not from {from} to {until}");
        tenths[((part.max(0.0) * 10.0) as usize).min(9)] += 1;
    }
    let most = arrivals.len() / 3;
    assert!(tenths.iter().all(|tenth| *tenth <= most), "{tenths:?}");
    assert!(tenths.iter().filter(|tenth| **tenth > 0).count() >= 6, "{tenths:?}");
}

#[tokio::test(start_paused = true)]
async fn case_22_retries_of_a_hundred_calls_are_spread_out() {
    let arrivals = storm(429, &[("Date", DATE), ("X-RateLimit-Reset", "1538130004")]).await;
    assert_eq!(arrivals.len(), 100);
    assert_spread(&arrivals, 4.0, 5.0);
    // Few of a storm are retried: of one alone, a third in one tenth would be chance.
    let mut arrivals = Vec::new();
    for _ in 0..8 {
        let of_one = storm(503, &[]).await;
        assert!(of_one.len() >= 29, "{}", of_one.len());
        arrivals.extend(of_one);
    }
    assert_spread(&arrivals, 0.0, 0.5);
}

#[tokio::test]
async fn observer_is_notified_of_each_attempt_and_wait() {
    let clock = ManualClock::new();
    let passing = clock.clone();
    let transport = Scripted::new(move |nth, _| {
        passing.advance(seconds(2.0));
        match nth {
            0 => Err(TransportError::broken("the connection broke")),
            1 => Ok(json(503, &[("Retry-After", "3")], "{}")),
            _ => Ok(json(200, &[], PERSON)),
        }
    });
    let heard: Arc<Mutex<Vec<String>>> = Arc::default();
    let hears = heard.clone();
    let client: Client = scripted(&transport)
        .clock(clock.clone())
        .observe(move |event| {
            hears.lock().unwrap().push(match event {
                CallEvent::Sending { function, attempt } => format!("{}: attempt {attempt}", function.name),
                CallEvent::Response { function, attempt, status, bytes, time } => {
                    format!("{}: attempt {attempt} got {status}, {bytes} bytes after {time:?}", function.name)
                }
                CallEvent::Failed { function, attempt, time, message } => {
                    format!("{}: attempt {attempt} failed after {time:?}: {message}", function.name)
                }
                CallEvent::Waiting { function, attempt, time } => {
                    format!("{}: after attempt {attempt}, {time:?}", function.name)
                }
                other => panic!("{other:?}"),
            });
        })
        .build()
        .unwrap();
    let name = find(&client).send_full().await.unwrap().raw().function().name;
    let waits = clock.waits();
    let expected = [
        "attempt 1".to_owned(),
        "attempt 1 failed after 2s: the connection broke".to_owned(),
        format!("after attempt 1, {:?}", waits[0]),
        "attempt 2".to_owned(),
        "attempt 2 got 503, 2 bytes after 2s".to_owned(),
        "after attempt 2, 3s".to_owned(),
        "attempt 3".to_owned(),
        format!("attempt 3 got 200, {} bytes after 2s", PERSON.len()),
    ]
    .map(|line| format!("{name}: {line}"));
    assert_eq!(*heard.lock().unwrap(), expected);
    assert_eq!((waits.len(), waits[1]), (2, seconds(3.0)));
}

#[tokio::test]
async fn case_23_policy_of_one_call_sets_retries_and_budget() {
    let down = || Scripted::always(json(503, &[], ""));
    let free = RetryPolicy::new().retries(4).budgeted(false);
    let transport = down();
    let client = client(&transport, &ManualClock::new());
    // The budget of a new client is soon used up; who does not ask it goes on.
    for _ in 0..20 {
        find(&client).await.unwrap_err();
    }
    let mut attempts = 0;
    for _ in 0..5 {
        attempts += find(&client).await.unwrap_err().attempts();
    }
    assert_eq!(attempts, 6, "one call in five is repeated");
    assert_eq!(find(&client).with_retry_policy(free).await.unwrap_err().attempts(), 5);
    assert_eq!(find(&client).with_retry_policy(free).with_retries(1).await.unwrap_err().attempts(), 2);
    let clock = ManualClock::new();
    let quick = free.max_backoff(Duration::from_millis(3));
    let client = scripted(&down()).clock(clock.clone()).build().unwrap();
    find(&client).with_retry_policy(quick).await.unwrap_err();
    assert!(clock.waits().len() == 4 && clock.waits().iter().all(|wait| *wait <= Duration::from_millis(3)));
}
