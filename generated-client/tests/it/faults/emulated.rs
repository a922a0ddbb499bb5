//! The emulator's faults, where no raw socket is needed: the complete client against a server that keeps state, so that what
//! was done, and how often, can be looked up afterwards.

use crate::faults::{create, find};
use crate::support::builder;
use crate::support::canary::{EMAIL, checked};
use crate::support::held_time::{HeldTime, until};
use crate::support::manual_clock::ManualClock;
use crate::support::shared_time::SharedTime;
use intercom_client::error::ErrorKind;
use intercom_client::paging::Items;
use intercom_client::retry::RateLimiting;
use intercom_client::types::UserScroll;
use intercom_client::{Client, Error, Pending};
use intercom_emulator::{Clock, Emulator, Fault, FaultRule, RateLimit, Reset, Seed, Settings};
use std::collections::BTreeMap;
use std::ops::RangeInclusive;
use std::sync::Arc;
use std::time::Duration;

/// An emulator with the person whom [`find`] looks for, and 130 more.
async fn emulator() -> Emulator {
    let seed = format!("users: [{{ user_id: known, email: {EMAIL} }}]\ngenerate: {{ users: 130 }}\n");
    Emulator::builder().seed(Seed::parse(&seed).unwrap()).start().await.unwrap()
}

/// A patient client: a machine may be busy.
fn client(emulator: &Emulator, clock: &ManualClock) -> Client {
    builder(&emulator.url()).clock(clock.clone()).max_body(1 << 20).build().unwrap()
}

/// A rule for the calls of [`find`] and [`create`].
fn always(fault: Fault) -> [FaultRule; 2] {
    [("getSingleUser", None), ("createLead", None)].map(|(function, first)| rule(function, first, fault.clone()))
}

fn rule(function: &str, first: Option<u64>, fault: Fault) -> FaultRule {
    let rule = FaultRule::new(fault).function(function);
    match first {
        Some(count) => rule.first(count),
        None => rule,
    }
}

/// How many leads [`create`] has made.
async fn leads(emulator: &Emulator) -> Option<i64> {
    emulator.clear_faults();
    emulator.client().build().unwrap().counts().app_totals().await.unwrap().lead.unwrap().count
}

/// What becomes of both calls under a fault: their errors, how many requests arrived, and how many leads there are then.
async fn both(fault: Fault) -> (Error, Error, usize, i64) {
    let (emulator, clock) = (emulator().await, ManualClock::new());
    let client = client(&emulator, &clock);
    always(fault.clone()).into_iter().for_each(|rule| emulator.add_fault(rule));
    let errors = if fault == Fault::Hang {
        let found = hanging(&emulator, 1..=3, find(&client).send()).await;
        (found, hanging(&emulator, 4..=4, create(&client).send()).await)
    } else {
        (find(&client).await.unwrap_err(), create(&client).await.unwrap_err())
    };
    for error in [&errors.0, &errors.1] {
        checked(error);
    }
    let requests = emulator.take_requests().len();
    (errors.0, errors.1, requests, leads(&emulator).await.unwrap())
}

/// The error of a call that gets no response. The time of an attempt is over as soon as its request has been processed.
async fn hanging<T>(emulator: &Emulator, requests: RangeInclusive<usize>, call: Pending<T>) -> Error
where
    T: Send + 'static,
    Pending<T>: Future<Output = Result<T, Error>>,
{
    let time = HeldTime::new();
    // Only now: elsewhere the emulator itself has to wait.
    tokio::time::pause();
    let call = tokio::spawn(call);
    for request in requests {
        until(|| emulator.requests().len() >= request).await;
        time.pass(Duration::from_secs(31)).await;
    }
    let error = call.await.unwrap().err().unwrap();
    tokio::time::resume();
    error
}

#[tokio::test]
async fn case_05_lost_response_may_have_been_processed_and_acts_once() {
    for (fault, kind) in [
        (Fault::Hang, ErrorKind::Timeout),
        (Fault::Reset(Reset::After), ErrorKind::Transport),
        (Fault::Reset(Reset::AtByte(30)), ErrorKind::Transport),
        (Fault::Truncate(20), ErrorKind::Transport),
    ] {
        let (found, created, requests, leads) = both(fault.clone()).await;
        assert_eq!((found.kind(), created.kind()), (kind, kind), "{fault:?}");
        assert_eq!((found.attempts(), created.attempts(), requests), (3, 1, 4), "{fault:?}");
        assert!(!found.may_have_been_processed() && created.may_have_been_processed(), "{fault:?}");
        assert_eq!(leads, 1, "{fault:?}");
    }
}

#[tokio::test]
async fn case_13_redirect_of_a_server_is_not_followed() {
    let (found, created, requests, leads) = both(Fault::Redirect("http://elsewhere.example/?secret".to_owned())).await;
    assert_eq!((found.status(), created.status(), requests, leads), (Some(302), Some(302), 2, 0));
    assert!(found.to_string().contains("elsewhere.example") && !found.to_string().contains("secret"));
}

