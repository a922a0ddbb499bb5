//! Streams ask for full pages, where the caller says nothing else.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../../../../../generated-client/tests/it/support/recorder.rs"]
#[allow(dead_code, reason = "the other tests compare requests")]
mod recorder;

use library_client::Client;
use recorder::Recorder;

#[tokio::test]
async fn a_stream_asks_for_full_pages_and_one_page_for_nothing() {
    let recorder = Recorder::start();
    let client = Client::builder().value("card", "card-7").base_url(recorder.url()).build().unwrap();
    let page = r#"{"pages":{"next":null},"books":[]}"#;
    let target = async |call: library_client::books::List, is_stream: bool| {
        recorder.will_respond(200, page);
        if is_stream {
            assert!(call.by_item().next().await.is_none());
        } else {
            call.send().await.unwrap();
        }
        recorder.took().line.split_once(" ").unwrap().1.to_owned()
    };
    assert_eq!(target(client.books().list(), true).await, "/books?sorted=true&per_page=40");
    assert_eq!(target(client.books().list().per_page("2"), true).await, "/books?sorted=true&per_page=2");
    assert_eq!(target(client.books().list(), false).await, "/books?sorted=true");
}
