//! Scrolls: their end, and how they expire.

use super::{client, failure, ids, scroll};
use crate::support::canary::checked;
use crate::support::manual_clock::ManualClock;
use crate::support::scripted;
use crate::support::scripted::{Scripted, json};
use bytes::Bytes;
use http::Response;
use intercom_client::Client;
use intercom_client::types::UserScroll;
use std::time::Duration;

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
    let mut pages = super::client(&transport).users().scroll().by_page();
    assert!(pages.next().await.unwrap().unwrap().users.is_empty());
    assert!(pages.next().await.is_none());
    // One without a parameter cannot go on.
    let transport = Scripted::responses(vec![json(200, &[], r#"{"users":[{"id":"1"}],"scroll_param":null}"#)]);
    assert_eq!(ids(&mut super::client(&transport).users().scroll().by_item()).await.0, "1");
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
async fn case_34_scroll_delayed_by_a_rate_limit_still_ends() {
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
async fn case_34_scroll_that_may_have_expired_is_an_error() {
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
    // Never started, and expired between two pages.
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
async fn case_34_lost_scroll_page_is_not_retried() {
    let transport = Scripted::responses(vec![scroll(&["1"], "a"), failure(500, "server_error")]);
    let mut items = client(&transport).users().scroll().by_item();
    let (ids, error) = ids(&mut items).await;
    let error = error.unwrap();
    assert_eq!((ids.as_str(), error.attempts(), transport.sent().len()), ("1", 1, 2), "{}", checked(&error));
    assert!(error.may_have_been_processed(), "{error}");
}

#[tokio::test]
async fn case_34_scroll_has_no_cursor_within_a_page() {
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
