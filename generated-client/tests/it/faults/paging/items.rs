//! Streams of items: errors, limits, ownership, memory.

use super::{book, client, failure, ids, page, url};
use crate::support::scripted::{Scripted, json};
use crate::support::{builder, child};
use bytes::Bytes;
use http::Response;
use intercom_client::error::ErrorKind;
use intercom_client::{Client, Error, Value};
use std::future::poll_fn;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

#[tokio::test]
async fn case_34_resume_requests_the_failed_page_again() {
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
async fn case_34_permanent_error_ends_the_stream_with_a_cursor() {
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
    // A response that cannot be read.
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
async fn case_34_limit_requests_no_extra_page() {
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
async fn case_34_stream_requests_nothing_early_nor_after_a_drop() {
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
async fn case_34_streams_are_owned_and_send() {
    let client = client(&book());
    let mut items = client.users().list().by_item();
    drop(client);
    let task = tokio::spawn(async move { ids(&mut items).await.0 });
    assert_eq!(task.await.unwrap(), "1 2 3 4 5 6 7");
}

#[tokio::test]
async fn case_34_items_and_pages_implement_stream() {
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

#[tokio::test]
async fn case_34_ten_thousand_pages_in_flat_memory() {
    if child::part().is_none() {
        child::run("faults::paging::items::case_34_ten_thousand_pages_in_flat_memory", "client", &[]);
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
        super::page(&ids, if page == PAGES { Value::Null } else { url(page + 1).into() })
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
