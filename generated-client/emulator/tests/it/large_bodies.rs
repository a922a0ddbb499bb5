//! Attack: one large body, whose work grows with the square of its items under the lock, keeps others waiting for seconds.
//!
//! Each body has as many items as fit, so work that grows with their square takes minutes here. What is asserted is the result, and
//! the order of responses; never a duration.

use crate::raw_http::send;
use intercom_emulator::{Emulator, Seed};
use serde_json::{Value, json};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

/// As many items as fit into a body.
fn fill(begin: &str, end: &str, item: impl Fn(usize) -> String) -> (String, usize) {
    const MAX_BYTES: usize = 1024 * 1024;
    let (mut body, mut count) = (begin.to_owned(), 0);
    loop {
        let next = item(count);
        if body.len() + next.len() + end.len() + 1 > MAX_BYTES {
            return (body + end, count);
        }
        if count > 0 {
            body.push(',');
        }
        body.push_str(&next);
        count += 1;
    }
}

async fn state(emulator: &Emulator) -> Value {
    send(emulator, "GET", "/__emulator/state", "").await.json()
}

#[tokio::test]
async fn user_may_join_as_many_companies_as_fit() {
    for item in [
        |_: usize| r#"{"name":"a"}"#.to_owned(),
        |number: usize| format!(r#"{{"company_id":"{number}"}}"#),
        |number: usize| format!(r#"{{"company_id":"{}"}}"#, number % 7),
    ] {
        let emulator = Emulator::start().await.unwrap();
        let (body, count) = fill(r#"{"user_id":"u","companies":["#, "]}", item);
        assert!(count > 40_000, "{count}");
        assert_eq!(send(&emulator, "POST", "/users", &body).await.status, 200);
        let counts = send(&emulator, "GET", "/counts", "").await.json();
        let companies = counts["company"]["count"].as_u64().unwrap();
        assert!(companies == count as u64 || companies == 7, "{companies} of {count}");
        // Again, with the same companies known, and then without them.
        assert_eq!(send(&emulator, "POST", "/users", &body).await.status, 200);
        let (leave, _) =
            fill(r#"{"user_id":"u","companies":["#, "]}", |_| r#"{"company_id":"3","remove":true}"#.to_owned());
        let status = send(&emulator, "POST", "/users", &leave).await.status;
        assert!(status == 200 || status == 404);
    }
}

#[tokio::test]
async fn companies_named_twice_are_merged() {
    let emulator = Emulator::start().await.unwrap();
    let companies = json!([
        {"company_id": "a", "name": "A"},
        {"company_id": "b", "name": "B"},
        {"company_id": "a", "plan": "Team"},
    ]);
    send(&emulator, "POST", "/users", &json!({"user_id": "u", "companies": companies}).to_string()).await;
    let a = send(&emulator, "GET", "/companies?company_id=a", "").await.json();
    assert_eq!((&a["name"], &a["plan"]["name"], &a["user_count"]), (&json!("A"), &json!("Team"), &json!(1)));
    // The last step of a company counts.
    for (steps, members) in [
        (json!([{"company_id": "a", "remove": true}, {"company_id": "a", "size": 7}]), 2),
        (json!([{"company_id": "a", "size": 8}, {"company_id": "a", "remove": true}]), 1),
    ] {
        send(&emulator, "POST", "/users", &json!({"user_id": "u", "companies": steps}).to_string()).await;
        let user = send(&emulator, "GET", "/users?user_id=u", "").await.json();
        assert_eq!(user["companies"]["companies"].as_array().unwrap().len(), members, "{steps}");
    }
    assert_eq!(send(&emulator, "GET", "/companies?company_id=a", "").await.json()["size"], 8);
}

#[tokio::test]
async fn as_many_people_as_fit_may_be_tagged() {
    let seed = Seed::parse("generate: { users: 30000 }").unwrap();
    let emulator = Emulator::builder().seed(seed).start().await.unwrap();
    // From now on the list is kept sorted by what tagging changes.
    send(&emulator, "GET", "/users?sort=updated_at", "").await;
    emulator.advance(std::time::Duration::from_secs(1));
    let item = |number: usize| format!(r#"{{"user_id":"user-{}"}}"#, number % 30_000 + 1);
    let (body, count) = fill(r#"{"name":"beta","users":["#, "]}", item);
    assert!(count > 30_000, "{count}");
    assert_eq!(send(&emulator, "POST", "/tags", &body).await.status, 200);
    assert_eq!(
        send(&emulator, "GET", "/counts?type=user&count=tag", "").await.json()["user"]["tag"][0]["beta"],
        30_000
    );
    // One user again and again; the last change counts.
    let (body, _) = fill(r#"{"name":"beta","users":["#, r#",{"user_id":"user-1","untag":true}]}"#, |_| item(0));
    assert_eq!(send(&emulator, "POST", "/tags", &body).await.status, 200);
    assert_eq!(
        send(&emulator, "GET", "/counts?type=user&count=tag", "").await.json()["user"]["tag"][0]["beta"],
        29_999
    );
}

#[tokio::test]
async fn seed_data_may_have_as_many_entries_as_fit() {
    type Case = (&'static str, fn(usize) -> String, &'static str, &'static str);
    let cases: [Case; 5] = [
        ("tags: [", |number| format!("t{number}"), "]", "/tags"),
        ("teams: [", |_| "{name: a long name of a team}".to_owned(), "]", "/teams"),
        ("apps: [", |number| format!("{{client_id: a{number}, client_secret: s}}"), "]", "/apps"),
        ("users: [{user_id: u, tags: [", |number| format!("t{number}"), "]}]", "/people/0/tags"),
        (
            "users: [{user_id: u}]\nevents: [",
            // Each one is older than those before it.
            |number| format!("{{person: {{user: u}}, event_name: e, created_at: {}}}", 1_500_000_000 - number),
            "]",
            "/people/0/events",
        ),
    ];
    for (begin, item, end, list) in cases {
        let emulator = Emulator::start().await.unwrap();
        let (body, count) = fill(begin, end, item);
        let before = state(&emulator).await.pointer(list).and_then(Value::as_array).map_or(0, Vec::len);
        let response = send(&emulator, "POST", "/__emulator/seed", &body).await;
        assert_eq!(response.status, 200, "{list}: {response:?}");
        let state = state(&emulator).await;
        assert_eq!(state.pointer(list).unwrap().as_array().unwrap().len(), before + count, "{list}");
    }
}

#[tokio::test]
async fn many_event_names_and_topics_of_a_subscription_are_bounded() {
    let emulator = Emulator::start().await.unwrap();
    let (topics, _) = fill(r#"{"url":"https://a.example/","topics":["#, "]}", |_| r#""user.created""#.to_owned());
    let made = send(&emulator, "POST", "/subscriptions", &topics).await.json();
    assert_eq!(made["topics"], json!(["user.created"]));
    let names: Vec<String> = (0..1_001).map(|number| format!("e{number}")).collect();
    let body = json!({"url": "https://a.example/", "topics": ["event.created"], "metadata": {"event_names": names}});
    let (_, message, field) = send(&emulator, "POST", "/subscriptions", &body.to_string()).await.error(422);
    assert_eq!(field.as_deref(), Some("metadata.event_names"), "{message}");
}

/// Others are served while seed data is added: their responses come before the one to the seed data.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn others_are_served_while_seed_data_is_added() {
    let emulator = Arc::new(Emulator::start().await.unwrap());
    let is_done = Arc::new(AtomicBool::new(false));
    let seeding = {
        let (emulator, is_done) = (Arc::clone(&emulator), Arc::clone(&is_done));
        tokio::spawn(async move {
            let response = send(&emulator, "POST", "/__emulator/seed", "generate: { users: 100000 }").await;
            is_done.store(true, Ordering::SeqCst);
            response.status
        })
    };
    let mut served = 0;
    while !is_done.load(Ordering::SeqCst) {
        assert_eq!(send(&emulator, "GET", "/admins", "").await.status, 200);
        served += 1;
    }
    assert_eq!(seeding.await.unwrap(), 200);
    assert!(served > 5, "{served}");
    let counts = send(&emulator, "GET", "/counts", "").await.json();
    assert_eq!(counts["user"]["count"], 100_000);
}

/// Seed data is added to the current workspace, whatever changes meanwhile.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn changes_during_the_addition_of_seed_data_are_kept() {
    let emulator = Arc::new(Emulator::start().await.unwrap());
    let seeding = {
        let emulator = Arc::clone(&emulator);
        tokio::spawn(
            async move { send(&emulator, "POST", "/__emulator/seed", "generate: { users: 3000 }").await.status },
        )
    };
    let mut tags = 0;
    while !seeding.is_finished() {
        assert_eq!(
            send(&emulator, "POST", "/tags", &json!({"name": format!("t{tags}")}).to_string()).await.status,
            200
        );
        tags += 1;
    }
    assert_eq!(seeding.await.unwrap(), 200);
    let counts = send(&emulator, "GET", "/counts", "").await.json();
    assert_eq!((&counts["user"]["count"], &counts["tag"]["count"]), (&json!(3_000), &json!(tags)));
}
