//! Control of a running emulator, over HTTP.

use crate::raw_http::{raw, request, send};
use intercom_client::FUNCTIONS;
use intercom_emulator::{Emulator, Seed};
use serde_json::{Value, json};

async fn control(emulator: &Emulator, method: &str, name: &str, body: &str) -> Value {
    let response = raw(emulator, request(method, &format!("/__emulator/{name}"), &[], body)).await;
    assert_eq!(response.status, 200, "{method} {name}: {}", response.body);
    response.json()
}

#[tokio::test]
async fn index_lists_the_routes() {
    let emulator = Emulator::start().await.unwrap();
    let index = control(&emulator, "GET", "", "").await;
    assert_eq!(index["functions"], FUNCTIONS.len());
    let routes = index["routes"].as_array().unwrap();
    for name in ["requests", "state", "reset", "seed", "faults", "clock"] {
        let route = format!("/__emulator/{name}");
        assert!(routes.iter().any(|known| known["route"].as_str().unwrap().ends_with(&route)), "{route}");
    }
    for (method, name, status) in [("GET", "nothing", 404), ("DELETE", "clock", 405), ("POST", "clock", 400)] {
        raw(&emulator, request(method, &format!("/__emulator/{name}"), &[], "{}")).await.error(status);
    }
    let error = raw(&emulator, request("DELETE", "/__emulator/clock", &[], "")).await;
    assert_eq!(error.header("allow"), Some("GET, POST"));
}

