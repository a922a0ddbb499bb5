//! An import: 1,000 upserts, 16 at a time, against a rate limit. With the default settings no call is lost.

use crate::faults::PERSON;
use crate::support::clocks::PausedClock;
use crate::support::scripted;
use crate::support::scripted::Scripted;
use crate::support::windows::Windows;
use intercom_client::retry::RateLimiting;
use intercom_client::{Client, ClientBuilder, Error};
use intercom_emulator::{Clock, Emulator, RateLimit, Settings};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

const WORKERS: usize = 16;
const UPSERTS: usize = 1_000;

/// Time enough for every call. The default, 60 s, is six windows: where clients do not share what they learn, a few calls in a
/// thousand find six windows full, one after the other, and end with their 429.
const PATIENCE: Duration = Duration::from_secs(3_600);

/// Unix milliseconds at which a window of ten seconds starts.
const START_MILLIS: u64 = 1_538_130_000_000;

/// Upserts users from as many workers as there are clients; returns the errors.
async fn import(clients: Vec<Client>, upserts: usize) -> Vec<Error> {
    let next = Arc::new(AtomicUsize::new(0));
    let workers: Vec<_> = clients
        .into_iter()
        .map(|client| {
            let next = Arc::clone(&next);
            tokio::spawn(async move {
                let mut lost = Vec::new();
                loop {
                    let number = next.fetch_add(1, Ordering::Relaxed);
                    if number >= upserts {
                        return lost;
                    }
                    let user = client.users().create_by_email(format!("u{number}@kiln.example"));
                    lost.extend(user.await.err());
                }
            })
        })
        .collect();
    let mut lost = Vec::new();
    for worker in workers {
        lost.extend(worker.await.unwrap());
    }
    lost
}

/// A server that allows `limit` requests per 10 s, its clock, and builders of clients, in simulated time.
fn limited(limit: u64, start_millis: u64) -> (Arc<Windows>, PausedClock, impl Fn() -> ClientBuilder<Client>) {
    let clock = PausedClock::starting_at(Duration::from_millis(START_MILLIS + start_millis));
    let windows = Arc::new(Windows::new(limit, 10));
    let (server, time) = (Arc::clone(&windows), clock.clone());
    let transport = Scripted::new(move |_, _| Ok(server.response(time.unix(), PERSON)));
    let (transport, time) = (transport.after(Duration::from_millis(50)), clock.clone());
    (windows, clock, move || scripted(&transport).clock(time.clone()))
}

/// The time that an import takes at best: all windows before the last one are full.
fn full_windows(limit: u64) -> Duration {
    Duration::from_secs((UPSERTS as u64).div_ceil(limit) * 10)
}

#[tokio::test(start_paused = true)]
async fn import_keeps_to_the_limit_by_default_and_loses_no_upsert() {
    for (limit, start_millis) in [(80, 0), (80, 9_900), (166, 0), (166, 3_700)] {
        let (windows, clock, builder) = limited(limit, start_millis);
        let client = builder().build().unwrap();
        let lost = import(vec![client; WORKERS], UPSERTS).await;
        assert!(lost.is_empty(), "{limit}: {} lost, such as {}", lost.len(), lost[0]);
        assert_eq!(windows.requests().iter().sum::<u64>() - windows.rejected(), UPSERTS as u64, "{limit}");
        // Clones share what one of them learns, so that none runs into the limit.
        assert_eq!(windows.rejected(), 0, "{limit} from {start_millis} ms: {:?}", windows.requests());
        assert!(clock.elapsed() <= full_windows(limit), "{limit}: {:?}", clock.elapsed());
    }
}

#[tokio::test(start_paused = true)]
async fn response_429_with_a_reset_costs_no_retry() {
    for limit in [80, 166] {
        let (windows, _, builder) = limited(limit, 0);
        // One retry: a 429 that costs one would lose many.
        let client = builder().rate_limiting(RateLimiting::Off).retries(1).timeout(PATIENCE).build().unwrap();
        let lost = import(vec![client; WORKERS], UPSERTS).await;
        assert!(lost.is_empty(), "{limit}: {} lost, such as {}", lost.len(), lost[0]);
        assert!(windows.rejected() > 2 * WORKERS as u64, "{limit}: {} rejected", windows.rejected());
        assert_eq!(windows.requests().iter().sum::<u64>() - windows.rejected(), UPSERTS as u64, "{limit}");
    }
}

#[tokio::test(start_paused = true)]
async fn patient_clients_that_share_a_limit_lose_no_upsert() {
    // Sixteen programs with a client each: none of them knows what the others send.
    let (windows, _, builder) = limited(80, 0);
    let clients = (0..WORKERS).map(|_| builder().timeout(PATIENCE).build().unwrap()).collect();
    let lost = import(clients, UPSERTS).await;
    assert!(lost.is_empty(), "{} lost, such as {}", lost.len(), lost[0]);
    assert_eq!(windows.requests().iter().sum::<u64>() - windows.rejected(), UPSERTS as u64);
}

/// Over sockets and by the real clock, with windows of a second. The time that it takes is not asserted.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn import_into_the_emulator_loses_no_upsert() {
    const UPSERTS: usize = 400;
    for rate_limiting in [RateLimiting::Off, RateLimiting::Learned] {
        let limit = RateLimit::new(166, 1);
        let settings = Settings::default().rate_limit(limit).clock(Clock::RunningFrom(1_538_130_000));
        let emulator = Emulator::builder().settings(settings).start().await.unwrap();
        let client = emulator.client().rate_limiting(rate_limiting).build().unwrap();
        let lost = import(vec![client; WORKERS], UPSERTS).await;
        assert!(lost.is_empty(), "{rate_limiting:?}: {} lost, such as {}", lost.len(), lost[0]);
        let statuses: Vec<u16> = emulator.requests().iter().map(|request| request.status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), UPSERTS, "{rate_limiting:?}");
        assert!(statuses.iter().all(|status| [200, 429].contains(status)), "{rate_limiting:?}");
        let users = emulator.client().rate_limiting(RateLimiting::Off).build().unwrap().counts().app_totals().await;
        assert_eq!(users.unwrap().user.unwrap().count, Some(i64::try_from(UPSERTS).unwrap()), "{rate_limiting:?}");
    }
}
