//! The transports: a client gets the same responses from each of them.

use crate::raw_http;
use intercom_client::Client;
use intercom_client::examples::EXAMPLES;
use intercom_client::retry::RateLimiting;
use intercom_emulator::{Clock, Emulator, RateLimit, Seed, Settings};
use std::time::Duration;

/// The result of every example in order, without the base URL.
async fn results(emulator: &Emulator) -> Vec<String> {
    let client = emulator.client().build().unwrap();
    let mut results = Vec::new();
    for example in EXAMPLES {
        emulator.reset().unwrap();
        let outcome = (example.send)(&client).await;
        results.push(format!("{outcome:?}").replace(&emulator.url(), "URL"));
    }
    results
}

#[tokio::test]
async fn both_transports_return_the_same_responses() {
    let builder = || Emulator::builder().seed(Seed::examples());
    let (served, inside) = (builder().start().await.unwrap(), builder().without_socket().unwrap());
    assert!(inside.address().is_none());
    let (served, inside) = (results(&served).await, results(&inside).await);
    assert_eq!(served, inside);
    assert!(served.iter().all(|response| response.starts_with("Ok(")), "{served:#?}");
}

#[test]
fn in_process_emulator_needs_no_runtime() {
    let emulator = Emulator::in_process();
    let client = emulator.client().build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let made = runtime.block_on(async { client.tags().create("beta").await }).unwrap();
    assert_eq!(made.name.as_deref(), Some("beta"));
}

#[tokio::test]
async fn remote_host_needs_allow_remote() {
    let open = Settings::default().host("0.0.0.0".parse().unwrap());
    let error = Emulator::builder().settings(open.clone()).start().await.unwrap_err();
    assert!(error.to_string().contains("also set `allow_remote`"), "{error}");
    let emulator = Emulator::builder().settings(open.allow_remote()).start().await.unwrap();
    assert!(emulator.address().unwrap().ip().is_unspecified());
    // `::1` is loopback.
    if let Ok(emulator) = Emulator::builder().settings(Settings::default().host("::1".parse().unwrap())).start().await {
        let client = Client::builder().base_url(emulator.url()).access_token("any").build().unwrap();
        client.admins().list().await.unwrap();
    }
}

#[tokio::test]
async fn only_the_set_token_is_accepted() {
    let emulator = Emulator::builder().settings(Settings::default().token("right")).start().await.unwrap();
    let client = |token: &str| Client::builder().base_url(emulator.url()).access_token(token).build().unwrap();
    client("right").admins().list().await.unwrap();
    let error = client("wrong").admins().list().await.unwrap_err();
    assert_eq!(error.status(), Some(401));
    // Neither token can be read anywhere.
    let control = get(&emulator, "/__emulator/state").await + &get(&emulator, "/__emulator/requests").await;
    assert!(!control.contains("right") && !control.contains("wrong"), "{control}");
}

/// The body of a GET without a credential.
async fn get(emulator: &Emulator, path: &str) -> String {
    raw_http::raw(emulator, raw_http::request("GET", path, &[], "")).await.body
}

#[tokio::test]
async fn unknown_default_version_is_rejected_at_start() {
    let error = Emulator::builder().settings(Settings::default().version("7")).start().await.unwrap_err();
    assert!(error.to_string().contains("1.0, 1.1, 1.2, 1.3, 1.4"), "{error}");
}

#[tokio::test]
async fn rate_limit_window_rejects_reports_and_restarts() {
    let settings = Settings::default().rate_limit(RateLimit::new(3, 10));
    let emulator = Emulator::builder().settings(settings).without_socket().unwrap();
    let client = emulator.client().retries(0).build().unwrap();
    for left in [2, 1, 0] {
        let response = client.admins().list().send_raw().await.unwrap();
        let limit = response.rate_limit().unwrap();
        assert_eq!((limit.limit(), limit.remaining()), (Some(3), Some(left)));
    }
    let error = client.admins().list().await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    let reset = error.rate_limit().unwrap().reset().unwrap();
    assert_eq!(reset.unix() % 10, 0);
    assert!(reset.unix() > emulator.now() && reset.unix() <= emulator.now() + 10, "{reset:?}");
    emulator.advance(Duration::from_secs(10));
    client.admins().list().await.unwrap();
}

#[tokio::test]
async fn client_waits_for_the_rate_limit_window() {
    const START: i64 = 1_539_604_800;
    // Without pacing the client runs into 429 and retries; by default it keeps to the limit of the headers.
    for rate_limiting in [RateLimiting::Off, RateLimiting::Learned] {
        let settings = Settings::default().rate_limit(RateLimit::new(2, 1)).clock(Clock::RunningFrom(START));
        let emulator = Emulator::builder().settings(settings).start().await.unwrap();
        let client = emulator.client().rate_limiting(rate_limiting).build().unwrap();
        for _ in 0..5 {
            client.admins().list().await.unwrap();
        }
        let statuses: Vec<u16> = emulator.requests().iter().map(|request| request.status).collect();
        assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 5);
        assert!(rate_limiting != RateLimiting::Off || statuses.contains(&429), "{statuses:?}");
        // Five requests need three windows.
        assert!(emulator.now() >= START + 2, "{}", emulator.now());
    }
}

#[tokio::test]
async fn latency_delays_every_response() {
    let settings = Settings::default().latency(Duration::from_secs(3));
    let emulator = Emulator::builder().settings(settings).without_socket().unwrap();
    let client = emulator.client().retries(0).attempt_timeout(Duration::from_millis(50)).build().unwrap();
    assert!(client.admins().list().await.unwrap_err().is_timeout());
}
