//! A client whose every call gets the same response.

use bytes::Bytes;
use intercom_client::Client;
use intercom_client::transport::{SendOptions, Transport, TransportFuture};

/// A client that gets this response and sends nothing.
pub fn client(status: u16, body: &str) -> Client {
    let canned = Canned { status, body: Bytes::copy_from_slice(body.as_bytes()) };
    // A response that stays the same is not worth waiting for.
    Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").retries(0).transport(canned).build().expect("a client")
}

struct Canned {
    status: u16,
    body: Bytes,
}

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>, _: SendOptions) -> TransportFuture {
        let response = http::Response::builder().status(self.status).header("content-type", "application/json");
        let response = response.body(self.body.clone()).expect("a response");
        Box::pin(async { Ok(response) })
    }
}
