//! The generated client of an invented API, called over a socket.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "../../../../../generated-client/tests/it/support/recorder.rs"]
mod recorder;

use api_client_runtime::Args;
use library_client::examples::EXAMPLES;
use library_client::types::{BookKind, BookRef, Order};
use library_client::{Client, FUNCTIONS};
use recorder::Recorder;
use std::collections::BTreeSet;

fn client(recorder: &Recorder) -> Client {
    let values = [("deskId", "d1"), ("deskKey", "d 2"), ("tillKey", "t1"), ("shopKey", "s&1"), ("shopId", "s2")];
    let builder = Client::builder().access_token("card-7").value("shopPin", "s3").value("botToken", "b/1");
    let builder = values.into_iter().fold(builder, |builder, (name, value)| builder.value(name, value));
    builder.base_url(recorder.url()).build().unwrap()
}

#[tokio::test]
async fn typed_and_dynamic_calls_of_examples_send_the_same() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    let mut called = BTreeSet::new();
    for example in EXAMPLES {
        let name = example.function.name;
        let location = [("Location", "https://elsewhere.example/7")];
        recorder.will_respond_with(example.status, &location, example.response);
        (example.send)(&client).await.unwrap_or_else(|error| panic!("{name}, typed: {error}"));
        let typed = recorder.took();
        recorder.will_respond_with(example.status, &location, example.response);
        client.call(name, Args::parse(example.args).unwrap()).await.unwrap_or_else(|error| panic!("{name}: {error}"));
        let dynamic = recorder.took();
        assert!(typed.same(&dynamic), "{name}: {typed:?}\n{dynamic:?}");
        called.insert(name);
    }
    assert_eq!(called, FUNCTIONS.iter().map(|function| function.name).collect());
}

#[tokio::test]
async fn package_has_its_own_credential_version_and_user_agent() {
    let recorder = Recorder::start();
    recorder.will_respond(200, r#"{"books":[],"pages":null}"#);
    let list = client(&recorder).books().list().order(Order::Desc).per_page("0025").set_self("é&=").await.unwrap();
    assert!(list.books.is_empty());
    let request = recorder.took();
    assert_eq!(request.line, "GET /books?sorted=true&per_page=0025&order=desc&self_made=%C3%A9%26%3D");
    assert_eq!(request.header("x-library-card"), Some("Card card-7"));
    assert_eq!(request.header("library-version"), Some("7"));
    assert!(request.header("user-agent").unwrap().starts_with("library-client/"));
}

#[tokio::test]
async fn function_without_auth_needs_no_credential() {
    let recorder = Recorder::start();
    let client: Client = Client::builder().base_url(recorder.url()).build().unwrap();
    recorder.will_respond(200, r#"{"days":{"monday":"9"}}"#);
    let hours = client.loans().hours().await.unwrap();
    assert_eq!(hours.days["monday"], "9");
    assert_eq!(recorder.took().header("x-library-card"), None);
    let error = client.books().list().await.unwrap_err();
    assert!(error.to_string().contains("LIBRARY_CARD"), "{error}");
}

#[tokio::test]
async fn responses_decode_leniently() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(
        200,
        r#"{"id":99999999999999999999,"title":null,"kind":"scroll","weight":"0.25","pages":"12","bought_at":"2018-09-28T10:20:00Z",
            "copies":[1,"b",18446744073709551616],"loans":null,"ratings":{"a":1,"b":null},"unknown":{"x":1}}"#,
    );
    let book = client.books().find(BookRef::shelf_mark("A")).await.unwrap();
    assert_eq!(book.id.as_deref(), Some("99999999999999999999"));
    assert_eq!(book.title, None);
    assert!(matches!(book.kind, Some(BookKind::Other(ref other)) if other.as_str() == "scroll"));
    assert_eq!((book.weight, book.pages), (Some(0.25), Some(12)));
    assert_eq!(book.bought_at.map(|time| time.unix()), Some(1_538_130_000));
    assert_eq!(book.copies, ["1", "b", "18446744073709551616"]);
    assert!(book.loans.is_empty());
    assert_eq!(book.ratings.len(), 1);
    assert_eq!(book.extra["unknown"]["x"], 1);
}

#[tokio::test]
async fn unwrap_requires_exactly_one_object() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, r#"{"books":[{"id":"1"}]}"#);
    assert_eq!(client.books().find(BookRef::isbn("x")).await.unwrap().id.as_deref(), Some("1"));
    recorder.will_respond(200, r#"{"books":[]}"#);
    let none = client.books().find(BookRef::isbn("x")).await.unwrap_err();
    assert!(none.is_not_found(), "{none:?}");
    recorder.will_respond(200, r#"{"books":[{"id":"1"},{"id":"2"}]}"#);
    let many = client.books().find(BookRef::isbn("x")).await.unwrap_err();
    assert!(many.is_ambiguous() && many.body().is_some(), "{many:?}");
}

#[tokio::test]
async fn errors_are_read_in_the_shape_of_the_package() {
    let recorder = Recorder::start();
    recorder.will_respond(
        422,
        r#"{"type":"failure","ticket":"t-9","failures":[{"code":"bad_title","text":"too long","about":"title"}]}"#,
    );
    let error = client(&recorder).books().add("x").await.unwrap_err();
    assert_eq!(
        error.to_string(),
        "addBook: POST /books → 422 bad_title: too long (field title, request id req-1, attempt 1 of 3)"
    );
    assert_eq!(error.errors()[0].field.as_deref(), Some("title"));
}

#[tokio::test]
async fn debug_redacts_personal_data_and_secrets() {
    let recorder = Recorder::start();
    let client = client(&recorder);
    recorder.will_respond(200, r#"{"id":"9","reader":"ann@library.example","pin":"1234","new_key":"ann"}"#);
    let loan = client.loans().renew("9").await.unwrap();
    let shown = format!("{loan:?}");
    assert!(!shown.contains("ann") && !shown.contains("1234") && shown.contains("\"9\""), "{shown}");
    let revealed = format!("{:?}", api_client_runtime::redact::unredacted(&loan));
    assert!(revealed.contains("ann@library.example") && !revealed.contains("1234"), "{revealed}");
}
