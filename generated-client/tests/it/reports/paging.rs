//! Reports 16 and 18: where the next page is.

use crate::support::builder;
use crate::support::canary::checked;
use crate::support::scripted::{Scripted, json};
use intercom_client::Client;
use intercom_client::error::ErrorKind;

/// The ids that a stream of users returns behind this base URL, how it ends, and what was sent.
async fn stream(base_url: &str, first_page: &str) -> (Vec<String>, Option<ErrorKind>, Vec<String>) {
    let last = r#"{"type":"user.list","users":[{"type":"user","id":"2"}],"pages":{"next":null}}"#;
    let transport = Scripted::responses(vec![json(200, &[], first_page), json(200, &[], last)]);
    let client: Client = builder(base_url).transport(transport.clone()).build().unwrap();
    let (mut users, mut ids) = (client.users().list().by_item(), Vec::new());
    while let Some(user) = users.next().await {
        match user {
            Ok(user) => ids.push(user.id.unwrap()),
            Err(error) => {
                checked(&error);
                return (ids, Some(error.kind()), transport.sent());
            }
        }
    }
    (ids, None, transport.sent())
}

fn page(next: &str) -> String {
    format!(r#"{{"type":"user.list","users":[{{"type":"user","id":"1"}}],"pages":{{"type":"pages","next":{next}}}}}"#)
}

#[tokio::test]
async fn report_16_next_page_behind_a_gateway_is_followed() {
    for (base_url, next, second) in [
        ("http://gateway.test", "https://api.intercom.io/users?per_page=1&page=2", "GET /users?per_page=1&page=2"),
        ("http://gateway.test", "http://API.intercom.io:80/users?page=2", "GET /users?page=2"),
        ("http://gateway.test/proxy/", "https://api.eu.intercom.io/users?page=2", "GET /proxy/users?page=2"),
        // A gateway that writes its own name, and forgets its path.
        ("http://gateway.test/proxy", "http://gateway.test/users?page=2", "GET /proxy/users?page=2"),
        ("http://gateway.test/proxy", "http://gateway.test/proxy/users?page=2", "GET /proxy/users?page=2"),
        ("http://gateway.test/proxy", "/users?page=2", "GET /proxy/users?page=2"),
    ] {
        let (ids, error, sent) = stream(base_url, &page(&format!("\"{next}\""))).await;
        assert_eq!((ids.join(" ").as_str(), error), ("1 2", None), "{base_url} {next}");
        assert_eq!(sent[1], second, "{base_url} {next}");
    }
}

#[tokio::test]
async fn report_16_foreign_host_is_never_followed() {
    for next in [
        "https://api.intercom.io.evil.test/users?page=2",
        "https://user@api.intercom.io/users?page=2",
        "https://api.intercom.io:444/users?page=2",
        "//evil.test/users?page=2",
    ] {
        let (ids, error, sent) = stream("http://gateway.test", &page(&format!("\"{next}\""))).await;
        assert_eq!((ids.join(" ").as_str(), error), ("1", Some(ErrorKind::Paging)), "{next}");
        assert_eq!(sent.len(), 1, "{next}");
    }
}

#[tokio::test]
async fn report_18_next_page_may_be_an_object() {
    let next = r#"{"page":2,"starting_after":"abc"}"#;
    let (ids, error, sent) = stream("http://scripted.test", &page(next)).await;
    assert_eq!((ids.join(" ").as_str(), error), ("1 2", None));
    assert_eq!(sent[1], "GET /users?page=2&starting_after=abc");
}
