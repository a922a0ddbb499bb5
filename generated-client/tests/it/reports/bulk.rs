//! What first programs need: typed items, chunks, many calls at once, look-ups before creating, dynamic lists.

use crate::support::scripted;
use crate::support::scripted::{Scripted, json};
use intercom_client::bulk::{find_or_create, for_each_concurrent, for_each_concurrent_of};
use intercom_client::error::ErrorKind;
use intercom_client::paging::Cursor;
use intercom_client::time::Timestamp;
use intercom_client::types::{CompanyRef, EventData, EventTask, PersonRef, TaskMethod, UserData, UserRef, UserTask};
use intercom_client::{Client, PreparedRequest, json};
use std::sync::{Arc, Mutex};

fn client() -> Client {
    scripted(&Scripted::always(json(200, &[], "{}"))).build().unwrap()
}

fn body(request: Result<PreparedRequest, intercom_client::Error>) -> String {
    String::from_utf8(request.unwrap().body().unwrap().to_vec()).unwrap()
}

#[test]
fn items_of_arrays_are_built_by_name() {
    let companies =
        [CompanyRef::company_id("c-88").name("Kiln").monthly_spend(240), CompanyRef::id("6a1f").remove(true)];
    let call = client().users().create_by_email("ines@kiln.test").companies(companies);
    assert_eq!(
        body(call.into_request()),
        r#"{"email":"ines@kiln.test","companies":[{"company_id":"c-88","name":"Kiln","monthly_spend":240},{"id":"6a1f","remove":true}]}"#
    );
    let data = UserData::new().email("bea@kiln.test").companies([CompanyRef::company_id("c-88")]);
    let call = client().jobs().create_for_users([UserTask::new(TaskMethod::Post, data)]);
    assert_eq!(
        body(call.into_request()),
        r#"{"items":[{"data_type":"user","method":"post","data":{"email":"bea@kiln.test","companies":[{"company_id":"c-88"}]}}]}"#
    );
    let event = EventData::new("fired", Timestamp::from_unix(7)).user_id("u-1").metadata(json!({ "cone": 6 }));
    assert_eq!(
        body(client().jobs().create_for_events([EventTask::new(event)]).into_request()),
        r#"{"items":[{"method":"post","data_type":"event","data":{"event_name":"fired","created_at":7,"user_id":"u-1","metadata":{"cone":6}}}]}"#
    );
}

