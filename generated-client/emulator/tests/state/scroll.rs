//! Scrolls: everything in parts, one walk at a time.

use crate::scenario::{NOT_FOUND, Shown, Workspace, all, refusal};
use intercom_client::{Value, json};

scenarios!(
    parts_of_a_hundred_until_one_is_empty,
    one_scroll_at_a_time,
    a_minute_without_a_request_ends_it,
    a_scroll_goes_over_what_it_began_with,
    a_scroll_goes_beyond_what_pages_reach,
    what_changes_on_the_way,
    what_is_taken_up_again_has_no_scroll_halfway,
);

async fn part(w: &Workspace, function: &str, param: &Value) -> Value {
    w.call(function, json!({"scrollParam": param})).await
}

async fn parts_of_a_hundred_until_one_is_empty(shown: &Shown) {
    let w = shown.seeded("generate: {users: 230, leads: 101, companies: 3}");
    for (function, key, own, sizes) in [
        ("scrollUsers", "users", "user.list", &[100, 100, 30, 0][..]),
        ("scrollLeads", "contacts", "contact.list", &[100, 1, 0]),
        ("scrollCompanies", "companies", "company.list", &[3, 0]),
    ] {
        let mut answer = w.call(function, json!({})).await;
        let (mut found, mut seen) = (Vec::new(), Vec::new());
        let param = answer["scroll_param"].clone();
        loop {
            // The same parameter all the way, and no pages.
            assert_eq!((&answer["type"], &answer["scroll_param"], answer.get("pages")), (&json!(own), &param, None));
            let ids = all(&answer[key], "id");
            found.push(ids.len());
            assert!(found.len() < 10, "the scroll never ends");
            if ids.is_empty() {
                break;
            }
            seen.extend(ids.into_iter().map(|id| id.to_string()));
            answer = part(&w, function, &param).await;
        }
        assert_eq!(found, sizes, "{function}");
        let all = seen.len();
        seen.sort();
        seen.dedup();
        assert_eq!(seen.len(), all, "{function}");
        // It is over.
        assert_eq!(w.refused(function, json!({"scrollParam": param})).await.0, NOT_FOUND);
    }
    let mut items = w.client.users().scroll().items();
    let mut walked = 0;
    while let Some(user) = items.next().await {
        user.unwrap();
        walked += 1;
        assert!(walked <= 230, "the walk never ends");
    }
    assert_eq!(walked, 230);
}

async fn one_scroll_at_a_time(shown: &Shown) {
    let w = shown.seeded("generate: {users: 3}");
    let first = w.call("scrollUsers", json!({})).await;
    for function in ["scrollUsers", "scrollLeads", "scrollCompanies"] {
        assert_eq!(w.refused(function, json!({})).await, refusal(400, "scroll_exists"), "{function}");
    }
    // The one that is open goes on, and when it is over another may begin.
    assert_eq!(part(&w, "scrollUsers", &first["scroll_param"]).await["users"], json!([]));
    let second = w.call("scrollLeads", json!({})).await;
    assert_ne!(second["scroll_param"], first["scroll_param"]);
}

async fn a_minute_without_a_request_ends_it(shown: &Shown) {
    let w = shown.seeded("generate: {users: 250}");
    let param = w.call("scrollUsers", json!({})).await["scroll_param"].clone();
    w.advance(60);
    assert_eq!(part(&w, "scrollUsers", &param).await["users"].as_array().unwrap().len(), 100);
    // The minute begins anew with each request.
    w.advance(60);
    assert_eq!(part(&w, "scrollUsers", &param).await["users"].as_array().unwrap().len(), 50);
    w.advance(61);
    assert_eq!(w.refused("scrollUsers", json!({"scrollParam": param})).await, refusal(NOT_FOUND, "not_found"));
    assert_eq!(w.call("scrollUsers", json!({})).await["users"].as_array().unwrap().len(), 100);
    w.advance(61);
    w.call("scrollCompanies", json!({})).await;
}

async fn a_scroll_goes_over_what_it_began_with(shown: &Shown) {
    let w = shown.seeded("generate: {users: 3, leads: 3}");
    let param = w.call("scrollUsers", json!({})).await["scroll_param"].clone();
    assert_eq!(w.refused("scrollLeads", json!({"scrollParam": param})).await.0, NOT_FOUND);
    assert_eq!(w.refused("scrollUsers", json!({"scrollParam": "other"})).await.0, NOT_FOUND);
    // A mistake does not end it.
    assert_eq!(part(&w, "scrollUsers", &param).await["users"], json!([]));
}

async fn a_scroll_goes_beyond_what_pages_reach(shown: &Shown) {
    let w = shown.seeded("generate: {users: 10050}");
    let mut answer = w.call("scrollUsers", json!({})).await;
    let mut seen = 0;
    while let Some(count) = answer["users"].as_array().map(Vec::len).filter(|count| *count > 0) {
        seen += count;
        assert!(seen <= 10_050, "the scroll never ends");
        answer = part(&w, "scrollUsers", &answer["scroll_param"]).await;
    }
    assert_eq!(seen, 10_050);
}

async fn what_changes_on_the_way(shown: &Shown) {
    let w = shown.seeded("generate: {users: 150}");
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

async fn what_is_taken_up_again_has_no_scroll_halfway(shown: &Shown) {
    let w = shown.seeded("generate: {users: 150}");
    let param = w.call("scrollUsers", json!({})).await["scroll_param"].clone();
    w.call("deleteUser", json!({"userId": "user-1", "userIdType": "user_id"})).await;
    let (state, snapshot) = (w.ask("GET", "/__emulator/state", Value::Null).await, w.emulator.snapshot());
    // Written down, the places of records are lost, so that the rest would be another one than before.
    w.ask("PUT", "/__emulator/state", state).await;
    assert_eq!(w.refused("scrollUsers", json!({"scrollParam": param})).await.0, NOT_FOUND);
    assert_eq!(w.call("scrollUsers", json!({})).await["users"].as_array().unwrap().len(), 100);
    // A snapshot has them all.
    w.emulator.restore(&snapshot);
    assert_eq!(part(&w, "scrollUsers", &param).await["users"].as_array().unwrap().len(), 50);
}
