//! Calls without `async`.

use crate::support::recorder::Recorder;
use intercom_client::Client;
use intercom_client::error::ErrorKind;

fn client(recorder: &Recorder) -> Client {
    Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").base_url(recorder.url()).build().unwrap()
}

#[test]
fn a_call_is_made_on_a_thread_without_a_runtime() {
    let recorder = Recorder::start();
    recorder.will_respond(200, r#"{"type":"tag","id":7,"name":"beta"}"#);
    let tag = client(&recorder).tags().create("beta").send_blocking().unwrap();
    assert_eq!(tag.id.as_deref(), Some("7"));
    assert_eq!(recorder.took().line, "POST /tags");
}

#[test]
fn a_list_is_read_through_with_a_for_loop() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, r#"{"users":[{"id":"1"},{"id":"2"}],"pages":{"next":"/users?page=2"}}"#);
    recorder.will_respond(200, r#"{"users":[{"id":"3"}],"pages":{"next":null}}"#);
    let mut ids = Vec::new();
    for user in client.users().list().by_item().blocking() {
        ids.push(user.unwrap().id.unwrap());
    }
    assert_eq!(ids, ["1", "2", "3"]);
    assert_eq!(recorder.took().line, "GET /users");
    assert_eq!(recorder.took().line, "GET /users?page=2");
}

#[test]
fn a_stream_on_a_thread_is_taken_up_from_its_cursor() {
    const FIRST: &str = r#"{"users":[{"id":"1"},{"id":"2"}],"pages":{"next":"/users?page=2"}}"#;
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, FIRST);
    let mut items = client.users().list().by_item().blocking();
    items.next().unwrap().unwrap();
    let cursor = items.cursor().unwrap();
    drop(items);
    recorder.will_respond(200, FIRST);
    let mut rest = client.users().list().by_item().starting_at(cursor).blocking();
    assert_eq!(rest.next().unwrap().unwrap().id.as_deref(), Some("2"));
    recorder.will_respond(200, FIRST);
    let mut pages = client.users().list().by_page().blocking();
    pages.next().unwrap().unwrap();
    assert_eq!(pages.cursor().unwrap().to_string(), "0:page:/users?page=2");
}

#[tokio::test]
async fn inside_of_a_runtime_it_is_an_error_and_no_panic() {
    let recorder = Recorder::start();
    let error = client(&recorder).tags().create("beta").send_blocking().unwrap_err();
    assert_eq!(error.kind(), ErrorKind::Config);
    assert!(error.to_string().contains("await"), "{error}");
    let mut items = client(&recorder).users().list().by_item().blocking();
    assert_eq!(items.next().unwrap().unwrap_err().kind(), ErrorKind::Config);
    let mut pages = client(&recorder).users().list().by_page().blocking();
    assert_eq!(pages.next().unwrap().unwrap_err().kind(), ErrorKind::Config);
    // Once: `filter_map(Result::ok)` must come to an end.
    assert!(items.next().is_none() && items.next().is_none() && pages.next().is_none());
}

#[tokio::test]
async fn advice_of_the_error_works_on_a_blocking_thread() {
    let recorder = Recorder::start();
    recorder.will_respond(200, r#"{"type":"tag","id":7,"name":"beta"}"#);
    let client = client(&recorder);
    let work = tokio::task::spawn_blocking(move || {
        let error = client.tags().create("beta").send_blocking().unwrap_err();
        assert!(error.to_string().contains("`Handle::current().block_on`"), "{error}");
        tokio::runtime::Handle::current().block_on(client.tags().create("beta").send())
    });
    assert_eq!(work.await.unwrap().unwrap().id.as_deref(), Some("7"));
    assert_eq!(recorder.took().line, "POST /tags");
}

#[test]
fn a_stream_that_fails_for_good_ends_its_for_loop() {
    let recorder = Recorder::start();
    recorder.will_respond(401, r#"{"type":"error.list","errors":[{"code":"token_revoked","message":"no"}]}"#);
    // A second request would get no response, and the test no end.
    let users: Vec<_> = client(&recorder).users().list().by_item().blocking().collect();
    assert!(matches!(&users[..], [Err(error)] if error.is_unauthorized()), "{users:?}");
}

#[test]
fn iterator_ends_at_an_error_and_resumes_at_the_same_page() {
    const BUSY: &str = r#"{"type":"error.list","errors":[{"code":"rate_limit_exceeded","message":"no"}]}"#;
    const FIRST: &str = r#"{"users":[{"id":"1"}],"pages":{"next":"/users?page=2"}}"#;
    const LAST: &str = r#"{"users":[{"id":"2"}],"pages":{"next":null}}"#;
    let recorder = Recorder::start();
    let client = client(&recorder);
    let script = || {
        recorder.will_respond(200, FIRST);
        recorder.will_respond(429, BUSY);
        recorder.will_respond(200, LAST);
    };
    script();
    let mut items = client.users().list().by_item().blocking();
    assert_eq!(items.next().unwrap().unwrap().id.as_deref(), Some("1"));
    assert!(items.next().unwrap().unwrap_err().is_rate_limited());
    assert!(items.next().is_none() && items.next().is_none());
    items.resume();
    assert_eq!(items.next().unwrap().unwrap().id.as_deref(), Some("2"));
    assert!(items.next().is_none());
    script();
    let mut pages = client.users().list().by_page().blocking();
    assert_eq!(pages.next().unwrap().unwrap().users.len(), 1);
    assert!(pages.next().unwrap().unwrap_err().is_rate_limited());
    assert!(pages.next().is_none() && pages.next().is_none());
    pages.resume();
    assert_eq!(pages.next().unwrap().unwrap().users.len(), 1);
    assert!(pages.next().is_none());
    for _ in 0..2 {
        let lines = [(); 3].map(|()| recorder.took().line);
        assert_eq!(lines, ["GET /users", "GET /users?page=2", "GET /users?page=2"]);
    }
}
