//! Lists that end unusually, break, or never end: case 34. Every test counts the requests.

use crate::support::canary::checked;
use crate::support::manual_clock::ManualClock;
use crate::support::scripted::{Scripted, json};
use crate::support::{builder, child, scripted};
use bytes::Bytes;
use http::Response;
use intercom_client::error::ErrorKind;
use intercom_client::paging::Cursor;
use intercom_client::types::{UserList, UserScroll};
use intercom_client::{Client, Error, Value};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

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

/// Takes a stream up again and again from the text of its cursor, after each item: the ids, and how it ends.
async fn in_pieces(transport: &Scripted, mut cursor: Option<Cursor>) -> (String, Option<Error>) {
    let mut ids = Vec::new();
    loop {
        let mut items = client(transport).users().list().by_item();
        if let Some(cursor) = &cursor {
            items = items.starting_at(cursor.to_string().parse().unwrap());
        }
        match items.next().await {
            Some(Ok(user)) => ids.push(user.id.unwrap()),
            Some(Err(error)) => return (ids.join(" "), Some(error)),
            None => return (ids.join(" "), None),
        }
        cursor = items.cursor();
        assert!(cursor.is_some() && ids.len() < 20, "{ids:?}");
    }
}

#[tokio::test]
async fn case_34_page_that_leads_nowhere_is_given_out_before_the_error() {
    for next in ["http://evil.test/users?page=3", "http://scripted.test/users?page=2", "*"] {
        let book = move || {
            Scripted::new(move |_, request| {
                let first = request.uri().query().is_none();
                Ok(if first { page(&["1"], url(2)) } else { page(&["2", "3"], next) })
            })
        };
        let transport = book();
        let mut items = client(&transport).users().list().by_item();
        let (before, error) = ids(&mut items).await;
        let error = error.unwrap();
        assert_eq!((before.as_str(), error.kind(), error.status()), ("1 2 3", ErrorKind::Paging, Some(200)), "{next}");
        // Asking again does not help, and nobody is asked.
        assert!(items.next().await.is_none() && items.cursor().is_none());
        assert_eq!(transport.sent().len(), 2, "{next}");

        // By pages: between the page and the error there is a place to go on, from where the error is reported again and nothing
        // is there twice.
        let transport = book();
        let mut pages = client(&transport).users().list().by_page();
        pages.next().await.unwrap().unwrap();
        let last = pages.next().await.unwrap().unwrap();
        assert_eq!((last.users.len(), last.cursor()), (2, pages.cursor()), "{next}");
        let cursor = pages.cursor().unwrap().to_string();
        assert_eq!(cursor, "2:page:/users?page=2");
        let mut rest = client(&book()).users().list().by_page().starting_at(cursor.parse().unwrap());
        assert_eq!(rest.next().await.unwrap().unwrap_err().kind(), ErrorKind::Paging);
        assert!(rest.next().await.is_none());

        let (pieces, error) = in_pieces(&book(), None).await;
        assert_eq!((pieces.as_str(), error.unwrap().kind()), ("1 2 3", ErrorKind::Paging), "{next}");

        // One page alone has the cursor that leads to the error.
        let one = Scripted::new(move |_, _| Ok(page(&["1", "2"], "http://evil.test/")));
        let first = client(&one).users().list().send_page().await.unwrap();
        let (rest, error) = in_pieces(&one, first.cursor().cloned()).await;
        assert_eq!((first.users.len(), rest.as_str(), error.unwrap().kind()), (2, "", ErrorKind::Paging));
    }
}

