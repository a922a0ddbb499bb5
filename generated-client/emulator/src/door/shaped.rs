//! The stream under the HTTP server: it gives refusals of the server's own the API's error shape, and breaks when told.
//!
//! What is no HTTP never reaches the service: hyper answers it with a bare status line. Clients should still find an error
//! that they can read, so the stream under hyper puts a body below such a status line.

use crate::Received;
use crate::engine::{Engine, JSON, REQUEST_ID, error_list};
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;

/// After how many more bytes the connection is reset; never, by default.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cut(Arc<Mutex<Option<usize>>>);

impl Cut {
    pub fn after(&self, bytes: usize) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bytes);
    }

    /// How many of so many bytes may still go out.
    fn allowed(&self, wanted: usize) -> Option<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).map(|left| left.min(wanted))
    }

    fn count(&self, written: usize) {
        if let Some(left) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            *left = left.saturating_sub(written);
        }
    }
}

pub(crate) struct Shaped {
    stream: TcpStream,
    engine: Arc<Engine>,
    cut: Cut,
    /// What is written in place of a bare refusal, and how much of it has been.
    instead: Option<(Vec<u8>, usize)>,
}

impl Shaped {
    pub(crate) fn new(stream: TcpStream, engine: Arc<Engine>, cut: Cut) -> Self {
        Self { stream, engine, cut, instead: None }
    }
}

/// A refusal of hyper's: a status line without a body, before there is a request for the service.
struct Bare<'a> {
    line: &'a str,
    status: u16,
    code: &'static str,
    message: &'static str,
}

impl<'a> Bare<'a> {
    /// What hyper writes, if it is one; all answers of the service carry an id and are left alone.
    fn find(written: &'a [u8]) -> Option<Self> {
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
            _ => ("bad_request", "this is not HTTP/1.1 as the emulator speaks it; it does not speak https"),
        };
        Some(Self { line, status, code, message })
    }

    /// The whole answer in its place.
    fn answer(&self, id: &str) -> Vec<u8> {
        let body = error_list::body(id, &[(self.code, self.message, None)]);
        let (line, length) = (self.line, body.len());
        let head = format!("{line}\r\ncontent-type: {JSON}\r\n{REQUEST_ID}: {id}\r\ncontent-length: {length}");
        format!("{head}\r\nconnection: close\r\n\r\n{body}").into_bytes()
    }
}

impl AsyncRead for Shaped {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_read(context, buffer)
    }
}

impl AsyncWrite for Shaped {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if let Some(allowed) = this.cut.allowed(buffer.len()) {
            if allowed == 0 {
                // Closed so, the kernel sends a reset in place of an end.
                let _ = this.stream.set_zero_linger();
                return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
            }
            let allowed = buffer.get(..allowed).unwrap_or_default();
            let written = ready!(Pin::new(&mut this.stream).poll_write(context, allowed))?;
            this.cut.count(written);
            return Poll::Ready(Ok(written));
        }
        if let (None, Some(bare)) = (&this.instead, Bare::find(buffer)) {
            let id = this.engine.next_id();
            this.instead = Some((bare.answer(&id), 0));
            this.engine.keep(Received::unread(id, bare.status, bare.message));
        }
        let Some((bytes, written)) = &mut this.instead else {
            return Pin::new(&mut this.stream).poll_write(context, buffer);
        };
        while let Some(rest) = bytes.get(*written..).filter(|rest| !rest.is_empty()) {
            match ready!(Pin::new(&mut this.stream).poll_write(context, rest))? {
                0 => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                count => *written += count,
            }
        }
        // To hyper, its own bytes have been written.
        this.instead = None;
        Poll::Ready(Ok(buffer.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.stream).poll_shutdown(context)
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn a_bare_refusal_gets_a_body_and_an_answer_of_the_service_stays() {
        let bare = Bare::find(b"HTTP/1.1 400 Bad Request\r\ncontent-length: 0\r\n\r\n").unwrap();
        let answer = String::from_utf8(bare.answer("emulator-000007")).unwrap();
        assert!(answer.starts_with("HTTP/1.1 400 Bad Request\r\n"), "{answer}");
        assert!(answer.contains("\"type\":\"error.list\""), "{answer}");
        let others: [&[u8]; 3] = [
            b"HTTP/1.1 404 Not Found\r\nx-request-id: a\r\n\r\n",
            b"HTTP/1.1 200 OK\r\n\r\n",
            b"HTTP/1.1 100 Continue\r\n\r\n",
        ];
        assert!(others.iter().all(|written| Bare::find(written).is_none()));
    }
}
