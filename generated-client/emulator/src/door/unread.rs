//! Refusals of what never became a request: in the API's error shape, as all others are.

use crate::Received;
use crate::engine::{Engine, JSON, REQUEST_ID, error_list};

/// A refusal before there is a request for the service.
pub(super) struct Unread<'a> {
    line: &'a str,
    status: u16,
    code: &'static str,
    message: &'static str,
}

const NO_HTTP: &str = "this is not HTTP/1.1 as the emulator speaks it; it does not speak https";

impl<'a> Unread<'a> {
    /// What hyper writes, if it is a refusal of its own: a status line without a body. All answers of the service carry an
    /// id and are left alone.
    pub fn bare(written: &'a [u8]) -> Option<Self> {
        if !written.starts_with(b"HTTP/1.") || !written.ends_with(b"\r\n\r\n") {
            return None;
        }
        let text = std::str::from_utf8(written).ok()?;
        let line = text.lines().next()?;
        let status = line.split(' ').nth(1)?.parse().ok()?;
        if !(400..500).contains(&status) || text.contains(REQUEST_ID) {
            return None;
        }
        let (code, message) = match status {
            431 => ("headers_too_large", "the headers are too large"),
            414 => ("uri_too_long", "the path and query are too long"),
            _ => ("bad_request", NO_HTTP),
        };
        Some(Self { line, status, code, message })
    }

    /// What hyper ends a connection for without a word, though the client has begun to ask: `head` is what came of it.
    pub fn ended(error: &hyper::Error, head: &[u8]) -> Option<Self> {
        // Empty lines between requests are none.
        if head.iter().all(|byte| b"\r\n".contains(byte)) {
            return None;
        }
        let bad = |message| Self { line: "HTTP/1.1 400 Bad Request", status: 400, code: "bad_request", message };
        if error.is_timeout() {
            let (line, code) = ("HTTP/1.1 408 Request Timeout", "request_timeout");
            Some(Self { line, status: 408, code, message: "the head of the request did not come in time" })
        } else if error.is_incomplete_message() {
            Some(bad("the head of the request broke off"))
        } else {
            // The beginning of HTTP/2: hyper says nothing to it, for another server may be there to take over.
            error.is_parse().then(|| bad(NO_HTTP))
        }
    }

    /// The whole answer, which is written to the log too.
    pub fn answer(&self, engine: &Engine) -> Vec<u8> {
        let id = engine.next_id();
        let answer = self.with_id(&id);
        engine.keep(Received::unread(id, self.status, self.message));
        answer
    }

    fn with_id(&self, id: &str) -> Vec<u8> {
        let body = error_list::body(id, &[(self.code, self.message, None)]);
        let (line, length) = (self.line, body.len());
        let head = format!("{line}\r\ncontent-type: {JSON}\r\n{REQUEST_ID}: {id}\r\ncontent-length: {length}");
        format!("{head}\r\nconnection: close\r\n\r\n{body}").into_bytes()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_bare_refusal_gets_a_body_and_an_answer_of_the_service_stays() {
        let bare = Unread::bare(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
        let answer = String::from_utf8(bare.with_id("emulator-000007")).unwrap();
        assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{answer}");
        assert!(answer.contains("\"type\":\"error.list\""), "{answer}");
        let others: [&[u8]; 3] = [
            b"HTTP/1.1 404 Not Found\r\nx-request-id: a\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n\r\n",
            b"HTTP/1.1 100 Continue\r\n\r\n",
        ];
        assert!(others.iter().all(|written| Unread::bare(written).is_none()));
    }
}
