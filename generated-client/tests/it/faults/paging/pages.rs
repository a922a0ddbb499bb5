//! Which page is next, and where the list ends.

use super::{client, failure, ids, page, stream, url};
use crate::support::builder;
use crate::support::canary::checked;
use crate::support::scripted::{Scripted, json};
use bytes::Bytes;
use http::Response;
use intercom_client::error::ErrorKind;
use intercom_client::{Client, Error, Value};

/// A list that reads its items and nothing else: what its pages say of the next one is the stream's business alone.
struct Plain(Vec<Value>);

impl api_client_runtime::__private::FromResponse for Plain {
    fn from_response(response: intercom_client::RawResponse) -> Result<Self, Error> {
        let body = Value::from_response(response)?;
        Ok(Self(body["users"].as_array().unwrap().clone()))
    }
}

impl intercom_client::paging::Listing for Plain {
    type Item = Value;

    fn items(&self) -> &[Value] {
        &self.0
    }

    fn into_items(self) -> Vec<Value> {
        self.0
    }
}

/// How many users a stream over these pages returns.
async fn plain_stream(responses: Vec<Response<Bytes>>) -> (usize, Option<Error>, Vec<String>) {
    let transport = Scripted::responses(responses);
    let call = client(&transport).users().list().per_page("2").into_call();
    let mut pages = intercom_client::paging::Pages::<Plain>::new(call);
    let mut users = 0;
    while let Some(page) = pages.next().await {
        match page {
            Ok(page) => users += page.0.len(),
            Err(error) => return (users, Some(error), transport.sent()),
        }
    }
    (users, None, transport.sent())
}

#[tokio::test]
async fn case_34_pages_are_followed_by_url_one_request_each() {
    let (ids, error, sent) =
        stream(vec![page(&["1", "2"], url(2)), page(&["3"], url(3)), page(&["4"], Value::Null)]).await;
    assert!(error.is_none());
    assert_eq!(ids, "1 2 3 4");
    assert_eq!(sent, ["GET /users?per_page=2", "GET /users?page=2", "GET /users?page=3"]);
}

