//! Scrolls: all records in pages, one scroll at a time.

use crate::state::workspace::{NOT_FOUND, Test, Workspace, all, error_code};
use intercom_client::{Value, json};

async fn part(w: &Workspace, function: &str, param: &Value) -> Value {
    w.call(function, json!({"scrollParam": param})).await
}

#[tokio::test]
async fn scroll_returns_100_records_until_it_is_empty() {
    let test = Test::covers(&["scrollCompanies", "scrollLeads", "scrollUsers"]);
    let w = test.seeded("generate: {users: 230, leads: 101, companies: 3}");
    for (function, key, own, sizes) in [
        ("scrollUsers", "users", "user.list", &[100, 100, 30, 0][..]),
        ("scrollLeads", "contacts", "contact.list", &[100, 1, 0]),
        ("scrollCompanies", "companies", "company.list", &[3, 0]),
    ] {
        let mut response = w.call(function, json!({})).await;
        let (mut found, mut seen) = (Vec::new(), Vec::new());
        let param = response["scroll_param"].clone();
        loop {
            // The same parameter each time, and no `pages`.
            assert_eq!(
                (&response["type"], &response["scroll_param"], response.get("pages")),
                (&json!(own), &param, None)
            );
            let ids = all(&response[key], "id");
            found.push(ids.len());
            assert!(found.len() < 10, "the scroll never ends");
            if ids.is_empty() {
                break;
            }
            seen.extend(ids.into_iter().map(|id| id.to_string()));
            response = part(&w, function, &param).await;
        }
        assert_eq!(found, sizes, "{function}");
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all, "{function}");
        // The scroll has ended.
        assert_eq!(w.rejected(function, json!({"scrollParam": param})).await.0, NOT_FOUND);
    }
    let mut items = w.client.users().scroll().by_item();
    let mut count = 0;
    while let Some(user) = items.next().await {
        user.unwrap();
        count += 1;
        assert!(count <= 230, "the stream never ends");
    }
    assert_eq!(count, 230);
}

#[tokio::test]
async fn second_scroll_is_rejected() {
    let test = Test::covers(&["scrollLeads", "scrollUsers"]);
    let w = test.seeded("generate: {users: 3}");
    let first = w.call("scrollUsers", json!({})).await;
    for function in ["scrollUsers", "scrollLeads", "scrollCompanies"] {
        assert_eq!(w.rejected(function, json!({})).await, error_code(400, "scroll_exists"), "{function}");
    }
    // The open scroll continues; after its end another one can start.
    assert_eq!(part(&w, "scrollUsers", &first["scroll_param"]).await["users"], json!([]));
    let second = w.call("scrollLeads", json!({})).await;
    assert_ne!(second["scroll_param"], first["scroll_param"]);
}

#[tokio::test]
async fn idle_scroll_expires_after_a_minute() {
    let test = Test::covers(&["scrollCompanies", "scrollUsers"]);
    let w = test.seeded("generate: {users: 250}");
    let param = w.call("scrollUsers", json!({})).await["scroll_param"].clone();
    w.advance(60);
    assert_eq!(part(&w, "scrollUsers", &param).await["users"].as_array().unwrap().len(), 100);
    // Each request restarts the minute.
    w.advance(60);
    assert_eq!(part(&w, "scrollUsers", &param).await["users"].as_array().unwrap().len(), 50);
    w.advance(61);
    assert_eq!(w.rejected("scrollUsers", json!({"scrollParam": param})).await, error_code(NOT_FOUND, "not_found"));
    assert_eq!(w.call("scrollUsers", json!({})).await["users"].as_array().unwrap().len(), 100);
    w.advance(61);
    w.call("scrollCompanies", json!({})).await;
}

#[tokio::test]
async fn scroll_param_belongs_to_its_list() {
    let test = Test::covers(&["scrollUsers"]);
    let w = test.seeded("generate: {users: 3, leads: 3}");
    let param = w.call("scrollUsers", json!({})).await["scroll_param"].clone();
    assert_eq!(w.rejected("scrollLeads", json!({"scrollParam": param})).await.0, NOT_FOUND);
    assert_eq!(w.rejected("scrollUsers", json!({"scrollParam": "other"})).await.0, NOT_FOUND);
    // A rejected request does not end it.
    assert_eq!(part(&w, "scrollUsers", &param).await["users"], json!([]));
}

#[tokio::test]
async fn scroll_reaches_more_than_pages() {
    let test = Test::covers(&["scrollUsers"]);
    let w = test.seeded("generate: {users: 10050}");
    let mut response = w.call("scrollUsers", json!({})).await;
    let mut seen = 0;
    while let Some(count) = response["users"].as_array().map(Vec::len).filter(|count| *count > 0) {
        seen += count;
        assert!(seen <= 10_050, "the scroll never ends");
        response = part(&w, "scrollUsers", &response["scroll_param"]).await;
    }
    assert_eq!(seen, 10_050);
}

#[tokio::test]
async fn scroll_continues_while_records_change() {
    let test = Test::covers(&["createUserById", "deleteUser", "scrollUsers", "updateUserById"]);
    let w = test.seeded("generate: {users: 150}");
    let first = w.call("scrollUsers", json!({})).await;
    w.call("createUserById", json!({"userId": "late"})).await;
    for user in ["user-1", "user-149", "user-150"] {
        w.call("deleteUser", json!({"userId": user, "userIdType": "user_id"})).await;
    }
    let second = part(&w, "scrollUsers", &first["scroll_param"]).await;
    let rest = all(&second["users"], "user_id");
    assert_eq!((rest.len(), &rest[0], &rest[48]), (49, &json!("user-101"), &json!("late")));
    assert_eq!(part(&w, "scrollUsers", &first["scroll_param"]).await["users"], json!([]));
}

#[tokio::test]
async fn restored_state_has_no_started_scroll() {
    let test = Test::covers(&["deleteUser", "scrollUsers"]);
    let w = test.seeded("generate: {users: 150}");
    let param = w.call("scrollUsers", json!({})).await["scroll_param"].clone();
    w.call("deleteUser", json!({"userId": "user-1", "userIdType": "user_id"})).await;
    let (state, snapshot) = (w.send_ok("GET", "/__emulator/state", Value::Null).await, w.emulator.snapshot());
    // Serialization loses insertion numbers, so the scroll cannot continue.
    w.send_ok("PUT", "/__emulator/state", state).await;
    assert_eq!(w.rejected("scrollUsers", json!({"scrollParam": param})).await.0, NOT_FOUND);
    assert_eq!(w.call("scrollUsers", json!({})).await["users"].as_array().unwrap().len(), 100);
    // A snapshot keeps them.
    w.emulator.restore(&snapshot);
    assert_eq!(part(&w, "scrollUsers", &param).await["users"].as_array().unwrap().len(), 50);
}
