//! Calls that are dropped, and the runtimes they run in: cases 17 and 18.

use crate::faults::{PERSON, create, find};
use crate::support::canary::checked;
use crate::support::fault_server::FaultServer;
use crate::support::held_time::until;
use crate::support::manual_clock::ManualClock;
use crate::support::scripted::{Scripted, json};
use crate::support::{builder, scripted, wire};
use intercom_client::Client;
use intercom_client::retry::RateLimiting;
use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::{Context, Poll, Waker};

/// Polls a future so often and drops it; its output if it was done by then.
async fn polled<F: Future>(times: usize, future: F) -> Option<F::Output> {
    let mut future = pin!(future);
    let mut left = times;
    poll_fn(|context| {
        if left == 0 {
            return Poll::Ready(None);
        }
        left -= 1;
        match future.as_mut().poll(context) {
            Poll::Ready(output) => Poll::Ready(Some(output)),
            // The last poll has been: the drop follows, whatever would have woken it.
            Poll::Pending if left == 0 => Poll::Ready(None),
            Poll::Pending => Poll::Pending,
        }
    })
    .await
}

/// Responses 503, then 429, then success, and reports of a rate limit of ten calls.
fn troubled(nth: &Arc<AtomicUsize>) -> Scripted {
    let nth = Arc::clone(nth);
    Scripted::new(move |_, _| {
        let reset = ("X-RateLimit-Reset", "1538130002");
        let headers = [("Date", "Fri, 28 Sep 2018 10:20:00 GMT"), reset];
        Ok(match nth.fetch_add(1, Ordering::SeqCst) {
            0 => json(503, &headers[..1], ""),
            1 => json(429, &headers, ""),
            _ => {
                let limit = [headers[0], headers[1], ("X-RateLimit-Limit", "10"), ("X-RateLimit-Remaining", "9")];
                json(200, &limit, PERSON)
            }
        })
    })
    .yielding(3)
}

#[tokio::test]
async fn case_17_dropped_at_every_await_returns_its_place_back() {
    for cancelled_first in [1, 5] {
        let mut polls = 0;
        loop {
            polls += 1;
            // A new client, so that nothing but the dropped call can hold the limiter's first place.
            let nth = Arc::new(AtomicUsize::new(0));
            let transport = troubled(&nth);
            let client: Client =
                scripted(&transport).clock(ManualClock::new()).rate_limiting(RateLimiting::Probe).build().unwrap();
            let mut finished = false;
            for _ in 0..cancelled_first {
                nth.store(0, Ordering::SeqCst);
                finished = polled(polls, find(&client).send()).await.is_some();
            }
            nth.store(2, Ordering::SeqCst);
            for _ in 0..25 {
                find(&client).await.unwrap_or_else(|error| panic!("after {polls} polls: {error}"));
            }
            if finished {
                break;
            }
        }
        assert!(polls > 10, "dropped at {polls} places only");
    }
}

#[tokio::test]
async fn case_17_dropped_at_every_poll_over_a_socket() {
    let before = tokio::runtime::Handle::current().metrics().num_alive_tasks();
    let script = |number: usize| {
        wire::reply(if number.is_multiple_of(2) { wire::response(503, &[], "") } else { wire::ok(PERSON) })
    };
    let server = FaultServer::start(script);
    let mut polls = 0;
    loop {
        polls += 1;
        let client =
            builder(&server.url()).clock(ManualClock::new()).rate_limiting(RateLimiting::Probe).build().unwrap();
        let call = find(&client).send();
        drop(client);
        if polled(polls, call).await.is_some() {
            break;
        }
        assert!(polls < 200);
    }
    assert!(polls > 3, "dropped at {polls} places only");
    // The tasks of the connections end with their clients.
    until(|| tokio::runtime::Handle::current().metrics().num_alive_tasks() <= before).await;
}

#[tokio::test]
async fn case_17_stream_continues_after_a_dropped_step() {
    for polls in 1..12 {
        let transport = Scripted::new(|nth, _| {
            let next =
                if nth < 2 { format!(r#""http://scripted.test/users?page={}""#, nth + 2) } else { "null".to_owned() };
            Ok(json(200, &[], &format!(r#"{{"users":[{{"id":"{nth}"}}],"pages":{{"next":{next}}}}}"#)))
        })
        .yielding(3);
        let client: Client = scripted(&transport).build().unwrap();
        let mut items = client.users().list().by_item();
        let mut ids = Vec::new();
        for _ in 0..200 {
            match polled(polls, items.next()).await {
                Some(Some(user)) => ids.push(user.unwrap().id.unwrap()),
                Some(None) => break,
                None => {}
            }
        }
        assert_eq!((ids.join(" "), transport.sent().len()), ("0 1 2".to_owned(), 3), "{polls}");
    }
}

#[tokio::test]
async fn case_17_client_dropped_while_its_call_is_under_way() {
    let server = FaultServer::always(wire::reply(wire::ok(PERSON)));
    let client = builder(&server.url()).build().unwrap();
    let call = find(&client).send();
    drop(client);
    call.await.unwrap();
}

#[test]
fn case_18_without_a_runtime_a_call_fails_and_nothing_panics() {
    let client = builder("http://127.0.0.1:9").build().unwrap();
    let limited = builder("https://127.0.0.1:9").rate_limiting(RateLimiting::Probe).build().unwrap();
    for client in [client, limited] {
        let mut call = pin!(find(&client).send());
        let Poll::Ready(Err(error)) = call.as_mut().poll(&mut Context::from_waker(Waker::noop())) else {
            panic!("no response at once");
        };
        let line = checked(&error);
        assert!(error.is_usage() && line.contains("inside a tokio runtime"), "{line}");
        let mut items = pin!(client.users().list().by_item());
        let mut next = pin!(items.next());
        assert!(matches!(next.as_mut().poll(&mut Context::from_waker(Waker::noop())), Poll::Ready(Some(Err(_)))));
    }
}

#[test]
fn case_18_a_runtime_that_lacks_timers_or_io_is_named() {
    use tokio::runtime::Builder;
    let server = FaultServer::always(wire::reply(wire::ok(PERSON)));
    let client = builder(&server.url()).build().unwrap();
    let (mut neither, mut io, mut time) =
        (Builder::new_current_thread(), Builder::new_current_thread(), Builder::new_current_thread());
    for runtime in [&mut neither, io.enable_io(), time.enable_time()] {
        let error = runtime.build().unwrap().block_on(async { create(&client).await.unwrap_err() });
        let line = checked(&error);
        assert!(error.is_usage() && line.contains("enable_all"), "{line}");
        assert!(!error.may_have_been_processed(), "{line}");
    }
    assert!(server.requests().is_empty());
}

#[test]
fn case_18_any_runtime_on_any_thread_one_after_the_other() {
    let server = FaultServer::always((0..10).flat_map(|_| wire::reply(wire::kept(PERSON))).collect());
    let client = builder(&server.url()).build().unwrap();
    // The connections of a runtime end with it; the client opens new ones in the next.
    for _ in 0..2 {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async { find(&client).await.unwrap() });
        runtime.block_on(async { create(&client).await.unwrap() });
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
    runtime.block_on(async { tokio::spawn(create(&client).send()).await.unwrap().unwrap() });
    drop(runtime);
    let other = client.clone();
    std::thread::spawn(move || {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async { create(&other).await.unwrap() });
    })
    .join()
    .unwrap();
    assert_eq!((server.requests().len(), server.connections()), (6, 4));
}