#[tokio::test]
async fn case_34_a_list_ends_where_no_next_page_is_named() {
    for end in [
        r#"{"users":[{"id":"1"}],"pages":{"next":null}}"#,
        r#"{"users":[{"id":"1"}],"pages":{"next":""}}"#,
        r#"{"users":[{"id":"1"}],"pages":{}}"#,
        r#"{"users":[{"id":"1"}],"pages":null}"#,
        r#"{"users":[{"id":"1"}]}"#,
    ] {
        let (ids, error, sent) = stream(vec![json(200, &[], end)]).await;
        assert_eq!((ids.as_str(), error.is_none(), sent.len()), ("1", true, 1), "{end}");
    }
    let (ids, error, sent) = stream(vec![json(200, &[], r#"{"users":null,"pages":{"next":null}}"#)]).await;
    assert_eq!((ids.as_str(), error.is_none(), sent.len()), ("", true, 1));
}

#[tokio::test]
async fn case_34_next_page_as_an_object_of_query_keys() {
    let next = serde_json::json!({ "page": 2, "starting_after": "WzE1Mzg+\u{e9}=", "per_page": null, "unusual": {} });
    let pages = vec![page(&["1"], next), page(&["2"], serde_json::json!({ "page": "3" })), page(&[], Value::Null)];
    let (users, error, sent) = plain_stream(pages).await;
    assert_eq!((users, error.is_none()), (2, true));
    assert!(!sent[1].contains("per_page"), "a key that it names is replaced: {sent:?}");
    assert!(sent[1].contains("page=2") && sent[1].contains("starting_after=WzE1Mzg%2B%C3%A9%3D"), "{sent:?}");
    assert!(
        sent[2].contains("page=3") && !sent[2].contains("page=2") && sent[2].contains("starting_after="),
        "{sent:?}"
    );
}

#[tokio::test]
async fn case_34_next_page_on_another_host_is_not_followed() {
    for next in [
        "http://evil.test/users?page=2",
        "https://scripted.test.evil.test/users?page=2",
        "http://user:pass@scripted.test/users?page=2",
        "http://scripted.test:81/users?page=2",
        "http://scripted.test:443/users?page=2",
        "http://scripted.test:99999/users?page=2",
        "ftp://scripted.test/users?page=2",
        "http://",
        "users?page=2",
        "not a URL",
        "*",
        "\u{e9}",
    ] {
        let (ids, error, sent) = stream(vec![page(&["1"], next)]).await;
        let error = error.unwrap_or_else(|| panic!("{next} was followed to {sent:?}"));
        let line = checked(&error);
        assert_eq!((error.kind(), error.status(), sent.len()), (ErrorKind::Paging, Some(200), 1), "{line}");
        assert!(ids == "1" && error.body().is_some() && !line.contains("pass"), "{line}");
    }
    // Without a host, or with the right one in any writing, it is this server, by the scheme of the base URL.
    for next in [
        "/users?page=2",
        "https://scripted.test/users?page=2",
        "HTTP://SCRIPTED.TEST/users?page=2",
        "http://scripted.test:80/users?page=2",
    ] {
        let (ids, error, sent) = stream(vec![page(&["1"], next), page(&["2"], Value::Null)]).await;
        assert_eq!((ids.as_str(), error.is_none(), sent[1].as_str()), ("1 2", true, "GET /users?page=2"), "{next}");
    }
    let (_, _, sent) = stream(vec![page(&["1"], "//evil.test/users"), page(&["2"], Value::Null)]).await;
    assert!(sent.len() == 1 || sent[1] == "GET //evil.test/users", "{sent:?}");
}

#[tokio::test]
async fn case_34_next_page_on_the_host_of_a_base_url_with_its_port() {
    for (base, next, followed) in [
        ("https://scripted.test:443", "https://scripted.test/users?page=2", true),
        ("https://scripted.test:443", "https://scripted.test:443/users?page=2", true),
        ("http://scripted.test:80", "http://scripted.test/users?page=2", true),
        ("https://scripted.test:8443", "https://scripted.test/users?page=2", false),
        ("https://scripted.test", "https://scripted.test:8443/users?page=2", false),
    ] {
        let transport = Scripted::responses(vec![page(&["1"], next), page(&["2"], Value::Null)]);
        let client: Client = builder(base).transport(transport.clone()).build().unwrap();
        let (ids, error) = ids(&mut client.users().list().by_item()).await;
        let expected = if followed { ("1 2", false, 2) } else { ("1", true, 1) };
        assert_eq!((ids.as_str(), error.is_some(), transport.sent().len()), expected, "{base} {next}");
    }
}

#[tokio::test]
async fn case_34_next_page_of_no_known_kind_is_an_error() {
    for next in [Value::from(2), Value::from(true), serde_json::json!(["x"])] {
        let (_, error, sent) = plain_stream(vec![page(&["1"], next)]).await;
        let error = error.unwrap();
        assert_eq!((error.kind(), sent.len()), (ErrorKind::Paging, 1), "{}", checked(&error));
    }
}

#[tokio::test]
async fn case_34_empty_page_with_a_cursor_is_not_the_end() {
    let pages = vec![page(&[], url(2)), page(&["1"], url(3)), page(&[], url(4)), page(&["2"], Value::Null)];
    let (ids, error, sent) = stream(pages).await;
    assert_eq!((ids.as_str(), error.is_none(), sent.len()), ("1 2", true, 4));
}

#[tokio::test]
async fn case_34_page_that_links_to_itself_is_an_error() {
    let transport = Scripted::responses(vec![page(&["1"], url(2)), page(&["2"], url(2))]);
    let mut items = client(&transport).users().list().by_item();
    let (_, error) = ids(&mut items).await;
    let error = error.unwrap();
    assert_eq!(error.kind(), ErrorKind::Paging, "{}", checked(&error));
    assert!(error.to_string().contains("runs in a circle"), "{error}");
    assert!(items.next().await.is_none());
    assert_eq!((transport.sent().len(), items.cursor()), (2, None));
}

#[tokio::test]
async fn case_34_page_cycle_is_an_error_at_the_first_repeat() {
    for (lead, length) in (0..3).flat_map(|lead| (1..40).map(move |length| (lead, length))) {
        // Some pages lead into a circle. Pages are numbered from 1, and the first one is asked for without a number.
        let transport = Scripted::new(move |nth, request| {
            let number = request.uri().query().map_or(1, |query| query.trim_start_matches("page=").parse().unwrap());
            assert_eq!(number, nth + 1, "a page is asked for twice");
            let next = if number < lead + length { number + 1 } else { lead + 1 };
            let next = if next == 1 { "/users".to_owned() } else { url(next) };
            Ok(page(&[&number.to_string()], next))
        });
        let mut items = client(&transport).users().list().by_item();
        let (found, error) = ids(&mut items).await;
        let error = error.unwrap_or_else(|| panic!("{lead} pages and a circle of {length} ended"));
        assert_eq!((error.kind(), error.status()), (ErrorKind::Paging, Some(200)));
        let all: Vec<_> = (1..=lead + length).map(|number| number.to_string()).collect();
        assert_eq!(found, all.join(" "), "{lead} pages and a circle of {length}");
        assert!(items.next().await.is_none());
        assert_eq!(transport.sent().len(), lead + length);
    }
}

#[tokio::test]
async fn case_34_page_stream_ends_at_an_error_and_resumes() {
    let transport = Scripted::responses(vec![
        page(&["1", "2"], url(2)),
        failure(429, "rate_limit_exceeded"),
        page(&["3"], url(3)),
        page(&["4"], Value::Null),
    ]);
    let mut pages = client(&transport).users().list().by_page();
    assert_eq!(pages.next().await.unwrap().unwrap().users.len(), 2);
    // Nothing to resume: the page that was read is not asked for again.
    pages.resume();
    assert_eq!(pages.next().await.unwrap().unwrap_err().status(), Some(429));
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    assert_eq!(pages.cursor().unwrap().to_string(), "0:page:/users?page=2");
    assert_eq!(transport.sent().len(), 2);
    pages.resume();
    let mut ids = Vec::new();
    while let Some(page) = pages.next().await {
        ids.extend(page.unwrap().users.iter().map(|user| user.id.clone().unwrap()));
    }
    assert_eq!(ids, ["3", "4"]);
    // Nor does it start again after its end.
    pages.resume();
    assert!(pages.next().await.is_none());
    assert_eq!(transport.sent().len(), 4);
}
