//! Responses that would be lost as a whole for one invalid value.

use crate::faults::{create, find};
use crate::support::scripted;
use crate::support::scripted::{Scripted, json};
use intercom_client::types::{Avatar, User};
use intercom_client::{Client, RawResponse, Value};

fn client(status: u16, body: &str) -> Client {
    scripted(&Scripted::always(json(status, &[], body))).retries(0).build().unwrap()
}

async fn user(body: &str) -> User {
    find(&client(200, body)).await.unwrap()
}

#[tokio::test]
async fn unpaired_surrogate_is_replaced() {
    let user = user(r#"{"users":[{"id":"1","name":"Ines \ud83d"}]}"#).await;
    assert_eq!((user.id.as_deref(), user.name.as_deref()), (Some("1"), Some("Ines \u{fffd}")));
    let body = r#"{"id":"1","name":"Ines \ud83d"}"#;
    let value = client(200, body).call("getCurrentAdmin", Value::Null).await.unwrap();
    assert_eq!(value["name"], "Ines \u{fffd}");
}

#[tokio::test]
async fn unpaired_surrogate_does_not_end_a_list() {
    let first = r#"{"users":[{"id":"1","name":"\ud83d"}],"pages":{"next":"http://scripted.test/users?page=2"}}"#;
    let pages = vec![json(200, &[], first), json(200, &[], r#"{"users":[{"id":"2"}]}"#)];
    let client: Client = scripted(&Scripted::responses(pages)).build().unwrap();
    let mut users = client.users().list().by_item();
    let mut ids = Vec::new();
    while let Some(user) = users.next().await {
        ids.push(user.unwrap().id.unwrap());
    }
    assert_eq!(ids, ["1", "2"]);
}

#[tokio::test]
async fn empty_list_stands_for_an_empty_object() {
    let body = r#"{"id":"1","avatar":[],"custom_attributes":[],"companies":{"companies":{}},"location_data":[]}"#;
    let user = user(body).await;
    assert_eq!(user.id.as_deref(), Some("1"));
    assert_eq!(format!("{:?}", user.avatar), format!("{:?}", Some(Avatar::default())));
    assert!(user.custom_attributes.is_empty() && user.companies.unwrap().companies.is_empty());
    // A list with items is another response, and so is one as a whole.
    for body in [r#"{"avatar":[1]}"#, "[]"] {
        assert!(find(&client(200, body)).await.unwrap_err().is_decode(), "{body}");
    }
}

const PAGE: &str = r#"{"users":[{"id":"1"},{"id":{"new":true},"email":"a@b.test"},{"id":"3"},{"id":"4","avatar":7}]}"#;

#[tokio::test]
async fn undecodable_item_of_a_page_leaves_the_others() {
    let client = client(200, PAGE);
    let page = client.users().list().send_page().await.unwrap();
    let ids: Vec<_> = page.users.iter().filter_map(|user| user.id.as_deref()).collect();
    assert_eq!(ids, ["1", "3"]);
    // Nothing is lost: what does not decode is there as JSON.
    assert_eq!(page.undecodable().len(), 2);
    assert_eq!(page.undecodable()[0]["email"], "a@b.test");
    assert!(!format!("{page:?}").contains("a@b.test"), "{page:?}");
    let list = client.users().list().await.unwrap();
    assert_eq!((list.users.len(), list.extra["users"].as_array().unwrap().len()), (2, 2));
    let mut items = client.users().list().by_item();
    let mut count = 0;
    while let Some(item) = items.next().await {
        item.unwrap();
        count += 1;
    }
    assert_eq!(count, 2);
}

#[tokio::test]
async fn page_without_any_decodable_item_is_an_error() {
    for body in [r#"{"users":[{"id":{}},{"id":[1]}]}"#, r#"{"users":7}"#, r#"{"users":[{"id":"1"}],"pages":7}"#] {
        let error = client(200, body).users().list().await.unwrap_err();
        assert!(error.is_decode(), "{error}");
    }
    let error = client(200, r#"{"users":[{"id":{}}]}"#).users().list().await.unwrap_err();
    assert!(error.to_string().contains("`users[0].id`"), "{error}");
}

#[tokio::test]
async fn write_may_succeed_without_a_body() {
    for (status, body) in [(204, ""), (200, ""), (202, " \n")] {
        let client = client(status, body);
        assert!(create(&client).await.unwrap().id.is_none(), "{status}");
        assert_eq!(create(&client).send_full().await.unwrap().raw().status(), status);
        let dynamic = client.call("createLead", intercom_client::json!({ "email": "a@b.test" })).await.unwrap();
        assert_eq!(dynamic, Value::Null);
        // What was asked for is missing.
        assert!(find(&client).await.unwrap_err().is_decode(), "{status}");
    }
    let raw: RawResponse = create(&client(204, "")).send_raw().await.unwrap();
    assert!(raw.body().is_empty());
}

#[tokio::test]
async fn null_in_a_free_map_is_kept() {
    let user = user(r#"{"custom_attributes":{"a":null,"b":1,"c":[null]}}"#).await;
    assert_eq!(user.custom_attributes["a"], Value::Null);
    assert_eq!((user.custom_attributes.len(), &user.custom_attributes["c"][0]), (3, &Value::Null));
}

/// Report 01: what a model does not know may be personal data.
#[tokio::test]
async fn report_01_debug_of_no_model_shows_unknown_keys() {
    let unknown = r#"{"type":"a","new":"Ines Prado","email_of":"ines@kiln.test"}"#;
    let shown = [
        format!("{:?}", intercom_client::from_json::<intercom_client::types::Reference>(unknown.as_bytes()).unwrap()),
        format!("{:?}", intercom_client::from_json::<intercom_client::types::App>(unknown.as_bytes()).unwrap()),
        format!("{:?}", intercom_client::from_json::<User>(unknown.as_bytes()).unwrap().extra),
    ];
    for shown in shown {
        assert!(shown.contains("new") && !shown.contains("Ines") && !shown.contains("kiln"), "{shown}");
    }
    let user = intercom_client::from_json::<User>(unknown.as_bytes()).unwrap();
    assert!(format!("{:?}", intercom_client::redact::unredacted(&user)).contains("Ines Prado"));
}