#[tokio::test]
async fn case_15_huge_response_of_a_server_that_acted() {
    let (found, created, _, leads) = both(Fault::HugeBody(5_000_000)).await;
    assert_eq!((found.kind(), created.kind()), (ErrorKind::TooLarge, ErrorKind::TooLarge));
    assert!(!found.may_have_been_processed() && created.may_have_been_processed());
    assert_eq!(leads, 1);
}

#[tokio::test]
async fn case_16_corrupt_gzip_of_a_server_that_acted() {
    let (found, created, _, leads) = both(Fault::CorruptGzip).await;
    assert!(found.is_decode() && created.is_decode());
    assert_eq!((created.status(), created.may_have_been_processed(), leads), (Some(200), true, 1));
}

#[tokio::test]
async fn case_19_rate_limited_call_waits_once_and_acts_once() {
    let (emulator, clock) = (emulator().await, ManualClock::new());
    emulator.add_fault(rule("createLead", Some(1), Fault::RateLimit(2)));
    let client = client(&emulator, &clock);
    let response = create(&client).send_full().await.unwrap();
    assert_eq!(response.raw().attempts(), 2);
    let waits = clock.waits();
    assert!(matches!(waits[..], [wait] if (2.0..=2.5).contains(&wait.as_secs_f64())), "{waits:?}");
    assert_eq!(leads(&emulator).await, Some(1));
}

#[tokio::test]
async fn case_23_unavailable_twice_and_then_not() {
    let (emulator, clock) = (emulator().await, ManualClock::new());
    for function in ["getSingleUser", "createLead"] {
        emulator.add_fault(rule(function, Some(2), Fault::Status(503)));
    }
    let client = client(&emulator, &clock);
    let found = find(&client).send_full().await.unwrap();
    assert_eq!(found.raw().attempts(), 3);
    let error = create(&client).await.unwrap_err();
    assert_eq!((error.attempts(), error.may_have_been_processed()), (1, true));
}

#[tokio::test]
async fn case_24_page_of_a_gateway_keeps_its_status() {
    let (found, created, requests, leads) = both(Fault::Html(504)).await;
    assert_eq!((found.status(), created.status(), requests, leads), (Some(504), Some(504), 4, 0));
    assert!(found.request_id().is_some() && found.body().unwrap().starts_with(b"<html>"));
    assert!(created.may_have_been_processed());
}

#[tokio::test]
async fn case_25_broken_json_of_a_server_that_acted() {
    let (found, created, requests, leads) = both(Fault::BadJson).await;
    assert!(found.is_decode() && created.is_decode());
    assert_eq!((found.attempts(), requests, leads), (1, 2, 1));
    assert!(created.may_have_been_processed());
}

#[tokio::test]
async fn case_27_each_status_of_a_server_has_its_predicate() {
    type Is = fn(&Error) -> bool;
    let predicates: [(u16, Is); 5] = [
        (401, Error::is_unauthorized),
        (403, Error::is_forbidden),
        (404, Error::is_not_found),
        (409, Error::is_conflict),
        (429, Error::is_rate_limited),
    ];
    for (status, is) in predicates {
        let fault = if status == 429 { Fault::RateLimit(3_600) } else { Fault::Status(status) };
        let (found, created, _, leads) = both(fault).await;
        // After a 429 with an hour to wait, the client keeps the next call back.
        let sent = if status == 429 { 0 } else { 1 };
        for (error, errors) in [(found, 1), (created, sent)] {
            assert!(is(&error), "{error}");
            assert_eq!((error.errors().len(), error.attempts() as usize), (errors, errors), "{error}");
            assert!(!error.may_have_been_processed() && (status != 429 || error.retry_at().is_some()), "{error}");
        }
        assert_eq!(leads, 0);
    }
}

#[tokio::test]
async fn case_28_extra_missing_and_null_members_decode() {
    for fault in [
        Fault::ExtraFields,
        Fault::MissingField("id".to_owned()),
        Fault::NullField("custom_attributes".to_owned()),
        Fault::UnknownEnum("type".to_owned()),
    ] {
        let (emulator, clock) = (emulator().await, ManualClock::new());
        always(fault.clone()).into_iter().for_each(|rule| emulator.add_fault(rule));
        let client = client(&emulator, &clock);
        let user = find(&client).await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
        assert_eq!(user.user_id.as_deref(), Some("known"), "{fault:?}");
        create(&client).await.unwrap_or_else(|error| panic!("{fault:?}: {error}"));
    }
}

