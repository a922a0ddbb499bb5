//! Control of a running emulator, over HTTP.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::{raw, request, send};
use intercom_emulator::{Emulator, Seed};
use serde_json::{Value, json};

async fn control(emulator: &Emulator, method: &str, name: &str, body: &str) -> Value {
    let answer = raw(emulator, request(method, &format!("/__emulator/{name}"), &[], body)).await;
    assert_eq!(answer.status, 200, "{method} {name}: {}", answer.body);
    answer.json()
}

#[tokio::test]
async fn the_index_names_what_there_is() {
    let emulator = Emulator::start().await.unwrap();
    let index = control(&emulator, "GET", "", "").await;
    assert_eq!(index["functions"], 83);
    let routes = index["routes"].as_array().unwrap();
    for name in ["requests", "state", "reset", "seed", "faults", "clock"] {
        let route = format!("/__emulator/{name}");
        assert!(routes.iter().any(|known| known["route"].as_str().unwrap().ends_with(&route)), "{route}");
    }
    for (method, name, status) in [("GET", "nothing", 404), ("DELETE", "clock", 405), ("POST", "clock", 400)] {
        raw(&emulator, request(method, &format!("/__emulator/{name}"), &[], "{}")).await.error(status);
    }
    let refused = raw(&emulator, request("DELETE", "/__emulator/clock", &[], "")).await;
    assert_eq!(refused.header("allow"), Some("GET, POST"));
}

