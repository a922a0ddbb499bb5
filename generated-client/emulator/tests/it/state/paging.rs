//! Pages: limits, sorting and filters.

use crate::state::workspace::{NOT_FOUND, Test, UNPROCESSABLE, Workspace, all};
use intercom_client::{Value, json};

async fn users(w: &Workspace, query: &str) -> Vec<Value> {
    all(&w.send_ok("GET", &format!("/users?{query}"), Value::Null).await["users"], "user_id")
}

#[tokio::test]
async fn next_links_lead_to_the_last_page() {
    let test = Test::covers(&["getLeads", "getUsers"]);
    let w = test.seeded("generate: {users: 7}");
    let first = w.call("getUsers", json!({"perPage": "3", "order": "asc"})).await;
    assert_eq!((&first["type"], &first["total_count"]), (&json!("user.list"), &json!(7)));
    let pages = &first["pages"];
    assert_eq!((&pages["type"], &pages["page"]), (&json!("pages"), &json!(1)));
    assert_eq!((&pages["per_page"], &pages["total_pages"]), (&json!(3), &json!(3)));
    // An absolute URL with all options of the request.
    assert_eq!(pages["next"], "http://localhost/users?order=asc&page=2&per_page=3");
    let mut seen = all(&first["users"], "user_id");
    let mut next = pages["next"].clone();
    while let Some(address) = next.as_str() {
        let page = w.send_ok("GET", address, Value::Null).await;
        seen.extend(all(&page["users"], "user_id"));
        next = page["pages"]["next"].clone();
        assert!(seen.len() < 20, "the pages never end");
    }
    assert_eq!(seen, (1..=7).map(|at| format!("user-{at}")).collect::<Vec<_>>());
    let beyond = w.call("getUsers", json!({"perPage": "3", "page": "4"})).await;
    assert_eq!((&beyond["users"], &beyond["pages"]["next"]), (&json!([]), &json!(null)));
    // An empty list has one page.
    let nobody = w.call("getLeads", json!({})).await;
    assert_eq!((&nobody["contacts"], &nobody["pages"]["total_pages"]), (&json!([]), &json!(1)));
}

#[tokio::test]
async fn page_size_is_at_most_60() {
    let test = Test::covers(&["getCompanies", "getLeads", "getUsers"]);
    let w = test.seeded("generate: {users: 61, leads: 61, companies: 61}");
    for (path, key) in [("/users", "users"), ("/contacts", "contacts"), ("/companies", "companies")] {
        let sized = async |query: &str| {
            let page = w.send_ok("GET", &format!("{path}{query}"), Value::Null).await;
            (page[key].as_array().unwrap().len(), page["pages"]["total_pages"].clone())
        };
        assert_eq!(sized("").await, (50, json!(2)), "{path}");
        assert_eq!(sized("?per_page=60").await, (60, json!(2)), "{path}");
        for query in ["per_page=61", "per_page=0", "per_page=x", "page=0", "page=-1"] {
            assert_eq!(
                w.send_rejected("GET", &format!("{path}?{query}"), Value::Null).await.0,
                UNPROCESSABLE,
                "{path}?{query}"
            );
        }
    }
}

#[tokio::test]
async fn conversations_have_20_per_page() {
    let test = Test::covers(&["createUserMessage", "getConversations"]);
    let w = test.seeded("users: [{user_id: u}]");
    for _ in 0..21 {
        w.call("createUserMessage", json!({"senderId": "u", "senderIdType": "user_id", "body": "x"})).await;
    }
    let first = w.call("getConversations", json!({})).await;
    assert_eq!((first["conversations"].as_array().unwrap().len(), &first["pages"]["per_page"]), (20, &json!(20)));
    let next = first["pages"]["next"].as_str().unwrap();
    let second = w.send_ok("GET", next, Value::Null).await;
    assert_eq!((second["conversations"].as_array().unwrap().len(), &second["pages"]["next"]), (1, &json!(null)));
}

#[tokio::test]
async fn pages_end_after_10_000_records() {
    let test = Test::covers(&["getUsers"]);
    let w = test.seeded("generate: {users: 10030}");
    let last = w.call("getUsers", json!({"page": "200", "perPage": "50"})).await;
    assert_eq!((last["users"].as_array().unwrap().len(), &last["pages"]["next"]), (50, &json!(null)));
    assert_eq!((&last["total_count"], &last["pages"]["total_pages"]), (&json!(10_030), &json!(200)));
    assert_eq!(w.rejected("getUsers", json!({"page": "201", "perPage": "50"})).await.0, UNPROCESSABLE);
    // The last page is truncated at the limit.
    let cut = w.call("getUsers", json!({"page": "167", "perPage": "60"})).await;
    assert_eq!((cut["users"].as_array().unwrap().len(), &cut["pages"]["next"]), (40, &json!(null)));
    assert_eq!(w.rejected("getUsers", json!({"page": "168", "perPage": "60"})).await.0, UNPROCESSABLE);
}

