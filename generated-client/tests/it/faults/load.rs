//! Many calls at once while connections break: case 11, in a process of its own.

use crate::faults::{PERSON, find};
use crate::support::fault_server::{FaultServer, Step};
use crate::support::held_time::until;
use crate::support::{builder, child, wire};
use intercom_client::Error;
use intercom_client::retry::RetryPolicy;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const CALLS: usize = 1_000;

/// Open files of this process.
fn files() -> Option<usize> {
    Some(std::fs::read_dir("/proc/self/fd").ok()?.count())
}

/// Sends a thousand calls at once; of the connections so many in a hundred are reset. The calls that failed, and how many
/// requests there were.
async fn rush(resets_in_hundred: usize) -> (Vec<Error>, usize) {
    let server = FaultServer::start(move |number| match number % 100 {
        place if place < resets_in_hundred => vec![Step::ReadRequest, Step::Reset],
        // It says that it closes: else a call could also meet a connection that was closed behind the response before.
        _ => wire::reply(wire::ok(PERSON)),
    });
    let policy = RetryPolicy::new().backoff(Duration::from_millis(20));
    let attempts = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&attempts);
    let client = builder(&server.url())
        .retry_policy(policy)
        .observe(move |event| {
            if matches!(event, intercom_client::CallEvent::Sending { .. }) {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        })
        .build()
        .unwrap();
    let tasks: Vec<_> = (0..CALLS).map(|_| tokio::spawn(find(&client).send())).collect();
    let mut failed = Vec::new();
    for task in tasks {
        failed.extend(task.await.unwrap().err());
    }
    (failed, attempts.load(Ordering::SeqCst))
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn case_11_a_thousand_calls_at_once_while_connections_break() {
    if child::part().is_none() {
        child::run("faults::load::case_11_a_thousand_calls_at_once_while_connections_break", "client", &[]);
        return;
    }
    let before = files();
    let (failed, attempts) = rush(5).await;
    // One in twenty breaks: three attempts bring nearly all through.
    assert!(failed.len() <= 5, "{} failed: {failed:#?}", failed.len());
    assert!(attempts > CALLS && attempts <= CALLS * 12 / 10 + 10, "{attempts} attempts");
    // Nearly all break: the budget keeps the attempts down.
    let (failed, attempts) = rush(90).await;
    assert!(failed.len() >= CALLS / 2, "{} failed", failed.len());
    assert!(attempts <= CALLS * 12 / 10 + 10, "{attempts} attempts");
    // The sockets are closed as soon as the tasks of their connections have ended.
    until(|| files() <= before.map(|files| files + 4)).await;
}
