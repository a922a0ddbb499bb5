//! What the client does without a transport of its own.
#![allow(clippy::unwrap_used, reason = "tests may panic")]
#![cfg(not(any(
    feature = "transport",
    feature = "rustls",
    feature = "rustls-no-provider",
    feature = "native-tls",
    feature = "encodings"
)))]

use intercom_client::Client;
use intercom_client::transport::{SendOptions, Transport, TransportError, TransportFuture};

struct Offline;

impl Transport for Offline {
    fn send(&self, _: intercom_client::transport::Request, _: SendOptions) -> TransportFuture {
        Box::pin(async { Err(TransportError::connect("offline")) })
    }
}

#[test]
fn client_without_a_transport_says_what_is_missing() {
    let error = Client::builder().access_token("any").build().unwrap_err();
    assert!(error.is_usage() && error.to_string().contains("`transport`"), "{error}");
}

#[tokio::test]
async fn client_takes_a_transport_of_its_user() {
    let client = Client::builder().access_token("any").retries(0).transport(Offline).build().unwrap();
    assert!(client.admins().me().await.unwrap_err().is_connect());
}
