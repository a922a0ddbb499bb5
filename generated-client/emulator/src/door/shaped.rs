//! The stream under the HTTP server: it gives refusals of the server's own the API's error shape, breaks when told, and does
//! not wait for ever for a client that takes nothing.
//!
//! What is no HTTP never reaches the service: hyper answers it with a bare status line. Clients should still find an error
//! that they can read, so the stream under hyper puts a body below such a status line.

use super::unread::Unread;
use crate::engine::Engine;
use std::io;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, ready};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::TcpStream;
use tokio::net::tcp::WriteHalf;
use tokio::time::{Sleep, sleep};

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

pub(crate) struct Shaped<'a> {
    /// Read through a shared reference, so that others can watch it meanwhile.
    stream: &'a TcpStream,
    sink: WriteHalf<'a>,
    engine: &'a Engine,
    cut: Cut,
    /// What is written in place of a bare refusal, and how much of it has been.
    instead: Option<(Vec<u8>, usize)>,
    has_refused: bool,
    /// Runs while the client takes nothing of what is there for it.
    stalled: Option<Pin<Box<Sleep>>>,
}

impl<'a> Shaped<'a> {
    /// `sink` is the writing half of `stream`.
    pub fn new(stream: &'a TcpStream, sink: WriteHalf<'a>, engine: &'a Engine, cut: Cut) -> Self {
        Self { stream, sink, engine, cut, instead: None, has_refused: false, stalled: None }
    }

    /// Whether a refusal can go out now: the client has had none, and all that was written before it.
    pub fn may_refuse(&self) -> bool {
        !self.has_refused && self.stalled.is_none()
    }

    /// Closed so, the kernel sends a reset in place of an end, and drops what it holds.
    fn reset_at_end(&self) {
        let _ = self.stream.set_zero_linger();
    }

    /// Writes, unless the client has taken nothing for too long.
    fn poll_send(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        if let Poll::Ready(outcome) = Pin::new(&mut self.sink).poll_write(context, bytes) {
            self.stalled = None;
            return Poll::Ready(outcome);
        }
        let patience = self.engine.settings.write_timeout;
        let stalled = self.stalled.get_or_insert_with(|| Box::pin(sleep(patience)));
        ready!(stalled.as_mut().poll(context));
        self.reset_at_end();
        Poll::Ready(Err(io::ErrorKind::TimedOut.into()))
    }
}

impl AsyncRead for Shaped<'_> {
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

impl AsyncWrite for Shaped<'_> {
    fn poll_write(mut self: Pin<&mut Self>, context: &mut Context<'_>, buffer: &[u8]) -> Poll<io::Result<usize>> {
        let this = &mut *self;
        if let Some(allowed) = this.cut.allowed(buffer.len()) {
            if allowed == 0 {
                this.reset_at_end();
                return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
            }
            let allowed = buffer.get(..allowed).unwrap_or_default();
            let written = ready!(this.poll_send(context, allowed))?;
            this.cut.count(written);
            return Poll::Ready(Ok(written));
        }
        if let (None, Some(bare)) = (&this.instead, Unread::bare(buffer)) {
            this.instead = Some((bare.answer(this.engine), 0));
            this.has_refused = true;
        }
        let Some((bytes, mut written)) = this.instead.take() else {
            return this.poll_send(context, buffer);
        };
        while let Some(rest) = bytes.get(written..).filter(|rest| !rest.is_empty()) {
            match this.poll_send(context, rest) {
                Poll::Ready(Ok(0)) => return Poll::Ready(Err(io::ErrorKind::WriteZero.into())),
                Poll::Ready(Ok(count)) => written += count,
                Poll::Ready(Err(error)) => return Poll::Ready(Err(error)),
                Poll::Pending => {
                    this.instead = Some((bytes, written));
                    return Poll::Pending;
                }
            }
        }
        // To hyper, its own bytes have been written.
        Poll::Ready(Ok(buffer.len()))
    }

    fn poll_flush(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.sink).poll_flush(context)
    }

    fn poll_shutdown(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.sink).poll_shutdown(context)
    }
}