#[tokio::test]
async fn case_34_a_stream_goes_on_from_a_page_that_led_nowhere_once_the_server_is_fixed() {
    let transport = Scripted::responses(vec![page(&["4", "5"], url(3)), page(&["6"], Value::Null)]);
    let mut items = client(&transport).users().list().by_item().starting_at("2:page:/users?page=2".parse().unwrap());
    let (ids, error) = ids(&mut items).await;
    assert_eq!((ids.as_str(), error.is_none(), transport.sent().len()), ("6", true, 2));
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
async fn case_34_page_that_leads_to_itself_is_an_error_and_the_end() {
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
async fn case_34_longer_circles_are_found_at_the_first_repeat() {
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
async fn case_34_pages_that_the_server_puts_at_another_path_are_followed_and_taken_up() {
    let transport = Scripted::new(|_, request| {
        Ok(match request.uri().path_and_query().unwrap().as_str() {
            "/companies?type=user&company_id=7" => page(&["1", "2"], "/companies/5a/users?page=2"),
            "/companies/5a/users?page=2" => page(&["3"], "/companies/5a/users?page=3"),
            "/companies/5a/users?page=3" => page(&["4"], Value::Null),
            other => panic!("{other}"),
        })
    });
    let list = || client(&transport).companies().list_users("7").by_item();
    let mut items = list();
    let mut seen = Vec::new();
    while let Some(item) = items.next().await {
        seen.push(item.unwrap().id.unwrap());
        let Some(cursor) = items.cursor() else { break };
        items = list().starting_at(cursor.to_string().parse().unwrap());
    }
    assert_eq!(seen, ["1", "2", "3", "4"]);
}

#[tokio::test]
async fn case_34_cursor_of_another_list_or_kind_is_rejected() {
    fn rejected(error: Option<Result<impl Sized, Error>>, transport: &Scripted) {
        let error = error.unwrap().err().unwrap();
        let line = checked(&error);
        assert!(error.kind() == ErrorKind::Argument && line.contains("nothing was sent"), "{line}");
        assert!(error.function().is_some() && transport.sent().is_empty(), "{line}");
    }
    let transport = Scripted::responses(Vec::new());
    let client = client(&transport);
    for cursor in ["0:page:/users?page=2", "3:page:/companies/7?page=2", "0:scroll:abc", "0:page:/companies/../users"] {
        let cursor: Cursor = cursor.parse().unwrap();
        let mut items = client.companies().list().by_item().starting_at(cursor.clone());
        rejected(items.next().await, &transport);
        items.resume();
        assert!(items.next().await.is_none() && items.cursor().is_none(), "{cursor}");
        let mut pages = client.companies().list().by_page().starting_at(cursor);
        rejected(pages.next().await, &transport);
        assert!(pages.next().await.is_none());
    }
    for cursor in ["0:page:/users?page=2", "0:page:/users/scroll?scroll_param=a"] {
        let mut items = client.users().scroll().by_item().starting_at(cursor.parse().unwrap());
        rejected(items.next().await, &transport);
        assert!(items.next().await.is_none());
    }
    // The beginning is everybody's.
    let transport = Scripted::always(scroll(&[], "a"));
    let mut items = self::client(&transport).users().scroll().by_item().starting_at("0:start:".parse().unwrap());
    assert!(items.next().await.is_none() && transport.sent().len() == 1);
}

#[tokio::test]
async fn case_34_after_an_error_the_same_page_is_asked_for_again() {
    // Page 3 is rejected once without a time to wait for, and fails once until the retries are used up.
    let transport = Scripted::responses(vec![
        page(&["1", "2"], url(2)),
        page(&["3", "4"], url(3)),
        failure(429, "rate_limit_exceeded"),
        failure(503, "busy"),
        failure(503, "busy"),
        failure(503, "busy"),
        page(&["5"], url(4)),
        page(&["6"], Value::Null),
    ]);
    let mut items = client(&transport).users().list().by_item();
    let (before, first) = ids(&mut items).await;
    assert_eq!((before.as_str(), first.and_then(|error| error.status())), ("1 2 3 4", Some(429)));
    assert_eq!(items.cursor().unwrap().to_string(), "0:page:/users?page=3");
    assert!(items.next().await.is_none(), "the stream has ended");
    items.resume();
    let (between, second) = ids(&mut items).await;
    assert_eq!((between.as_str(), second.map(|error| error.attempts())), ("", Some(3)));
    items.resume();
    let (after, end) = ids(&mut items).await;
    assert_eq!((after.as_str(), end.is_none()), ("5 6", true));
    assert!(items.next().await.is_none() && items.next().await.is_none());
    assert_eq!(transport.sent().len(), 8);
}

#[tokio::test]
async fn case_34_an_error_that_stays_ends_the_stream_where_another_can_take_it_up() {
    for (status, code) in [
        (401, "token_revoked"),
        (403, "forbidden"),
        (400, "parameter_invalid"),
        (404, "not_found"),
        (410, "gone"),
        (422, "x"),
    ] {
        let transport = Scripted::new(move |nth, _| {
            Ok(match nth {
                0 => page(&["1"], url(2)),
                1 => failure(status, code),
                _ => page(&["2"], Value::Null),
            })
        });
        let client = client(&transport);
        let mut items = client.users().list().by_item();
        let (before, error) = ids(&mut items).await;
        assert_eq!((before.as_str(), error.unwrap().status()), ("1", Some(status)));
        assert!(items.next().await.is_none() && items.next().await.is_none());
        assert_eq!(transport.sent().len(), 2, "{status}: nothing is asked for after the end");
        let mut rest = client.users().list().by_item().starting_at(items.cursor().unwrap());
        assert_eq!(ids(&mut rest).await.0, "2", "{status}");
    }
    // An response that cannot be read.
    let transport = Scripted::responses(vec![page(&["1"], url(2)), json(200, &[], "<html>")]);
    let mut items = client(&transport).users().list().by_item();
    assert!(ids(&mut items).await.1.unwrap().is_decode() && items.next().await.is_none());
    // A call that cannot be made.
    let transport = Scripted::responses(Vec::new());
    let client: Client = Client::builder().transport(transport).build().unwrap();
    let mut pages = client.users().list().by_page();
    assert_eq!(pages.next().await.unwrap().unwrap_err().kind(), ErrorKind::MissingToken);
    assert!(pages.next().await.is_none());
}

#[tokio::test]
async fn case_34_stream_ends_at_its_first_error() {
    let transport = Scripted::always(failure(429, "rate_limit_exceeded"));
    let mut items = client(&transport).users().list().by_item();
    for requests in 1..=3 {
        items.next().await.unwrap().unwrap_err();
        for _ in 0..100 {
            assert!(items.next().await.is_none());
        }
        assert_eq!(transport.sent().len(), requests);
        items.resume();
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

#[tokio::test]
async fn case_34_a_stream_is_taken_up_from_the_text_of_its_cursor() {
    for taken in 0..=7 {
        let transport = book();
        let mut items = client(&transport).users().list().by_item();
        let mut seen = Vec::new();
        for _ in 0..taken {
            seen.push(items.next().await.unwrap().unwrap().id.unwrap());
        }
        let Some(cursor) = items.cursor() else {
            assert_eq!(taken, 7, "only the end has no cursor");
            continue;
        };
        drop(items);
        // Another process: nothing but the text is left.
        let cursor: Cursor = cursor.to_string().parse().unwrap();
        let transport = book();
        let mut items = client(&transport).users().list().by_item().starting_at(cursor.clone());
        assert_eq!(items.cursor(), Some(cursor));
        let (rest, error) = ids(&mut items).await;
        assert!(error.is_none());
        seen.extend(rest.split(' ').map(str::to_owned));
        assert_eq!(seen.join(" "), "1 2 3 4 5 6 7", "after {taken}");
        let pages_left = [3, 3, 3, 2, 2, 1, 1][taken];
        assert_eq!(transport.sent().len(), pages_left, "after {taken}");
    }
}

#[tokio::test]
async fn case_34_a_stream_is_taken_up_more_than_once_in_one_page() {
    let mut cursor: Option<Cursor> = None;
    let mut seen = Vec::new();
    loop {
        let mut items = client(&book()).users().list().by_item();
        if let Some(cursor) = cursor {
            items = items.starting_at(cursor.to_string().parse().unwrap());
        }
        seen.push(items.next().await.unwrap().unwrap().id.unwrap());
        cursor = items.cursor();
        if cursor.is_none() {
            break;
        }
    }
    assert_eq!(seen.join(" "), "1 2 3 4 5 6 7");
}

#[tokio::test]
async fn case_34_pages_are_taken_up_too_and_a_page_carries_its_cursor() {
    let client = client(&book());
    let first = client.users().list().send_page().await.unwrap();
    let cursor = first.cursor().unwrap().clone();
    assert_eq!((first.users.len(), cursor.to_string().as_str()), (3, "0:page:/users?page=2"));
    let mut pages = client.users().list().by_page().starting_at(cursor);
    let second = pages.next().await.unwrap().unwrap();
    assert_eq!(
        (second.users.len(), pages.cursor().map(ToString::to_string)),
        (2, Some("0:page:/users?page=3".to_owned()))
    );
    let third = pages.next().await.unwrap().unwrap();
    assert!(third.cursor().is_none() && pages.cursor().is_none() && pages.next().await.is_none());
    let list: UserList = third.into_inner();
    assert_eq!(list.users.len(), 2);
}

#[tokio::test]
async fn case_34_a_page_that_shrank_since_does_no_harm() {
    let transport = Scripted::new(|_, request| {
        Ok(match request.uri().query() {
            Some("page=2") => page(&["4"], url(3)),
            _ => page(&["6"], Value::Null),
        })
    });
    let mut items = client(&transport).users().list().by_item().starting_at("5:page:/users?page=2".parse().unwrap());
    assert_eq!(ids(&mut items).await.0, "6");
    assert_eq!(transport.sent().len(), 2);
}

#[tokio::test]
async fn case_34_limits_ask_for_no_page_too_many() {
    for (limit, expected, requests) in [
        (0, "", 0),
        (1, "1", 1),
        (3, "1 2 3", 1),
        (4, "1 2 3 4", 2),
        (5, "1 2 3 4 5", 2),
        (7, "1 2 3 4 5 6 7", 3),
        (99, "1 2 3 4 5 6 7", 3),
    ] {
        let transport = book();
        let mut items = client(&transport).users().list().by_item().limit(limit);
        assert_eq!((ids(&mut items).await.0.as_str(), transport.sent().len()), (expected, requests), "{limit}");
        assert!(items.next().await.is_none());
        assert_eq!(transport.sent().len(), requests, "{limit}");
    }
}

#[tokio::test]
async fn case_34_nothing_is_asked_for_before_it_is_needed_nor_after_a_drop() {
    let transport = book();
    let mut items = client(&transport).users().list().by_item();
    assert_eq!(transport.sent().len(), 0);
    for _ in 0..3 {
        items.next().await.unwrap().unwrap();
    }
    assert_eq!(transport.sent().len(), 1);
    drop(items);
    tokio::task::yield_now().await;
    assert_eq!(transport.sent().len(), 1);
}

#[tokio::test]
async fn case_34_streams_are_owned_and_sent_between_threads() {
    let client = client(&book());
    let mut items = client.users().list().by_item();
    drop(client);
    let task = tokio::spawn(async move { ids(&mut items).await.0 });
    assert_eq!(task.await.unwrap(), "1 2 3 4 5 6 7");
}

#[tokio::test]
async fn case_34_streams_are_streams_for_those_who_want_streams() {
    async fn count<T>(mut stream: impl futures_core::Stream<Item = Result<T, Error>> + Unpin) -> usize {
        let mut count = 0;
        while let Some(item) = poll_fn(|context| Pin::new(&mut stream).poll_next(context)).await {
            item.unwrap();
            count += 1;
        }
        count
    }
    let client = client(&book());
    assert_eq!(count(client.users().list().by_item()).await, 7);
    assert_eq!(count(client.users().list().by_page()).await, 3);
    let shown = format!("{:?} {:?}", client.users().list().by_item(), client.users().list().by_page());
    assert_eq!(shown.matches("getUsers").count(), 2, "{shown}");
}

#[test]
fn case_34_what_is_no_cursor_is_rejected_with_an_example() {
    let error = "http://evil.test/".parse::<Cursor>().unwrap_err();
    assert!(error.to_string().contains("0:page:/users?page=2"), "{error}");
}

#[tokio::test]
async fn case_34_ten_thousand_pages_in_flat_memory() {
    if child::part().is_none() {
        child::run("faults::paging::case_34_ten_thousand_pages_in_flat_memory", "client", &[]);
        return;
    }
    const PAGES: usize = 10_000;
    let filler = "x".repeat(300);
    // Counts requests by itself: the list of the others' targets would grow.
    let count = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&count);
    struct Counting<F>(F);
    impl<F: Fn() -> Response<Bytes> + Send + Sync + 'static> intercom_client::transport::Transport for Counting<F> {
        fn send(
            &self,
            _: http::Request<Bytes>,
            _: intercom_client::transport::SendOptions,
        ) -> intercom_client::transport::TransportFuture {
            let response = self.0();
            Box::pin(async { Ok(response) })
        }
    }
    let transport = Counting(move || {
        let page = counted.fetch_add(1, Ordering::SeqCst) + 1;
        let ids = [filler.as_str(); 3];
        self::page(&ids, if page == PAGES { Value::Null } else { url(page + 1).into() })
    });
    let client: Client = builder("http://scripted.test").transport(transport).build().unwrap();
    let mut items = client.users().list().by_item();
    let (mut seen, mut after_ten) = (0, None);
    while let Some(item) = items.next().await {
        item.unwrap();
        seen += 1;
        if seen == 30 {
            after_ten = child::peak_memory();
        }
    }
    assert_eq!((seen, count.load(Ordering::SeqCst)), (3 * PAGES, PAGES));
    if let (Some(before), Some(after)) = (after_ten, child::peak_memory()) {
        assert!(after - before < 8, "{before} MiB after ten pages, {after} MiB at the end");
    }
}

#[tokio::test]
async fn case_34_scroll_ends_with_its_empty_page() {
    let transport = Scripted::responses(vec![scroll(&["1", "2"], "a b"), scroll(&["3"], "a b"), scroll(&[], "a b")]);
    let client = client(&transport);
    let mut pages = client.users().scroll().by_page();
    let mut sizes = Vec::new();
    while let Some(page) = pages.next().await {
        sizes.push(UserScroll::clone(&page.unwrap()).users.len());
    }
    assert_eq!(sizes, [2, 1]);
    assert_eq!(
        transport.sent(),
        ["GET /users/scroll", "GET /users/scroll?scroll_param=a%20b", "GET /users/scroll?scroll_param=a%20b"]
    );
    // One that is empty from the start is one empty page.
    let transport = Scripted::responses(vec![scroll(&[], "a")]);
    let mut pages = self::client(&transport).users().scroll().by_page();
    assert!(pages.next().await.unwrap().unwrap().users.is_empty());
    assert!(pages.next().await.is_none());
    // One without a parameter cannot go on.
    let transport = Scripted::responses(vec![json(200, &[], r#"{"users":[{"id":"1"}],"scroll_param":null}"#)]);
    assert_eq!(ids(&mut self::client(&transport).users().scroll().by_item()).await.0, "1");
}

#[tokio::test]
async fn case_34_scroll_ends_with_404_soon_after_a_page() {
    for idle in [0, 50] {
        let transport = Scripted::responses(vec![scroll(&["1"], "a"), scroll(&["2"], "a"), failure(404, "not_found")]);
        let clock = ManualClock::new();
        let client: Client = scripted(&transport).clock(clock.clone()).build().unwrap();
        let mut items = client.users().scroll().by_item();
        // Each page keeps it alive.
        for _ in 0..2 {
            items.next().await.unwrap().unwrap();
            clock.advance(Duration::from_secs(idle));
        }
        assert!(items.next().await.is_none() && items.next().await.is_none() && items.cursor().is_none());
        assert_eq!(transport.sent().len(), 3);
    }
}

#[tokio::test]
async fn case_34_scroll_whose_page_waited_for_its_turn_ends_as_any_other() {
    // The wait for a rate limit comes before the page that was read last, and does not make it old.
    let limited = json(429, &[("Retry-After", "58")], "");
    let responses = vec![scroll(&["1"], "a"), limited, scroll(&["2"], "a"), failure(404, "not_found")];
    let transport = Scripted::responses(responses);
    let patient = scripted(&transport).clock(ManualClock::new()).timeout(Duration::from_secs(300)).build();
    let client: Client = patient.unwrap();
    let (seen, error) = ids(&mut client.users().scroll().by_item()).await;
    assert_eq!((seen.as_str(), error.is_none()), ("1 2", true), "{error:?}");
}

#[tokio::test]
async fn case_34_scroll_that_may_have_expired_is_an_error_and_no_end() {
    let dated = |mut response: Response<Bytes>, date: &str| {
        response.headers_mut().insert("date", format!("Fri, 28 Sep 2018 {date} GMT").parse().unwrap());
        response
    };
    // Seconds by this machine's clock, and the server's times of page and failure: either clock is enough.
    for (idle, page_at, failure_at, over) in [
        (3, "10:20:00", "10:20:03", true),
        (50, "10:20:00", "10:20:50", true),
        (60, "10:20:00", "10:20:00", false),
        (3_600, "10:20:00", "11:20:00", false),
        // The machine slept.
        (0, "10:20:00", "10:21:00", false),
        // The server's clock was set back.
        (3, "10:20:00", "09:20:00", true),
        (61, "10:20:00", "09:20:00", false),
    ] {
        let place = format!("{idle} s here, from {page_at} to {failure_at} there");
        let responses = vec![dated(scroll(&["1"], "a"), page_at), dated(failure(404, "not_found"), failure_at)];
        let (transport, clock) = (Scripted::responses(responses), ManualClock::new());
        let client: Client = scripted(&transport).clock(clock.clone()).build().unwrap();
        let mut items = client.users().scroll().by_item();
        items.next().await.unwrap().unwrap();
        clock.advance(Duration::from_secs(idle));
        let end = items.next().await.map(Result::unwrap_err);
        assert_eq!(end.is_none(), over, "{place}");
        if let Some(error) = end {
            let line = checked(&error);
            assert!(error.is_not_found() && line.ends_with("start over"), "{place}: {line}");
        }
        assert!(items.next().await.is_none(), "{place}: it does not come back");
        assert_eq!(transport.sent().len(), 2, "{place}");
    }
}

#[tokio::test]
async fn case_34_scroll_that_is_not_there_is_an_error_with_advice() {
    // Never started, and expired while nobody read_through it.
    for cursor in [None, Some("0:scroll:expired")] {
        let transport = Scripted::responses(vec![failure(404, "not_found")]);
        let mut items = client(&transport).users().scroll().by_item();
        if let Some(cursor) = cursor {
            items = items.starting_at(cursor.parse().unwrap());
        }
        let (_, error) = ids(&mut items).await;
        let error = error.unwrap();
        let line = checked(&error);
        assert!(error.is_not_found() && error.attempts() == 1 && line.ends_with("start over"), "{line}");
    }
}

#[tokio::test]
async fn case_34_scroll_in_use_is_an_error_with_advice() {
    let transport = Scripted::responses(vec![failure(400, "scroll_exists"), scroll(&["1"], "a"), scroll(&[], "a")]);
    let mut items = client(&transport).users().scroll().by_item();
    let (_, error) = ids(&mut items).await;
    let error = error.unwrap();
    let line = checked(&error);
    assert!(line.contains("another scroll is open") && error.advice().is_some(), "{line}");
    // A minute later.
    items.resume();
    assert_eq!(ids(&mut items).await.0, "1");
    assert_eq!(transport.sent().len(), 3);
}

#[tokio::test]
async fn case_34_scroll_page_that_was_lost_is_not_asked_for_in_silence() {
    let transport = Scripted::responses(vec![scroll(&["1"], "a"), failure(500, "server_error")]);
    let mut items = client(&transport).users().scroll().by_item();
    let (ids, error) = ids(&mut items).await;
    let error = error.unwrap();
    assert_eq!((ids.as_str(), error.attempts(), transport.sent().len()), ("1", 1, 2), "{}", checked(&error));
    assert!(error.may_have_been_processed(), "{error}");
}

#[tokio::test]
async fn case_34_amid_a_page_of_a_scroll_there_is_no_cursor() {
    let transport = Scripted::responses(vec![scroll(&["1", "2"], "a:b"), scroll(&[], "a:b")]);
    let mut items = client(&transport).users().scroll().by_item();
    items.next().await.unwrap().unwrap();
    assert_eq!(items.cursor(), None);
    items.next().await.unwrap().unwrap();
    let cursor = items.cursor().unwrap().to_string();
    assert_eq!(cursor, "0:scroll:a:b");
    let transport = Scripted::responses(vec![scroll(&["3"], "a:b"), scroll(&[], "a:b")]);
    let mut items = client(&transport).users().scroll().by_item().starting_at(cursor.parse().unwrap());
    assert_eq!(ids(&mut items).await.0, "3");
    assert_eq!(transport.sent()[0], "GET /users/scroll?scroll_param=a%3Ab");
}
