//! A client whose every call gets the same answer.

use bytes::Bytes;
use intercom_client::Client;
use intercom_client::transport::{SendOptions, Transport, TransportFuture};

/// A client that gets this answer and sends nothing.
pub fn client(status: u16, body: &str) -> Client {
    let canned = Canned { status, body: Bytes::copy_from_slice(body.as_bytes()) };
    // An answer that stays the same is not worth waiting for.
    Client::builder().access_token("EXAMPLE-NOT-A-TOKEN").retries(0).transport(canned).build().expect("a client")
}

struct Canned {
    status: u16,
    body: Bytes,
}

impl Transport for Canned {
    fn send(&self, _: http::Request<Bytes>, _: SendOptions) -> TransportFuture {
        let answer = http::Response::builder().status(self.status).header("content-type", "application/json");
        let answer = answer.body(self.body.clone()).expect("an answer");
        Box::pin(async { Ok(answer) })
    }
}