#[tokio::test]
async fn requests_are_listed_and_cleared() {
    let emulator = Emulator::start().await.unwrap();
    send(&emulator, "POST", "/tags", r#"{"name":"beta"}"#).await;
    let requests = control(&emulator, "GET", "requests", "").await;
    assert_eq!(requests[0]["function"], "createTag");
    assert_eq!(requests[0]["body"], json!({"name": "beta"}));
    assert_eq!(requests[0]["status"], 200);
    // The token is redacted; the start of its digest is not.
    assert_eq!(requests[0]["credential"].as_str().unwrap().len(), 8);
    assert!(!requests.to_string().contains("Bearer any"), "{requests}");
    control(&emulator, "DELETE", "requests", "").await;
    assert_eq!(control(&emulator, "GET", "requests", "").await, json!([]));
}

#[tokio::test]
async fn secrets_are_redacted() {
    let emulator = Emulator::start().await.unwrap();
    let body = r#"{"client_id":"emulated-app","client_secret":"emulated-secret","code":"c0de"}"#;
    raw(&emulator, request("POST", "/auth/eagle/token", &["cookie: session=canary"], body)).await;
    let subscription = r#"{"url":"http://127.0.0.1:9/","topics":["user.created"],"hub_secret":"canary"}"#;
    send(&emulator, "POST", "/subscriptions", subscription).await;
    let listed = control(&emulator, "GET", "requests", "").await;
    assert_eq!(listed[0]["body"]["client_id"], "emulated-app");
    assert_eq!((&listed[0]["body"]["client_secret"], &listed[1]["body"]["hub_secret"]), (&json!("…"), &json!("…")));
    let listed = listed.to_string();
    assert!(!listed.contains("emulated-secret") && !listed.contains("canary"), "{listed}");
    // A request that matches no function, or lacks a required value, can contain secrets too.
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
    let listed = control(&emulator, "GET", "requests", "").await.to_string();
    assert!(!listed.contains("canary") && listed.contains(r#"["code","…"]"#), "{listed}");
    // The workspace contains digests of secrets, except for the signing secret of a subscription.
    let state = control(&emulator, "GET", "state", "").await.to_string();
    assert!(!state.contains("emulated-secret") && !state.contains("c0de"), "{state}");
}

/// Attack: a credential in the query is shown by `/__emulator/requests`.
#[tokio::test]
async fn credentials_in_the_query_are_redacted() {
    let emulator = Emulator::start().await.unwrap();
    for target in [
        "/users?access_token=canary&page=1",
        "/users?accessToken=canary&page=1",
        "/users?ACCESS%5FTOKEN=canary&page=1",
        "/users?auth%5Btoken%5D=canary&page=1",
        "/users?api_key=canary&page=1",
        "/users?password=canary&page=1",
        // By its value, since it is the credential of the header too.
        "/users?whatever=canary&page=1",
    ] {
        let headers = ["authorization: Bearer canary", "referer: http://127.0.0.1/?access_token=canary"];
        raw(&emulator, request("GET", target, &headers, "")).await;
    }
    // Without an `Authorization` header it is no credential to the API, but still a secret.
    raw(&emulator, request("GET", "/users?access_token=canary", &["x-access-token: canary"], "")).await.error(401);
    raw(&emulator, request("GET", "/nowhere?access_token=canary", &[], "")).await.error(404);
    let listed = control(&emulator, "GET", "requests", "").await;
    assert_eq!(listed.as_array().unwrap().len(), 9);
    assert!(!listed.to_string().contains("canary"), "{listed}");
    assert_eq!(listed[0]["query"], json!([["access_token", "…"], ["page", "1"]]));
    let kept = emulator.requests();
    assert!(kept.iter().all(|it| it.query.iter().chain(&it.headers).all(|(_, value)| !value.contains("canary"))));
}

#[tokio::test]
async fn state_is_read_restored_and_reset() {
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

    // A truncated state is rejected, and the workspace stays.
    let broken = json!({"workspace": {"id_code": "x"}}).to_string();
    raw(&emulator, request("PUT", "/__emulator/state", &[], &broken)).await.error(400);
    assert_eq!(control(&emulator, "GET", "state", "").await, before);
}

#[tokio::test]
async fn seed_data_is_added_as_a_complete_or_not_at_all() {
    let emulator = Emulator::start().await.unwrap();
    let seed = "companies: [{ company_id: c-1, name: One }]\nusers: [{ user_id: u-1, companies: [c-1] }]\n";
    control(&emulator, "POST", "seed", seed).await;
    assert_eq!(send(&emulator, "GET", "/companies?company_id=c-1", "").await.json()["user_count"], 1);
    let wrong = "users: [{ user_id: u-2 }, { user_id: u-1 }]";
    let (_, message, _) = raw(&emulator, request("POST", "/__emulator/seed", &[], wrong)).await.error(400);
    assert!(message.contains("`u-1`"), "{message}");
    send(&emulator, "GET", "/users?user_id=u-2", "").await.error(404);
    // Seed data may name records of the workspace.
    control(&emulator, "POST", "seed", "notes: [{ person: { user: u-1 }, body: Hello }]").await;
}

#[tokio::test]
async fn fault_rules_are_added_replaced_and_removed() {
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
async fn clock_is_set_and_advanced() {
    let emulator = Emulator::start().await.unwrap();
    assert_eq!(control(&emulator, "GET", "clock", "").await, json!({"now": 1_539_604_800, "runs": false}));
    let advanced = control(&emulator, "POST", "clock", r#"{"advance": 90}"#).await;
    assert_eq!(advanced["now"], 1_539_604_890);
    assert_eq!(send(&emulator, "POST", "/companies", r#"{"name":"One"}"#).await.json()["created_at"], 1_539_604_890);
    assert_eq!(control(&emulator, "POST", "clock", r#"{"set": 5}"#).await["now"], 5);
    control(&emulator, "POST", "clock", r#"{"advance": 1e300}"#).await;
    control(&emulator, "POST", "clock", r#"{"advance": 1e300}"#).await;
    for unusual in ["[null, 7]", "7", "null"] {
        let (_, message, _) = send(&emulator, "POST", "/__emulator/clock", unusual).await.error(400);
        assert_eq!(message, "the body must be a JSON object", "{unusual}");
    }
    assert_eq!(send(&emulator, "GET", "/admins", "").await.status, 200);
}

#[tokio::test]
async fn requests_of_other_sites_are_rejected() {
    let emulator = Emulator::start().await.unwrap();
    let foreign = request("POST", "/__emulator/reset", &["origin: https://evil.example"], "");
    raw(&emulator, foreign).await.error(403);
    let rebound = "GET /__emulator/state HTTP/1.1\r\nhost: evil.example\r\nconnection: close\r\n\r\n";
    raw(&emulator, rebound).await.error(403);
}

#[tokio::test]
async fn state_that_breaks_an_invariant_is_rejected() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let valid = control(&emulator, "GET", "state", "").await;
    let duplicate = |list: &str, change: fn(&mut Value)| {
        let mut state = valid.clone();
        let mut copy = state[list][0].clone();
        change(&mut copy);
        state[list].as_array_mut().unwrap().push(copy);
        state
    };
    let with = |change: fn(&mut Value)| {
        let mut state = valid.clone();
        change(&mut state);
        state
    };
    for (state, texts) in [
        (duplicate("people", |_| ()), "users: duplicate user_id `u-4711`"),
        (
            duplicate("people", |copy| copy["user_id"] = json!("other")),
            "users: duplicate id `6a1f0c2be4b0d94c5e7a1101`",
        ),
        (duplicate("people", |copy| copy["id"] = json!("other")), "users: duplicate user_id `u-4711`"),
        (duplicate("companies", |copy| copy["id"] = json!("other")), "companies: duplicate company_id `c-88`"),
        (duplicate("tags", |copy| copy["id"] = json!("1")), "tags: duplicate name `beta`"),
        (duplicate("notes", |_| ()), "notes: duplicate id `512`"),
        (with(|state| state["companies"] = json!([])), "is in an unknown company: `6a1f0c2be4b0d94c5e7a2201`"),
        (with(|state| state["people"][0]["tags"] = json!(["1"])), "has an unknown tag: `1`"),
        (with(|state| state["people"][0]["email"] = json!("nobody")), "has an invalid email: `nobody`"),
        (with(|state| state["conversations"][0]["person"] = json!("x")), "conversations: `19200000001`"),
        (with(|state| state["conversations"][0]["assignee"] = json!("9")), "is assigned to an unknown admin: `9`"),
        (with(|state| state["notes"][0]["person"] = json!("x")), "notes: `512`"),
        (with(|state| state["subscriptions"] = json!([])), "has an unknown subscription"),
        (with(|state| state["teams"][0]["admin_ids"] = json!(["9"])), "teams: `8801`"),
        (with(|state| state["segments"][0]["rules"][0]["value"] = json!(null)), "needs a number"),
        (with(|state| state["x"] = json!(1)), "unknown field `x`"),
    ] {
        let response = raw(&emulator, request("PUT", "/__emulator/state", &[], &state.to_string())).await;
        let (_, message, _) = response.error(400);
        assert!(message.contains(texts), "{texts}: {message}");
        assert_eq!(control(&emulator, "GET", "state", "").await, valid);
    }
}

#[tokio::test]
async fn invalid_control_requests_are_rejected() {
    let emulator = Emulator::start().await.unwrap();
    let before = control(&emulator, "GET", "clock", "").await;
    for (method, name, body) in [
        ("POST", "clock", r#"{"advance":5,"x":1}"#),
        ("POST", "clock", r#"{"advance":5,"set":1}"#),
        ("POST", "clock", r#"{"advance":"5"}"#),
        ("POST", "clock", r#"{"advance":5"#),
        ("POST", "reset", r#"{"hal"#),
        ("POST", "reset", r#"{"x":1}"#),
        ("DELETE", "requests", "no JSON"),
        ("DELETE", "faults", "[1]"),
    ] {
        raw(&emulator, request(method, &format!("/__emulator/{name}"), &[], body)).await.error(400);
    }
    assert_eq!(control(&emulator, "GET", "clock", "").await, before);
    control(&emulator, "POST", "reset", "{}").await;
}

#[tokio::test]
async fn seed_data_replaces_no_record() {
    let emulator = Emulator::start().await.unwrap();
    send(&emulator, "POST", "/users", r#"{"user_id":"u","email":"u@kiln.example"}"#).await;
    send(&emulator, "POST", "/companies", r#"{"company_id":"c","name":"Kiln"}"#).await;
    let tag = send(&emulator, "POST", "/tags", r#"{"name":"beta"}"#).await.json()["id"].as_str().unwrap().to_owned();
    let message = r#"{"from":{"type":"user","user_id":"u"},"body":"Hello"}"#;
    send(&emulator, "POST", "/messages", message).await;
    let before = control(&emulator, "GET", "state", "").await;
    let id = |list: &str| before[list][0]["id"].as_str().unwrap();
    for (seed, texts) in [
        (format!("tags: [{{ id: '{tag}', name: other }}]"), format!("tags: duplicate id `{tag}`")),
        ("tags: [BETA]".to_owned(), "tags: duplicate name `BETA`".to_owned()),
        (format!("users: [{{ id: {} }}]", id("people")), format!("users: duplicate id `{}`", id("people"))),
        ("users: [{ user_id: new }, { user_id: u }]".to_owned(), "users: duplicate user_id `u`".to_owned()),
        (
            format!("companies: [{{ id: {} }}]", id("companies")),
            format!("companies: duplicate id `{}`", id("companies")),
        ),
        ("companies: [{ company_id: c }]".to_owned(), "companies: duplicate company_id `c`".to_owned()),
        (
            format!("conversations: [{{ id: '{}', from: {{ user: u }}, body: x }}]", id("conversations")),
            format!("conversations: duplicate id `{}`", id("conversations")),
        ),
        (
            "admins: [{ id: '1001', name: A, email: a@kiln.example }]".to_owned(),
            "admins: duplicate id `1001`".to_owned(),
        ),
        ("teams: [{ id: '2001', name: A }]".to_owned(), "teams: duplicate id `2001`".to_owned()),
        ("apps: [{ client_id: emulated-app, client_secret: x }]".to_owned(), "apps: duplicate client_id".to_owned()),
    ] {
        let (_, message, _) = raw(&emulator, request("POST", "/__emulator/seed", &[], &seed)).await.error(400);
        assert!(message.contains(&texts), "{seed}: {message}");
        assert_eq!(control(&emulator, "GET", "state", "").await, before, "{seed}");
    }
}

#[tokio::test]
async fn generated_ids_skip_those_of_seed_data() {
    let seed = "tags: [{ id: '100001', name: kept }]\nusers: [{ id: 5bc47b800000000000000001, user_id: kept }]\n\
        leads: [{ user_id: 00000000-0000-4000-8000-000000000001 }]";
    let emulator = Emulator::builder().seed(Seed::parse(seed).unwrap()).start().await.unwrap();
    let state = control(&emulator, "GET", "state", "").await;
    for round in 0..2 {
        let tag = send(&emulator, "POST", "/tags", r#"{"name":"new"}"#).await.json();
        let user = send(&emulator, "POST", "/users", r#"{"user_id":"new"}"#).await.json();
        let lead = send(&emulator, "POST", "/contacts", "{}").await.json();
        assert_eq!((tag["id"].as_str(), user["user_id"].as_str()), (Some("100002"), Some("new")), "{round}");
        assert_ne!(user["id"], "5bc47b800000000000000001");
        assert_ne!(lead["user_id"], "00000000-0000-4000-8000-000000000001");
        assert_eq!(send(&emulator, "GET", "/users?user_id=kept", "").await.status, 200);
        assert_eq!(send(&emulator, "GET", "/tags/100001", "").await.json()["name"], "kept");
        // A restored state reserves them too.
        control(&emulator, "PUT", "state", &state.to_string()).await;
    }
}