#[tokio::test]
async fn case_34_stream_over_a_server_that_fails_amid_it() {
    let (emulator, clock) = (emulator().await, ManualClock::new());
    emulator.add_fault(FaultRule::new(Fault::Status(500)).function("getUsers").call(3));
    let client = builder(&emulator.url()).clock(clock.clone()).retries(0).build().unwrap();
    let mut users = client.users().list().per_page("50").by_item();
    let mut ids = Vec::new();
    let mut errors = 0;
    while let Some(user) = users.next().await {
        match user {
            Ok(user) => ids.push(user.id.unwrap()),
            Err(_) => {
                errors += 1;
                assert!(users.next().await.is_none(), "the stream ends at its error");
                users.resume();
            }
        }
    }
    // The page that failed is asked for again, and nobody is missing or there twice.
    assert_eq!((ids.len(), errors, emulator.requests().len()), (131, 1, 4));
    ids.sort();
    ids.dedup();
    assert_eq!(ids.len(), 131);
}

/// The ids that a stream yields, up to its end or an error.
async fn ids(users: &mut Items<UserScroll>) -> (Vec<String>, Option<Error>) {
    let mut ids = Vec::new();
    while let Some(user) = users.next().await {
        match user {
            Ok(user) => ids.push(user.id.unwrap()),
            Err(error) => return (ids, Some(error)),
        }
    }
    (ids, None)
}

#[tokio::test]
async fn case_34_scroll_that_expires_is_an_error_not_the_end() {
    for (seconds, expires) in [(0, false), (50, false), (61, true), (120, true)] {
        let (emulator, clock) = (emulator().await, ManualClock::new());
        let mut users = client(&emulator, &clock).users().scroll().by_item();
        for _ in 0..100 {
            users.next().await.unwrap().unwrap();
        }
        // Only the server's clock knows.
        emulator.advance(Duration::from_secs(seconds));
        let (rest, error) = ids(&mut users).await;
        assert_eq!((rest.len(), error.is_some()), if expires { (0, true) } else { (31, false) }, "{seconds} s");
        if let Some(error) = error {
            let line = checked(&error);
            assert!(error.is_not_found() && line.ends_with("start over"), "{line}");
            // Nothing would change if it were asked for again.
            let requests = emulator.requests().len();
            assert!(users.next().await.is_none() && emulator.requests().len() == requests);
            assert_eq!(ids(&mut client(&emulator, &clock).users().scroll().by_item()).await.0.len(), 131);
        }
    }
}

#[tokio::test]
async fn case_35_server_s_clock_that_is_hours_off() {
    for skew in [-3_600, 3_600] {
        let (emulator, clock) = (emulator().await, ManualClock::new());
        emulator.add_fault(rule("createLead", Some(1), Fault::RateLimit(2)));
        emulator.add_fault(rule("getSingleUser", None, Fault::ClockSkew(skew)));
        let client = client(&emulator, &clock);
        find(&client).await.unwrap();
        create(&client).await.unwrap();
        assert!(clock.waits().iter().all(|wait| wait.as_secs_f64() <= 2.5), "{skew}: {:?}", clock.waits());
    }
}

/// The limiter of a client against a server that really counts: two hundred tasks make twice as many calls as a window
/// allows, over sockets and on several threads, where responses are read in any order. Nothing is rejected, and no window is
/// left before it is full. Time passes for both only when all tasks wait: a slow machine makes no difference.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_thousand_calls_fill_the_windows_of_a_server_that_counts() {
    const TASKS: usize = 200;
    const CALLS: usize = 1_000;
    const WINDOW: u64 = 10;
    let begin = 200_000 * i64::try_from(WINDOW).unwrap();
    let limit = RateLimit::new(CALLS as u64 / 2, WINDOW);
    let settings = Settings::default().rate_limit(limit).clock(Clock::Fixed(begin));
    let emulator = Arc::new(Emulator::builder().settings(settings).start().await.unwrap());
    let server = Arc::clone(&emulator);
    let clock = SharedTime::new(begin.unsigned_abs(), TASKS, move |step| server.advance(step));
    let client = emulator.client().rate_limiting(RateLimiting::Probe).retries(0).clock(clock.clone()).build().unwrap();
    let tasks = (0..TASKS).map(|_| {
        let (client, clock) = (client.clone(), clock.clone());
        tokio::spawn(async move {
            let mut resets = Vec::new();
            for _ in 0..CALLS / TASKS {
                let response = client.admins().list().send_full().await.unwrap();
                resets.push(response.raw().rate_limit().unwrap().reset().unwrap().unix());
            }
            clock.task_ended();
            resets
        })
    });
    let mut windows: BTreeMap<i64, usize> = BTreeMap::new();
    for task in tasks.collect::<Vec<_>>() {
        for reset in task.await.unwrap() {
            *windows.entry(reset - begin).or_default() += 1;
        }
    }
    let requests = emulator.requests();
    assert!(requests.len() == CALLS && requests.iter().all(|request| request.status == 200));
    // By the seconds at which they end.
    assert_eq!(windows, BTreeMap::from([(10, CALLS / 2), (20, CALLS / 2)]));
}
