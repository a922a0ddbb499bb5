//! A client that can send invalid requests.

use intercom_emulator::Emulator;
use serde_json::Value;
use std::time::Duration;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A response as read from the socket.
#[derive(Debug)]
pub struct RawResponse {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl RawResponse {
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|error| panic!("{error} in {:?}", self.body))
    }

    /// Checks the format of an error; returns code, message and field of its first entry.
    pub fn error(&self, status: u16) -> (String, String, Option<String>) {
        assert_eq!(self.status, status, "{}", self.body);
        let body = self.json();
        assert_eq!(body["type"], "error.list");
        let id = body["request_id"].as_str().unwrap();
        assert!(!id.is_empty());
        assert_eq!(self.header("x-request-id"), Some(id));
        assert_eq!(self.header("content-type"), Some("application/json; charset=utf-8"));
        let first = &body["errors"][0];
        let text = |key: &str| first[key].as_str().map(str::to_owned);
        (text("code").unwrap(), text("message").unwrap(), text("field"))
    }
}

/// Sends bytes and reads until the server closes the connection.
pub async fn raw(emulator: &Emulator, request: impl AsRef<[u8]>) -> RawResponse {
    let mut stream = TcpStream::connect(emulator.address().unwrap()).await.unwrap();
    // The server may respond before it has read everything.
    let _ = stream.write_all(request.as_ref()).await;
    read_response(&mut stream).await
}

pub async fn read_response(stream: &mut TcpStream) -> RawResponse {
    let mut bytes = Vec::new();
    tokio::time::timeout(Duration::from_secs(20), stream.read_to_end(&mut bytes))
        .await
        .expect("the server did not close the connection")
        .unwrap();
    parse(&bytes)
}

fn parse(bytes: &[u8]) -> RawResponse {
    let text = String::from_utf8(bytes.to_vec()).unwrap();
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or_else(|| panic!("no response but {text:?}"));
    let mut lines = head.lines();
    let status = lines.next().unwrap().split(' ').nth(1).unwrap().parse().unwrap();
    let headers = lines
        .map(|line| line.split_once(": ").unwrap())
        .map(|(name, value)| (name.to_ascii_lowercase(), value.to_owned()))
        .collect();
    RawResponse { status, headers, body: body.to_owned() }
}

/// A valid request, with additional header lines.
pub fn request(method: &str, target: &str, headers: &[&str], body: &str) -> String {
    let mut text = format!("{method} {target} HTTP/1.1\r\nhost: 127.0.0.1\r\nconnection: close\r\n");
    for header in headers {
        text.push_str(header);
        text.push_str("\r\n");
    }
    if !body.is_empty() {
        text.push_str(&format!("content-length: {}\r\n", body.len()));
    }
    format!("{text}\r\n{body}")
}

/// Sends a valid request with a credential.
pub async fn send(emulator: &Emulator, method: &str, target: &str, body: &str) -> RawResponse {
    raw(emulator, request(method, target, &["authorization: Bearer any"], body)).await
}

/// The function that a request is matched to.
pub async fn matched_function(emulator: &Emulator, method: &str, target: &str, body: &str) -> &'static str {
    let response = send(emulator, method, target, body).await;
    let last = emulator.requests().pop().unwrap();
    last.function_name().unwrap_or_else(|| panic!("no function for {method} {target}: {response:?}"))
}
