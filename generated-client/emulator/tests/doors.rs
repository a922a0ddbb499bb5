//! Three doors, one engine: what a client sees does not depend on the door.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use intercom_client::Client;
use intercom_client::examples::EXAMPLES;
use intercom_emulator::{Clock, Emulator, RateLimit, Seed, Settings};
use std::time::Duration;

/// What every example answers, one after the other, without the addresses in it.
async fn answers(emulator: &Emulator) -> Vec<String> {
    let client = emulator.client().build().unwrap();
    let mut answers = Vec::new();
    for example in EXAMPLES {
        emulator.reset().unwrap();
        let outcome = (example.send)(&client).await;
        answers.push(format!("{outcome:?}").replace(&emulator.url(), "URL"));
    }
    answers
}

#[tokio::test]
async fn the_answers_are_the_same_through_both_doors() {
    let builder = || Emulator::builder().seed(Seed::examples());
    let (served, inside) = (builder().start().await.unwrap(), builder().without_socket().unwrap());
    assert!(inside.address().is_none());
    let (served, inside) = (answers(&served).await, answers(&inside).await);
    assert_eq!(served, inside);
    assert!(served.iter().all(|answer| answer.starts_with("Ok(")), "{served:#?}");
}

#[test]
fn the_door_without_a_socket_needs_no_runtime_to_be_made() {
    let emulator = Emulator::in_process();
    let client = emulator.client().build().unwrap();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    let made = runtime.block_on(async { client.tags().create("beta").await }).unwrap();
    assert_eq!(made.name.as_deref(), Some("beta"));
}

#[tokio::test]
async fn other_machines_are_let_in_only_when_told_twice() {
    let open = Settings::default().host("0.0.0.0".parse().unwrap());
    let error = Emulator::start_with(open.clone()).await.unwrap_err();
    assert!(error.to_string().contains("allow it twice"), "{error}");
    let emulator = Emulator::start_with(open.allow_remote()).await.unwrap();
    assert!(emulator.address().unwrap().ip().is_unspecified());
    // `::1` is this machine.
    if let Ok(emulator) = Emulator::start_with(Settings::default().host("::1".parse().unwrap())).await {
        let client = Client::builder().base_url(emulator.url()).access_token("any").build().unwrap();
        client.admins().list().await.unwrap();
    }
}

#[tokio::test]
async fn only_the_pinned_token_is_taken() {
    let emulator = Emulator::start_with(Settings::default().token("right")).await.unwrap();
    let client = |token: &str| Client::builder().base_url(emulator.url()).access_token(token).build().unwrap();
    client("right").admins().list().await.unwrap();
    let error = client("wrong").admins().list().await.unwrap_err();
    assert_eq!(error.status(), Some(401));
    // Neither is kept anywhere that can be read.
    let control = get(&emulator, "/__emulator/state").await + &get(&emulator, "/__emulator/requests").await;
    assert!(!control.contains("right") && !control.contains("wrong"), "{control}");
}

/// The body of a plain GET.
async fn get(emulator: &Emulator, path: &str) -> String {
    common::raw(emulator, common::request("GET", path, &[], "")).await.body
}

#[tokio::test]
async fn an_unknown_version_is_refused_at_the_start() {
    let error = Emulator::start_with(Settings::default().version("7")).await.unwrap_err();
    assert!(error.to_string().contains("1.0, 1.1, 1.2, 1.3, 1.4"), "{error}");
}

#[tokio::test]
async fn the_window_refuses_tells_and_begins_anew() {
    let settings = Settings::default().rate_limit(RateLimit::new(3, 10));
    let emulator = Emulator::builder().settings(settings).without_socket().unwrap();
    let client = emulator.client().retries(0).build().unwrap();
    for left in [2, 1, 0] {
        let answer = client.admins().list().raw().await.unwrap();
        let limit = answer.rate_limit().unwrap();
        assert_eq!((limit.limit, limit.remaining), (Some(3), Some(left)));
    }
    let error = client.admins().list().await.unwrap_err();
    assert!(error.is_rate_limited(), "{error}");
    let reset = error.rate_limit().unwrap().reset.unwrap();
    assert_eq!(reset.unix() % 10, 0);
    assert!(reset.unix() > emulator.now() && reset.unix() <= emulator.now() + 10, "{reset:?}");
    emulator.advance(Duration::from_secs(10));
    client.admins().list().await.unwrap();
}

#[tokio::test]
async fn the_client_waits_for_the_window_of_a_running_clock() {
    let settings = Settings::default().rate_limit(RateLimit::new(2, 1)).clock(Clock::RunningFrom(1_539_604_800));
    let emulator = Emulator::start_with(settings).await.unwrap();
    let client = emulator.client().build().unwrap();
    for _ in 0..5 {
        client.admins().list().await.unwrap();
    }
    let statuses: Vec<u16> = emulator.requests().iter().map(|request| request.status).collect();
    assert_eq!(statuses.iter().filter(|status| **status == 200).count(), 5);
    assert!(statuses.contains(&429), "{statuses:?}");
}

#[tokio::test]
async fn latency_is_added_to_every_answer() {
    let settings = Settings::default().latency(Duration::from_secs(3));
    let emulator = Emulator::builder().settings(settings).without_socket().unwrap();
    let client = emulator.client().retries(0).timeout(Duration::from_millis(50)).build().unwrap();
    assert!(client.admins().list().await.unwrap_err().is_timeout());
}