#[tokio::test]
async fn json_stands_in_the_place_of_items() {
    let call = client().tags().tag_users("vip", [json!({ "id": "1", "new": 2 })]);
    assert_eq!(body(call.into_request()), r#"{"name":"vip","users":[{"id":"1","new":2}]}"#);
    // As before, what the spec forces on each item counts.
    let call = client().tags().untag_users("vip", [UserRef::email("a@b.test")]);
    assert_eq!(body(call.into_request()), r#"{"name":"vip","users":[{"email":"a@b.test","untag":true}]}"#);
    let error = client().tags().tag_users("vip", [json!({}), json!(7)]).await.unwrap_err();
    assert_eq!(error.to_string(), "tagUser: `users` must be a list of JSON objects, and item 1 is none");
    let shown = format!("{:?}", UserRef::email("ines@kiln.test"));
    assert_eq!(shown, r#"UserRef(["email"])"#);
}

#[tokio::test]
async fn long_lists_are_sent_in_chunks() {
    let sizes = Arc::new(Mutex::new(Vec::new()));
    let seen = Arc::clone(&sizes);
    let transport = Scripted::new(move |nth, request| {
        let body: intercom_client::Value = serde_json::from_slice(request.body()).unwrap();
        seen.lock().unwrap().push(body["users"].as_array().unwrap().len());
        Ok(if nth == 5 { json(400, &[], "{}") } else { json(200, &[], r#"{"name":"vip"}"#) })
    });
    let client: Client = scripted(&transport).build().unwrap();
    let users = |count: usize| (0..count).map(|n| UserRef::user_id(n.to_string()));
    let tags = client.tags().tag_users("vip", users(120)).by_chunk().send_all().await.unwrap();
    assert_eq!((tags.len(), tags[0].name.as_deref()), (3, Some("vip")));
    assert_eq!(sizes.lock().unwrap().drain(..).collect::<Vec<_>>(), [50, 50, 20]);
    // It ends at its first error, and says how far it came.
    let mut chunks = client.tags().tag_users("vip", users(500)).by_chunk();
    while let Some(response) = chunks.next().await {
        if let Err(error) = response {
            assert_eq!(error.status(), Some(400));
        }
    }
    assert_eq!((chunks.items_sent(), sizes.lock().unwrap().len()), (100, 3));
}

#[tokio::test]
async fn many_calls_keep_results_in_order_and_failures() {
    let transport = Scripted::new(|_, request| {
        let body: intercom_client::Value = serde_json::from_slice(request.body()).unwrap();
        let email = body["email"].as_str().unwrap_or_default();
        Ok(if email.starts_with("bad") { json(422, &[], "{}") } else { json(200, &[], &body.to_string()) })
    });
    let client: Client = scripted(&transport.yielding(3)).build().unwrap();
    let emails = ["a@x.test", "bad@x.test", "c@x.test", "bad2@x.test", "e@x.test"];
    let outcomes = for_each_concurrent(2, emails, |email| client.users().create_by_email(email)).collect().await;
    let succeeded: Vec<_> = outcomes.succeeded.iter().map(|(at, user)| (*at, user.email.clone().unwrap())).collect();
    assert_eq!(succeeded, [(0, "a@x.test".to_owned()), (2, "c@x.test".to_owned()), (4, "e@x.test".to_owned())]);
    assert_eq!(outcomes.failed.iter().map(|(at, _)| *at).collect::<Vec<_>>(), [1, 3]);
}

#[tokio::test]
async fn items_of_a_list_are_the_input_of_further_calls() {
    let transport = Scripted::new(|_, request| {
        Ok(match (request.method().as_str(), request.uri().query()) {
            ("GET", None) => json(
                200,
                &[],
                r#"{"users":[{"id":"1"},{"id":"2"}],"pages":{"next":"http://scripted.test/users?page=2"}}"#,
            ),
            ("GET", _) => json(200, &[], r#"{"users":[{"id":"3"}]}"#),
            _ => json(200, &[], "{}"),
        })
    });
    let client: Client = scripted(&transport).build().unwrap();
    let mut calls = for_each_concurrent_of(2, client.users().list().by_item(), |user| {
        let client = client.clone();
        async move { client.notes().create(PersonRef::intercom_id(user?.id.unwrap_or_default()), "seen").await }
    });
    let mut count = 0;
    while let Some(note) = calls.next().await {
        note.unwrap();
        count += 1;
    }
    assert_eq!((count, transport.sent().len()), (3, 5));
}

#[tokio::test]
async fn find_or_create_creates_what_is_not_found() {
    let transport = Scripted::new(|_, request| {
        Ok(match request.method().as_str() {
            "GET" => json(404, &[], "{}"),
            _ => json(200, &[], r#"{"id":"new"}"#),
        })
    });
    let client: Client = scripted(&transport).build().unwrap();
    let companies = client.companies();
    let company = find_or_create(companies.get("c-1"), companies.create("c-1")).await.unwrap();
    assert_eq!(company.id.as_deref(), Some("new"));
    assert_eq!(transport.sent(), ["GET /companies?company_id=c-1", "POST /companies"]);
}

#[tokio::test]
async fn dynamic_calls_page_as_typed_ones_do() {
    let first = r#"{"users":[{"id":1},{"id":2}],"pages":{"next":"http://scripted.test/users?page=2"}}"#;
    let pages = || vec![json(200, &[], first), json(200, &[], r#"{"users":[{"id":3}]}"#)];
    let transport = Scripted::responses(pages());
    let client: Client = scripted(&transport).build().unwrap();
    let mut users = client.call("getUsers", json!({ "perPage": 2 })).by_item();
    let mut ids = Vec::new();
    while let Some(user) = users.next().await {
        ids.push(user.unwrap()["id"].to_string());
    }
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(transport.sent(), ["GET /users?per_page=2", "GET /users?page=2"]);
    // A cursor of one is a cursor of the other.
    let transport = Scripted::responses(pages());
    let client: Client = scripted(&transport).build().unwrap();
    let page = client.call("getUsers", json!({})).send_page().await.unwrap();
    assert_eq!(page.rest()["pages"]["next"], "http://scripted.test/users?page=2");
    let cursor: Cursor = page.cursor().unwrap().to_string().parse().unwrap();
    let mut rest = client.users().list().by_item().starting_at(cursor);
    assert_eq!(rest.next().await.unwrap().unwrap().id.as_deref(), Some("3"));
}

#[tokio::test]
async fn dynamic_scrolls_scroll() {
    let pages = vec![
        json(200, &[], r#"{"users":[{"id":"1"}],"scroll_param":"s1"}"#),
        json(200, &[], r#"{"users":[{"id":"2"}],"scroll_param":"s1"}"#),
        json(200, &[], r#"{"users":[],"scroll_param":"s1"}"#),
    ];
    let transport = Scripted::responses(pages);
    let client: Client = scripted(&transport).build().unwrap();
    let mut users = client.call("scrollUsers", json!({})).by_item();
    let mut count = 0;
    while let Some(user) = users.next().await {
        user.unwrap();
        count += 1;
    }
    assert_eq!((count, transport.sent()[1].as_str()), (2, "GET /users/scroll?scroll_param=s1"));
}

#[tokio::test]
async fn dynamic_call_without_a_list_has_no_items() {
    let mut items = client().call("getCurrentAdmin", json!({})).by_item();
    let error = items.next().await.unwrap().unwrap_err();
    assert!(error.kind() == ErrorKind::Argument && error.to_string().contains("returns no list"), "{error}");
    // A call that would change something is not sent to find out.
    let transport = Scripted::always(json(200, &[], "{}"));
    let client_of_writes: Client = scripted(&transport).build().unwrap();
    let error = client_of_writes.call("createTag", json!({ "name": "vip" })).send_page().await.unwrap_err();
    assert!(error.kind() == ErrorKind::Argument && transport.sent().is_empty(), "{error}");
    let mut items = client().call("getUserz", json!({})).by_item();
    assert!(items.next().await.unwrap().unwrap_err().to_string().contains("did you mean `getUsers`?"));
}
