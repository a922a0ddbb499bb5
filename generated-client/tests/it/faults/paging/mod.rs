//! Lists that end unusually, break, or never end: case 34. Every test counts the requests.

mod cursor;
mod items;
mod pages;
mod scroll;

use crate::support::manual_clock::ManualClock;
use crate::support::scripted;
use crate::support::scripted::{Scripted, json};
use bytes::Bytes;
use http::Response;
use intercom_client::{Client, Error, Value};

/// A page of users with these ids and what it says of the next one.
fn page(ids: &[&str], next: impl Into<Value>) -> Response<Bytes> {
    let users: Vec<Value> = ids.iter().map(|id| serde_json::json!({ "id": id })).collect();
    json(200, &[], &serde_json::json!({ "users": users, "pages": { "next": next.into() } }).to_string())
}

/// A page of a scroll.
fn scroll(ids: &[&str], parameter: &str) -> Response<Bytes> {
    let users: Vec<Value> = ids.iter().map(|id| serde_json::json!({ "id": id })).collect();
    json(200, &[], &serde_json::json!({ "users": users, "scroll_param": parameter }).to_string())
}

fn failure(status: u16, code: &str) -> Response<Bytes> {
    json(status, &[], &format!(r#"{{"type":"error.list","errors":[{{"code":"{code}","message":"no"}}]}}"#))
}

/// The URL of a page.
fn url(page: usize) -> String {
    format!("http://scripted.test/users?page={page}")
}

fn client(transport: &Scripted) -> Client {
    scripted(transport).clock(ManualClock::new()).build().unwrap()
}

type Items<L> = intercom_client::paging::Items<L>;

/// The ids up to the end or an error.
async fn ids<L>(items: &mut Items<L>) -> (String, Option<Error>)
where
    L: intercom_client::paging::Listing<Item = intercom_client::types::User>,
{
    let mut ids = Vec::new();
    while let Some(item) = items.next().await {
        match item {
            Ok(user) => ids.push(user.id.unwrap()),
            Err(error) => return (ids.join(" "), Some(error)),
        }
    }
    (ids.join(" "), None)
}

/// What a stream over these pages returns.
async fn stream(responses: Vec<Response<Bytes>>) -> (String, Option<Error>, Vec<String>) {
    let transport = Scripted::responses(responses);
    let (ids, error) = ids(&mut client(&transport).users().list().per_page("2").by_item()).await;
    (ids, error, transport.sent())
}

/// Three pages of seven users, by the page's number in the query.
fn book() -> Scripted {
    Scripted::new(|_, request| {
        Ok(match request.uri().query() {
            None => page(&["1", "2", "3"], url(2)),
            Some("page=2") => page(&["4", "5"], url(3)),
            Some("page=3") => page(&["6", "7"], Value::Null),
            other => panic!("{other:?}"),
        })
    })
}
