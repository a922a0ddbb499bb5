//! The stream under the HTTP server. It resets the connection at a given byte, and limits how long a client may read nothing.
//!
//! hyper responds with a bare status line to bytes that are not HTTP, without calling the service. This stream replaces that
//! response by one in the API's error format, so that clients can read it.

use crate::engine::core::Engine;
use crate::server::malformed::MalformedRequest;
use std::io::{self, IoSlice};
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::net::tcp::WriteHalf;
use tokio::time::{Sleep, sleep};

/// The number of bytes after which the connection is reset; by default it is not.
#[derive(Clone, Debug, Default)]
pub struct ResetAfter(Arc<Mutex<Option<usize>>>);

impl ResetAfter {
    pub fn set(&self, bytes: usize) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(bytes);
    }

    /// How many of these bytes may be sent; none if there is no limit.
    fn allowed(&self, wanted: usize) -> Option<usize> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).map(|left| left.min(wanted))
    }

    fn is_set(&self) -> bool {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    fn count(&self, written: usize) {
        if let Some(left) = &mut *self.0.lock().unwrap_or_else(PoisonError::into_inner) {
            *left = left.saturating_sub(written);
        }
    }
}

pub struct Socket<'a> {
    /// Read through a shared reference, so that others can watch for a disconnect.
    stream: &'a TcpStream,
    sink: WriteHalf<'a>,
    engine: &'a Engine,
    reset_after: ResetAfter,
    /// The bytes that replace a bare response, and how many of them were written.
    replacement: Option<(Vec<u8>, usize)>,
    has_replaced: bool,
    /// Runs while the client reads nothing.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<'a> Socket<'a> {
    /// `sink` is the writing half of `stream`.
    pub fn new(stream: &'a TcpStream, sink: WriteHalf<'a>, engine: &'a Engine, reset_after: ResetAfter) -> Self {
        Self { stream, sink, engine, reset_after, replacement: None, has_replaced: false, stalled: None }
    }

    /// Whether an error response can be sent now: none was sent, and everything before it was.
    pub fn can_send_error(&self) -> bool {
        !self.has_replaced && self.stalled.is_none()
    }

    /// Makes the kernel send a reset when the socket is closed, and drop unsent data.
    fn reset_on_close(&self) {
        let _ = self.stream.set_zero_linger();
    }

    /// Writes; fails if the client has read nothing for too long.
    fn poll_send(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if let Poll::Ready(outcome) = Pin::new(&mut self.sink).poll_write(context, bytes) {
            self.stalled = None;
            return Poll::Ready(outcome);
        }
        self.poll_stalled(context)
    }

    /// Fails when the client has read nothing for too long.
    fn poll_stalled<T>(&mut self, context: &mut Context<'_>) -> Poll<io::Result<T>> {
        let timeout = self.engine.settings.write_timeout;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(timeout)));
        ready!(stalled.as_mut().poll(context));
        self.reset_on_close();
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Socket<'_> {
    fn poll_read(self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &mut ReadBuf<'_>) -> Poll<io::Result<()>> {
        loop {
            ready!(self.stream.poll_read_ready(context))?;
            match self.stream.try_read_buf(buffer) {
                Ok(_) => return Poll::Ready(Ok(())),
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => {}
                Err(error) => return Poll::Ready(Err(error)),
            }
        }
    }
}

impl AsyncWrite for Socket<'_> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if let Some(allowed) = this.reset_after.allowed(buffer.len()) {
            if allowed == 0 {
                this.reset_on_close();
                return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
            }
            let allowed = buffer.get(..allowed).unwrap_or_default();
            let written = ready!(this.poll_send(context, allowed))?;
            this.reset_after.count(written);
            return Poll::Ready(Ok(written));
        }
        if let (None, Some(bare)) = (&this.replacement, MalformedRequest::of_bare_response(buffer)) {
            this.replacement = Some((bare.response(this.engine), 0));
            this.has_replaced = true;
        }
        let Some((bytes, mut written)) = this.replacement.take() else {
            return this.poll_send(context, buffer);
        };
        while let Some(rest) = bytes.get(written..).filter(|rest| !rest.is_empty()) {
            match this.poll_send(context, rest) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(count)) => written = written.saturating_add(count),
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    this.replacement = Some((bytes, written));
                    return Poll::Pending;
                }
            }
        }
        // Reports to hyper that its own bytes were written.
        Poll::Ready(Ok(buffer.len()))
    }

    /// Sends a head and a body at once, without copying the body behind the head.
    fn poll_write_vectored(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffers: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        // A fault counts bytes, and hyper's bare responses are single buffers.
        if buffers.len() < 2 || this.replacement.is_some() || this.reset_after.is_set() {
            let first = buffers.iter().find(|buffer| !buffer.is_empty());
            return self.poll_write(context, first.map_or(&[][..], |buffer| buffer));
        }
        if let Poll::Ready(outcome) = Pin::new(&mut this.sink).poll_write_vectored(context, buffers) {
            this.stalled = None;
            return Poll::Ready(outcome);
        }
        this.poll_stalled(context)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.sink).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.sink).poll_shutdown(context)
    }
}