#[tokio::test]
async fn requests_are_told_and_forgotten() {
    let emulator = Emulator::start().await.unwrap();
    send(&emulator, "POST", "/tags", r#"{"name":"beta"}"#).await;
    let requests = control(&emulator, "GET", "requests", "").await;
    assert_eq!(requests[0]["function"], "createTag");
    assert_eq!(requests[0]["body"], json!({"name": "beta"}));
    assert_eq!(requests[0]["status"], 200);
    // The token is not there, but its digest's beginning is.
    assert_eq!(requests[0]["credential"].as_str().unwrap().len(), 8);
    assert!(!requests.to_string().contains("Bearer any"), "{requests}");
    control(&emulator, "DELETE", "requests", "").await;
    assert_eq!(control(&emulator, "GET", "requests", "").await, json!([]));
}

#[tokio::test]
async fn secrets_are_not_told() {
    let emulator = Emulator::start().await.unwrap();
    let body = r#"{"client_id":"emulated-app","client_secret":"emulated-secret","code":"c0de"}"#;
    raw(&emulator, request("POST", "/auth/eagle/token", &["cookie: session=canary"], body)).await;
    let subscription = r#"{"url":"http://127.0.0.1:9/","topics":["user.created"],"hub_secret":"canary"}"#;
    send(&emulator, "POST", "/subscriptions", subscription).await;
    let told = control(&emulator, "GET", "requests", "").await;
    assert_eq!(told[0]["body"]["client_id"], "emulated-app");
    assert_eq!((&told[0]["body"]["client_secret"], &told[1]["body"]["hub_secret"]), (&json!("…"), &json!("…")));
    let told = told.to_string();
    assert!(!told.contains("emulated-secret") && !told.contains("canary"), "{told}");
    // A request that fits no function, or leaves out what is required, has them all the same.
    let form = "content-type: application/x-www-form-urlencoded";
    raw(
        &emulator,
        request("POST", "/auth/eagle/token?client_secret=canary&code=canary", &[form], "client_secret=canary"),
    )
    .await
    .error(422);
    for (method, target) in [("POST", "/subscriptions"), ("PUT", "/subscriptions/x"), ("PATCH", "/subscriptions")] {
        send(&emulator, method, target, r#"{"hub_secret":"canary","nested":[{"hub_secret":"canary"}]}"#).await;
    }
    let told = control(&emulator, "GET", "requests", "").await.to_string();
    assert!(!told.contains("canary") && told.contains(r#"["code","…"]"#), "{told}");
    // What there is of it in the workspace is a digest, but for the secret that signs.
    let state = control(&emulator, "GET", "state", "").await.to_string();
    assert!(!state.contains("emulated-secret") && !state.contains("c0de"), "{state}");
}

#[tokio::test]
async fn the_state_is_read_put_back_and_reset() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let before = control(&emulator, "GET", "state", "").await;
    send(&emulator, "DELETE", "/users/6a1f0c2be4b0d94c5e7a1101", "").await;
    send(&emulator, "GET", "/users?user_id=u-4711", "").await.error(404);
    control(&emulator, "PUT", "state", &before.to_string()).await;
    assert_eq!(send(&emulator, "GET", "/users?user_id=u-4711", "").await.json()["name"], "Ines Prado");
    assert_eq!(control(&emulator, "GET", "state", "").await, before);

    send(&emulator, "DELETE", "/users/6a1f0c2be4b0d94c5e7a1101", "").await;
    control(&emulator, "POST", "reset", "").await;
    assert_eq!(control(&emulator, "GET", "state", "").await, before);

    // Half a state is none, and what was there stays.
    let broken = json!({"workspace": {"id_code": "x"}}).to_string();
    raw(&emulator, request("PUT", "/__emulator/state", &[], &broken)).await.error(400);
    assert_eq!(control(&emulator, "GET", "state", "").await, before);
}

#[tokio::test]
async fn seed_data_is_added_whole_or_not_at_all() {
    let emulator = Emulator::start().await.unwrap();
    let seed = "companies: [{ company_id: c-1, name: One }]\nusers: [{ user_id: u-1, companies: [c-1] }]\n";
    control(&emulator, "POST", "seed", seed).await;
    assert_eq!(send(&emulator, "GET", "/companies?company_id=c-1", "").await.json()["user_count"], 1);
    let wrong = "users: [{ user_id: u-2 }, { user_id: u-1 }]";
    let (_, message, _) = raw(&emulator, request("POST", "/__emulator/seed", &[], wrong)).await.error(400);
    assert!(message.contains("`u-1`"), "{message}");
    send(&emulator, "GET", "/users?user_id=u-2", "").await.error(404);
    // What is there already may be spoken of.
    control(&emulator, "POST", "seed", "notes: [{ person: { user: u-1 }, body: Hello }]").await;
}

#[tokio::test]
async fn faults_are_added_replaced_and_removed() {
    let emulator = Emulator::start().await.unwrap();
    control(&emulator, "POST", "faults", r#"{"when":{"function":"getAdmins"},"fault":{"status":503}}"#).await;
    send(&emulator, "GET", "/admins", "").await.error(503);
    control(&emulator, "PUT", "faults", "- when: { path: /me }\n  fault: { status: 500 }\n").await;
    assert_eq!(send(&emulator, "GET", "/admins", "").await.status, 200);
    send(&emulator, "GET", "/me", "").await.error(500);
    let rules = control(&emulator, "GET", "faults", "").await;
    assert_eq!(rules, json!([{"when": {"path": "/me"}, "fault": {"status": 500}}]));
    control(&emulator, "DELETE", "faults", "").await;
    assert_eq!(send(&emulator, "GET", "/me", "").await.status, 200);
    let wrong = r#"{"when":{"function":"nope"},"fault":"hang"}"#;
    raw(&emulator, request("POST", "/__emulator/faults", &[], wrong)).await.error(400);
}

#[tokio::test]
async fn the_clock_is_set_and_advanced() {
    let emulator = Emulator::start().await.unwrap();
    assert_eq!(control(&emulator, "GET", "clock", "").await, json!({"now": 1_539_604_800, "runs": false}));
    let advanced = control(&emulator, "POST", "clock", r#"{"advance": 90}"#).await;
    assert_eq!(advanced["now"], 1_539_604_890);
    assert_eq!(send(&emulator, "POST", "/companies", r#"{"name":"One"}"#).await.json()["created_at"], 1_539_604_890);
    assert_eq!(control(&emulator, "POST", "clock", r#"{"set": 5}"#).await["now"], 5);
    control(&emulator, "POST", "clock", r#"{"advance": 1e300}"#).await;
    control(&emulator, "POST", "clock", r#"{"advance": 1e300}"#).await;
    assert_eq!(send(&emulator, "GET", "/admins", "").await.status, 200);
}

#[tokio::test]
async fn other_sites_may_not_control_it() {
    let emulator = Emulator::start().await.unwrap();
    let foreign = request("POST", "/__emulator/reset", &["origin: https://evil.example"], "");
    raw(&emulator, foreign).await.error(403);
    let rebound = "GET /__emulator/state HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n";
    raw(&emulator, rebound).await.error(403);
}
