//! Error responses to bytes that are not an HTTP request, in the API's error format.

use crate::engine::core::Engine;
use crate::protocol::api_error::{ErrorDetail, error_body};
use crate::protocol::headers::{JSON_CONTENT_TYPE, REQUEST_ID_HEADER};
use crate::protocol::recorded_request::RecordedRequest;

/// Bytes that are not an HTTP request.
pub struct MalformedRequest<'a> {
    line: &'a str,
    status: u16,
    code: &'static str,
    message: &'static str,
}

const NOT_HTTP: &str = "not an HTTP/1.1 request; the emulator does not support https";

impl<'a> MalformedRequest<'a> {
    /// From the bytes that hyper writes, if they are an error response of its own: a head without a body. Responses of the
    /// service have a request id.
    pub fn of_bare_response(written: &'a [u8]) -> Option<Self> {
        if !written.starts_with(b"HTTP/1.") || !written.ends_with(b"\r\n\r\n") {
            return None;
        }
        let text = std::str::from_utf8(written).ok()?;
        let line = text.lines().next()?;
        let status = line.split(' ').nth(1)?.parse().ok()?;
        if !(400..500).contains(&status) || text.contains(REQUEST_ID_HEADER.as_str()) {
            return None;
        }
        let (code, message) = match status {
            431 => ("headers_too_large", "the headers are too large"),
            414 => ("uri_too_long", "path and query are too long"),
            _ => ("bad_request", NOT_HTTP),
        };
        Some(Self { line, status, code, message })
    }

    /// From an error with which hyper closes a connection without a response, although a part of a head, `head`, has arrived.
    pub fn of_error(error: &hyper::Error, head: &[u8]) -> Option<Self> {
        // Empty lines between requests are ignored.
        if head.iter().all(|byte| b"\r\n".contains(byte)) {
            return None;
        }
        let bad = |message| Self { line: "HTTP/1.1 400 Bad Request", status: 400, code: "bad_request", message };
        if error.is_timeout() {
            let (line, code) = ("HTTP/1.1 408 Request Timeout", "request_timeout");
            Some(Self { line, status: 408, code, message: "the head of the request did not arrive in time" })
        } else if error.is_incomplete_message() {
            Some(bad("the head of the request is incomplete"))
        } else {
            // The start of HTTP/2: hyper sends no response, since another server could take over the connection.
            error.is_parse().then(|| bad(NOT_HTTP))
        }
    }

    /// The whole response. Records the request.
    pub fn response(&self, engine: &Engine) -> Vec<u8> {
        let id = engine.next_id();
        let response = self.with_id(&id);
        engine.record(RecordedRequest::malformed(id, self.status, self.message));
        response
    }

    fn with_id(&self, id: &str) -> Vec<u8> {
        let detail = ErrorDetail { code: self.code, message: self.message.to_owned(), field: None };
        let body = error_body(id, &[detail]);
        let (line, length, id_header) = (self.line, body.len(), &REQUEST_ID_HEADER);
        let head =
            format!("{line}\r\ncontent-type: {JSON_CONTENT_TYPE}\r\n{id_header}: {id}\r\ncontent-length: {length}");
        format!("{head}\r\nconnection: close\r\n\r\n{body}").into_bytes()
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn bare_error_gets_a_body_and_other_responses_stay() {
        let bare =
            MalformedRequest::of_bare_response(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
        let response = String::from_utf8(bare.with_id("emulator-000007")).unwrap();
        assert!(response.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{response}");
        assert!(response.contains("\"type\":\"error.list\""), "{response}");
        let others: [&[u8]; 3] = [
            b"HTTP/1.1 404 Not Found\r\nx-request-id: a\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n\r\n",
            b"HTTP/1.1 100 Continue\r\n\r\n",
        ];
        assert!(others.iter().all(|written| MalformedRequest::of_bare_response(written).is_none()));
    }
}
