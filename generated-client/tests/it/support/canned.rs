//! A client whose every call gets the same response.

use bytes::Bytes;
use intercom_client::Client;
use intercom_client::transport::{SendOptions, Transport, TransportFuture};

/// A client that gets this response and sends nothing.
pub fn client(status: u16, body: &str) -> Client {
    // A response that stays the same is not worth waiting for.
    let builder = Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").retries(0);
    builder.transport(Canned::new(status, body)).build().expect("a client")
}

/// A transport that returns one response to every request.
pub struct Canned {
    status: u16,
    body: Bytes,
}

impl Canned {
    pub fn new(status: u16, body: &str) -> Self {
        Self { status, body: Bytes::copy_from_slice(body.as_bytes()) }
    }
}

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>, _: SendOptions) -> TransportFuture {
        let response = http::Response::builder().status(self.status).header("content-type", "application/json");
        let response = response.body(self.body.clone()).expect("a response");
        Box::pin(async { Ok(response) })
    }
}
