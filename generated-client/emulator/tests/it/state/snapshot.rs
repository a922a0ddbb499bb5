//! Snapshots, resets and independent emulators.

use crate::state::workspace::{NOT_FOUND, Test, Workspace, all};
use bytes::Bytes;
use intercom_client::{Value, json};
use intercom_emulator::{Seed, Settings};

/// Creates some records of every kind.
const STORY: &[(&str, &str, &str)] = &[
    ("POST", "/users", r#"{"user_id":"u","email":"u@kiln.example","companies":[{"company_id":"c-1","name":"Kiln"}]}"#),
    ("POST", "/contacts", r#"{"email":"lee@kiln.example"}"#),
    ("POST", "/tags", r#"{"name":"beta","users":[{"user_id":"u"}]}"#),
    ("POST", "/notes", r#"{"user":{"user_id":"u"},"body":"Asked","admin_id":"1001"}"#),
    ("POST", "/events", r#"{"user_id":"u","event_name":"fired","created_at":1539604000}"#),
    ("POST", "/messages", r#"{"from":{"type":"user","user_id":"u"},"body":"Hello"}"#),
    ("POST", "/messages", r#"{"from":{"type":"user","user_id":"nobody"},"body":"Hello"}"#),
    ("POST", "/subscriptions", r#"{"url":"https://hooks.kiln.example/in","topics":["user.created"]}"#),
    ("POST", "/bulk/users", r#"{"items":[{"method":"post","data_type":"user","data":{"user_id":"v"}}]}"#),
    ("POST", "/auth/eagle/token", r#"{"client_id":"emulated-app","client_secret":"emulated-secret","code":"x"}"#),
    ("GET", "/users", ""),
    ("GET", "/contacts", ""),
    ("GET", "/companies", ""),
    ("GET", "/companies?type=user&company_id=c-1", ""),
    ("GET", "/conversations", ""),
    ("GET", "/notes?user_id=u", ""),
    ("GET", "/events?type=user&user_id=u", ""),
    ("GET", "/subscriptions", ""),
    ("GET", "/tags", ""),
    ("GET", "/counts", ""),
    ("GET", "/counts?type=company&count=user", ""),
    ("GET", "/me", ""),
    ("GET", "/users/scroll", ""),
];

async fn play(w: &Workspace) -> Vec<(u16, Bytes)> {
    let mut responses = Vec::new();
    for (method, target, body) in STORY {
        let body = if body.is_empty() { Value::Null } else { serde_json::from_str(body).unwrap() };
        responses.push(w.send_as("1.1", method, target, &body).await);
    }
    responses
}

/// All lists of a workspace.
async fn view(w: &Workspace) -> Value {
    w.send_ok("GET", "/__emulator/state", Value::Null).await
}

#[tokio::test]
async fn snapshot_restores_the_workspace() {
    let test = Test::covers(&["createUserById", "deleteUser", "getAppTotalCounts", "getSingleUser", "updateUserById"]);
    let w = test.workspace();
    let user = w.call("createUserById", json!({"userId": "u", "name": "Ines"})).await;
    let (snapshot, before) = (w.emulator.snapshot(), view(&w).await);
    w.advance(5);
    w.call("updateUserById", json!({"userId": "u", "name": "Other"})).await;
    w.call("deleteUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    let lost = w.call("createUserById", json!({"userId": "new"})).await;
    for _ in 0..2 {
        w.emulator.restore(&snapshot);
        assert_eq!(view(&w).await, before);
        let found = w.call("getSingleUser", json!({"userId": "u", "userIdType": "user_id"})).await;
        assert_eq!(found, user);
        let args = json!({"userId": "new", "userIdType": "user_id"});
        assert!(w.error("getSingleUser", args).await.is_not_found());
        assert_eq!(w.count("user").await, 1);
        // The clock stays, and the counters of ids do too.
        let again = w.call("createUserById", json!({"userId": "new"})).await;
        assert_eq!((&again["id"], &again["created_at"]), (&lost["id"], &lost["created_at"]));
    }
}

#[tokio::test]
async fn reset_restores_the_seed() {
    let test = Test::covers(&["createTag", "deleteUser", "scrollUsers"]);
    let w = test.seeded("users: [{user_id: u, name: Ines}]");
    let (before, now) = (view(&w).await, w.emulator.now());
    w.call("deleteUser", json!({"userId": "u", "userIdType": "user_id"})).await;
    w.call("createTag", json!({"name": "beta"})).await;
    w.call("scrollUsers", json!({})).await;
    w.advance(1_000);
    w.emulator.reset().unwrap();
    assert!(w.emulator.requests().is_empty());
    assert_eq!((view(&w).await, w.emulator.now()), (before, now));
    // No scroll is open.
    let scrolled = w.call("scrollUsers", json!({})).await;
    assert_eq!(all(&scrolled["users"], "name"), ["Ines"]);
}

#[tokio::test]
async fn seed_data_is_added_to_a_workspace() {
    let test = Test::covers(&["createUserById", "getAppTotalCounts", "updateUserById"]);
    let w = test.workspace();
    w.call("createUserById", json!({"userId": "u"})).await;
    w.emulator.add(&Seed::parse("users: [{user_id: v, tags: [beta]}]").unwrap()).unwrap();
    assert_eq!((w.count("user").await, w.count("tag").await), (2, 1));
    // All of it, or nothing.
    w.emulator.add(&Seed::parse("users: [{user_id: w}, {user_id: u}]").unwrap()).unwrap_err();
    assert_eq!(w.count("user").await, 2);
}

#[tokio::test]
async fn two_emulators_share_no_state() {
    let test = Test::covers(&[
        "createLead",
        "createNote",
        "createSubscription",
        "createUserBulkJobs",
        "createUserByEmail",
        "createUserById",
        "createUserMessage",
        "getAccessToken",
        "getAppTags",
        "getAppTotalCounts",
        "getCompanies",
        "getCompanyUsers",
        "getCompanyUsersCount",
        "getConversations",
        "getCurrentAdmin",
        "getLeads",
        "getSubscriptions",
        "getUserEvents",
        "getUserNotes",
        "getUsers",
        "scrollUsers",
        "submitEvent",
        "tagUser",
        "updateUserByEmail",
        "updateUserById",
    ]);
    let (one, other) = (test.workspace(), test.workspace());
    play(&one).await;
    one.advance(60);
    assert_eq!((one.count("user").await, other.count("user").await), (2, 0));
    assert_eq!(one.emulator.now(), other.emulator.now() + 60);
    assert_eq!(other.emulator.requests().len(), 1);
    let args = json!({"userId": "u", "userIdType": "user_id"});
    assert!(other.error("getSingleUser", args).await.is_not_found());
    // A scroll belongs to one emulator.
    other.call("scrollUsers", json!({})).await;
    // A snapshot can be restored in another emulator.
    other.emulator.restore(&one.emulator.snapshot());
    assert_eq!(view(&one).await, view(&other).await);
    other.call("createUserById", json!({"userId": "w"})).await;
    assert_eq!((one.count("user").await, other.count("user").await), (2, 3));
}

#[tokio::test]
async fn equal_requests_get_equal_bytes() {
    let test = Test::covers(&[
        "createLead",
        "createNote",
        "createSubscription",
        "createUserBulkJobs",
        "createUserByEmail",
        "createUserById",
        "createUserMessage",
        "getAccessToken",
        "getAppTags",
        "getAppTotalCounts",
        "getCompanies",
        "getCompanyUsers",
        "getCompanyUsersCount",
        "getConversations",
        "getCurrentAdmin",
        "getLeads",
        "getSubscriptions",
        "getUserEvents",
        "getUserNotes",
        "getUsers",
        "scrollUsers",
        "submitEvent",
        "tagUser",
        "updateUserByEmail",
        "updateUserById",
    ]);
    let (first, second) = (test.workspace(), test.workspace());
    let responses = play(&first).await;
    assert_eq!(responses.iter().filter(|(status, _)| *status == NOT_FOUND).count(), 1);
    assert!(responses.iter().filter(|(status, _)| *status != NOT_FOUND).all(|(status, _)| *status < 300));
    assert_eq!(play(&second).await, responses);
    first.emulator.reset().unwrap();
    assert_eq!(play(&first).await, responses);
}

#[tokio::test]
async fn another_seed_generates_other_ids() {
    let test = Test::covers(&["createUserById", "updateUserById"]);
    let w = test.workspace_with(Seed::default(), Settings::default().seed(7));
    let other = test.workspace();
    let args = json!({"userId": "u"});
    let ids = (w.call("createUserById", args.clone()).await, other.call("createUserById", args).await);
    assert_ne!(ids.0["id"], ids.1["id"]);
}
