//! Both APIs with one client: limits are per app, so connections, token, retry budget and limiter are shared.

use crate::support::recorder::Recorder;
use crate::support::scripted::{Scripted, json};
use crate::support::{builder, canary, scripted};
use intercom_client::{Client, v2};

#[tokio::test]
async fn the_other_api_has_token_and_server_and_its_own_version() {
    let recorder = Recorder::start();
    let client = builder(recorder.url()).build().unwrap();
    let other: v2::Client = client.with_api().unwrap();
    recorder.will_respond(200, r#"{"type":"list","data":[]}"#);
    other.tags().list().await.unwrap();
    let sent = recorder.took();
    assert_eq!(sent.header("intercom-version"), Some("2.16"));
    assert_eq!(sent.header("authorization"), Some(format!("Bearer {}", canary::TOKEN).as_str()));
    let back: Client = other.with_api().unwrap();
    recorder.will_respond(200, r#"{"type":"tag.list","tags":[]}"#);
    back.tags().list().await.unwrap();
    assert_eq!(recorder.took().header("intercom-version"), Some("1.1"));
}

#[test]
fn the_other_api_is_called_in_the_same_region() {
    let client = Client::builder().access_token("any").region("eu").build().unwrap();
    let other: v2::Client = client.with_api().unwrap();
    assert_eq!(other.core().base_url(), "https://api.eu.intercom.io");
}

#[tokio::test(start_paused = true)]
async fn the_retry_budget_is_shared() {
    let transport = Scripted::always(json(503, &[], "{}"));
    let client = scripted(&transport).build().unwrap();
    let other: v2::Client = client.with_api().unwrap();
    // The budget of a new client pays for ten retries: these calls use it up.
    for _ in 0..20 {
        assert_eq!(client.tags().list().await.unwrap_err().status(), Some(503));
    }
    let attempts = async |client: &v2::Client| {
        let before = transport.sent().len();
        assert!(client.tags().list().await.is_err());
        transport.sent().len() - before
    };
    // Each call pays in a fifth of a retry, so that one can be left, and not two.
    assert!(attempts(&other).await < 3, "the other API has a budget of its own");
    let new = v2::Client::builder().access_token("any").transport(transport.clone()).build().unwrap();
    assert_eq!(attempts(&new).await, 3);
}
