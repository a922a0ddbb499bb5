//! The emulator as a library: recorded requests, start and end.

use crate::raw_http;
use intercom_client::Client;
use intercom_emulator::{Emulator, Settings};
use std::time::Duration;
use tokio::io::AsyncReadExt;
use tokio::net::TcpStream;

const CANARY: &str = "canary-7f3a";

#[tokio::test]
async fn recorded_request_has_everything_but_the_credential() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::builder().base_url(emulator.url()).access_token(CANARY).build().unwrap();
    client.users().create_by_email("ines@kiln.example").name("Inês +1").await.unwrap();
    let unknown = client.call("getUsersByTag", intercom_client::json!({ "tagId": "a&b=c d" })).await.unwrap_err();
    assert!(unknown.is_not_found());

    let requests = emulator.requests();
    let [created, listed] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!((created.method.as_str(), created.path.as_str(), created.status), ("POST", "/users", 200));
    assert_eq!(created.function_name(), Some("createUserByEmail"));
    assert_eq!(created.body, r#"{"email":"ines@kiln.example","name":"Inês +1"}"#);
    assert_eq!(created.json.as_ref().unwrap()["name"], "Inês +1");
    assert_eq!(created.header("Intercom-Version"), Some("1.1"));
    assert_eq!(created.header("authorization"), Some("Bearer …"));
    assert!(created.bearer);
    // The start of the digest reports callers apart.
    assert_eq!(created.credential.as_deref().map(str::len), Some(8));
    assert_eq!(created.credential, listed.credential);
    assert_eq!(listed.query, [("tag_id".to_owned(), "a&b=c d".to_owned())]);
    assert_eq!(listed.request_id, "emulator-000002");
    assert!(!format!("{requests:?} {:?}", created.headers).contains(CANARY));
    assert!(!format!("{requests:?}").contains("ines"));

    assert_eq!(emulator.take_requests().len(), 2);
    assert!(emulator.requests().is_empty());
}

#[tokio::test]
async fn credential_of_another_form_is_redacted() {
    let emulator = Emulator::start().await.unwrap();
    for header in [
        format!("authorization: {CANARY}"),
        format!("authorization: {CANARY} x"),
        format!("authorization: Basic {CANARY}"),
    ] {
        raw_http::raw(&emulator, raw_http::request("GET", "/users", &[&header], "")).await.error(401);
    }
    assert!(emulator.requests().iter().all(|request| !format!("{:?}", request.headers).contains(CANARY)));
}

#[tokio::test]
async fn client_reads_the_errors() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::builder().base_url(emulator.url()).access_token("any").version("9.9").build().unwrap();
    let error = client.users().list().await.unwrap_err();
    assert_eq!(error.status(), Some(400));
    assert_eq!(error.errors()[0].code.as_deref(), Some("intercom_version_invalid"));
    assert_eq!(error.request_id(), Some("emulator-000001"));
}

#[tokio::test]
async fn drop_closes_port_and_connections() {
    let emulator = Emulator::start().await.unwrap();
    let address = emulator.address().unwrap();
    let mut open = TcpStream::connect(address).await.unwrap();
    // The connection has been served.
    assert_eq!(raw_http::send(&emulator, "GET", "/users", "").await.status, 200);
    drop(emulator);
    let mut rest = Vec::new();
    let closed = tokio::time::timeout(Duration::from_secs(5), open.read_to_end(&mut rest)).await;
    assert!(closed.is_ok(), "the connection is still open");
    assert!(TcpStream::connect(address).await.is_err());
    Emulator::builder().settings(Settings::default().port(address.port())).start().await.unwrap();
}

#[tokio::test]
async fn case_42_port_in_use_is_an_error() {
    let first = Emulator::start().await.unwrap();
    let error = Emulator::builder()
        .settings(Settings::default().port(first.address().unwrap().port()))
        .start()
        .await
        .unwrap_err();
    assert_eq!(error.kind(), std::io::ErrorKind::AddrInUse);
}