#[tokio::test]
async fn users_are_sorted_by_every_key() {
    let test = Test::covers(&["getUsers"]);
    let w = test.seeded(
        "users:\n\
         - {user_id: a, created_at: 10, updated_at: 40, last_request_at: 7, signed_up_at: 3}\n\
         - {user_id: b, created_at: 30, updated_at: 30, last_request_at: 9}\n\
         - {user_id: c, created_at: 20, updated_at: 50, signed_up_at: 4}",
    );
    for (sort, ascending) in [
        ("created_at", ["a", "c", "b"]),
        ("updated_at", ["b", "a", "c"]),
        // People without the value come first.
        ("last_request_at", ["c", "a", "b"]),
        ("signed_up_at", ["b", "a", "c"]),
    ] {
        let mut descending = ascending;
        descending.reverse();
        for (order, expected) in [("asc", ascending), ("desc", descending)] {
            let listed = w.call("getUsers", json!({"sort": sort, "order": order})).await;
            assert_eq!(all(&listed["users"], "user_id"), expected, "{sort} {order}");
        }
    }
    assert_eq!(all(&w.call("getUsers", json!({})).await["users"], "user_id"), ["b", "c", "a"], "the newest first");
    for query in ["sort=shoe_size", "order=up"] {
        assert_eq!(w.send_rejected("GET", &format!("/users?{query}"), Value::Null).await.0, UNPROCESSABLE, "{query}");
    }
}

#[tokio::test]
async fn leads_are_paginated() {
    let test = Test::covers(&["getLeads"]);
    let w = test.seeded("generate: {leads: 5}");
    let args = json!({"page": "2", "perPage": "2", "order": "asc", "sort": "created_at", "createdSince": "1"});
    let page = w.call("getLeads", args).await;
    assert_eq!((&page["type"], &page["total_count"]), (&json!("contact.list"), &json!(5)));
    assert_eq!(all(&page["contacts"], "name"), ["Generated lead 3", "Generated lead 4"]);
}

#[tokio::test]
async fn created_since_filters_by_days() {
    let test = Test::covers(&["createUserById", "getUsers", "updateUserById"]);
    let w = test.workspace();
    for user in ["a", "b", "c"] {
        w.call("createUserById", json!({"userId": user})).await;
        w.advance(86_400);
    }
    for (days, expected) in [(1, &["c"][..]), (2, &["c", "b"]), (3, &["c", "b", "a"]), (365, &["c", "b", "a"])] {
        let listed = w.call("getUsers", json!({"createdSince": days.to_string()})).await;
        assert_eq!(all(&listed["users"], "user_id"), expected, "{days}");
        assert_eq!(listed["total_count"], expected.len());
    }
    assert_eq!(users(&w, "created_since=3&order=asc&per_page=1&page=2").await, ["b"]);
    assert_eq!(w.send_rejected("GET", "/users?created_since=0", Value::Null).await.0, UNPROCESSABLE);
}

#[tokio::test]
async fn tag_and_segment_cannot_be_combined() {
    let test = Test::covers(&["getUsersBySegment", "getUsersByTag"]);
    let w = test.seeded(
        "tags: [{id: '9001', name: beta}]\n\
         segments: [{id: s, name: S, rules: [{attribute: name, is: known}]}, {id: c, name: C, of: company}]\n\
         users: [{user_id: a, tags: [beta], created_at: 1}, {user_id: b, tags: [beta], name: B, created_at: 2}, {user_id: c, name: C, created_at: 3}]",
    );
    assert_eq!(all(&w.call("getUsersByTag", json!({"tagId": "9001"})).await["users"], "user_id"), ["b", "a"]);
    assert_eq!(all(&w.call("getUsersBySegment", json!({"segmentId": "s"})).await["users"], "user_id"), ["c", "b"]);
    assert_eq!(users(&w, "tag_id=9001&order=asc&per_page=1").await, ["a"]);
    let page = w.send_ok("GET", "/users?tag_id=9001&per_page=1", Value::Null).await;
    assert_eq!(page["pages"]["next"], "http://localhost/users?tag_id=9001&page=2&per_page=1");
    assert_eq!(w.send_rejected("GET", "/users?tag_id=9001&segment_id=s", Value::Null).await.0, UNPROCESSABLE);
    for query in ["tag_id=1", "segment_id=1", "segment_id=c"] {
        assert_eq!(w.send_rejected("GET", &format!("/users?{query}"), Value::Null).await.0, NOT_FOUND, "{query}");
    }
}

#[tokio::test]
async fn page_beyond_the_last_is_empty_without_a_limit() {
    let test = Test::covers(&["getConversations"]);
    let w = test.seeded("users: [{user_id: u}]");
    for page in ["2", "18446744073709551615"] {
        let list = w.send_ok("GET", &format!("/conversations?page={page}&per_page=60"), json!(null)).await;
        assert_eq!((&list["conversations"], &list["pages"]["next"]), (&json!([]), &json!(null)));
    }
    let (status, body) = w.send("GET", "/users?page=18446744073709551615", json!(null)).await;
    assert_eq!(
        (status, &body["errors"][0]["message"]),
        (UNPROCESSABLE, &json!("pages reach 10000 records; use scroll for the rest"))
    );
}
