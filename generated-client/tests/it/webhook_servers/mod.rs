//! Webhooks as servers receive them, over loopback: the extractor for axum and the layer for services of tower.
//!
//! The digests are openssl's: `printf '%s' BODY | openssl dgst -sha1 -hmac EXAMPLE-NOT-A-SECRET`.

mod extractor;
mod layer;

use axum::Router;
use intercom_client::webhooks::WebhookSecret;
use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const SECRET: &str = "EXAMPLE-NOT-A-SECRET";
const PREVIOUS: &str = "EXAMPLE-THE-PREVIOUS-ONE";

const PING: &str = r#"{"type":"notification_event","topic":"ping"}"#;
const PING_SIGNATURE: &str = "sha1=9e06b9fd40bfbbf33a109188b88feb43cb67b36c";
const PING_SIGNED_BEFORE: &str = "sha1=b0fafb6e0f6aeb694c2fad971ffff733967f3e46";

/// Headers that do not prove who sent [`PING`].
const UNPROVEN: [&str; 12] = [
    "x-other: 1",
    "x-hub-signature: ",
    "x-hub-signature: sha1=",
    "x-hub-signature: 9e06b9fd40bfbbf33a109188b88feb43cb67b36c",
    "x-hub-signature: sha256=9e06b9fd40bfbbf33a109188b88feb43cb67b36c",
    // Of `{}` with the same secret, and of the same body with another one.
    "x-hub-signature: sha1=498c1a8a7b5d9fd2ac438e5b4f1ed3163a445e8c",
    "x-hub-signature: sha1=b0fafb6e0f6aeb694c2fad971ffff733967f3e46",
    "x-hub-signature: sha1=0000000000000000000000000000000000000000",
    "x-hub-signature: \u{fc}",
    "x-hub-signature-256: sha1=9e06b9fd40bfbbf33a109188b88feb43cb67b36c",
    "x-hub-signature: sha1=9e06b9fd40bfbbf33a109188b88feb43cb67b36c, sha1=9e06b9fd40bfbbf33a109188b88feb43cb67b36c",
    "x-hub-signature: sha1=9e06b9fd40bfbbf33a109188b88feb43cb67b36c\r\nx-hub-signature: sha1=498c1a8a7b5d9fd2ac438e5b4f1ed3163a445e8c",
];

fn secret() -> WebhookSecret {
    WebhookSecret::new(SECRET).unwrap()
}

/// How often the program's own code was reached.
#[derive(Clone, Default)]
struct Reached(Arc<AtomicUsize>);

impl Reached {
    fn note(&self) {
        self.0.fetch_add(1, Ordering::SeqCst);
    }

    fn count(&self) -> usize {
        self.0.load(Ordering::SeqCst)
    }
}

async fn serve(router: Router) -> SocketAddr {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    address
}

/// Posts a body; `headers` are complete lines. Returns the status and the response's body.
async fn post(address: SocketAddr, headers: &str, body: &str) -> (u16, String) {
    send(address, "POST", headers, Some(body.len()), body).await
}

/// Sends a request whose body may be shorter than it says, or chunked.
async fn send(address: SocketAddr, method: &str, headers: &str, length: Option<usize>, body: &str) -> (u16, String) {
    let mut stream = TcpStream::connect(address).await.unwrap();
    let length = length.map_or("transfer-encoding: chunked".to_owned(), |length| format!("content-length: {length}"));
    let head =
        format!("{method} /intercom HTTP/1.1\r\nhost: local\r\nconnection: close\r\n{headers}\r\n{length}\r\n\r\n");
    stream.write_all(head.as_bytes()).await.unwrap();
    stream.write_all(body.as_bytes()).await.unwrap();
    let mut response = String::new();
    stream.read_to_string(&mut response).await.unwrap();
    let (head, body) = response.split_once("\r\n\r\n").unwrap();
    (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
}

fn signed(signature: &str) -> String {
    format!("X-Hub-Signature: {signature}")
}
