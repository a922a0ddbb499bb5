//! A request's body that knows whether the sending of its request has started.

use crate::transport::error::TransportError;
use crate::transport::stream::StreamBody;
use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body, Frame, SizeHint};
use std::convert::Infallible;
use std::error::Error as StdError;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::task::{Context, Poll};

/// Asked for after a failure: whether a server can have acted, and whether the body itself was the reason.
#[derive(Clone, Default)]
pub(crate) struct Progress(Arc<State>);

#[derive(Default)]
struct State {
    started: AtomicBool,
    error: OnceLock<Mutex<Option<TransportError>>>,
}

impl Progress {
    /// `false` means that no server can have acted, for it had no body to act on; `true`, that it may have.
    pub(crate) fn has_started(&self) -> bool {
        self.0.started.load(Ordering::Acquire)
    }

    fn start(&self) {
        self.0.started.store(true, Ordering::Release);
    }

    /// Why the body could not be read.
    pub(crate) fn take_error(&self) -> Option<TransportError> {
        self.0.error.get()?.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// The bytes of a body. The HTTP client asks for them when a connection stands, and not before.
pub(crate) struct SentBody {
    bytes: Bytes,
    progress: Progress,
}

impl SentBody {
    pub(crate) fn new(bytes: Bytes, progress: Progress) -> Self {
        Self { bytes, progress }
    }
}

impl Body for SentBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.progress.start();
        let bytes = std::mem::take(&mut self.bytes);
        Poll::Ready((!bytes.is_empty()).then(|| Ok(Frame::data(bytes))))
    }

    fn is_end_stream(&self) -> bool {
        self.bytes.is_empty()
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.bytes.len() as u64)
    }
}

/// A body that is read while it is sent.
pub(crate) struct SentStream {
    length: Option<u64>,
    /// The HTTP client wants a body that threads can share; nobody locks it.
    body: Mutex<StreamBody>,
    progress: Progress,
}

impl SentStream {
    pub(crate) fn new(body: StreamBody, progress: Progress) -> Self {
        Self { length: body.length(), body: Mutex::new(body), progress }
    }
}

impl Body for SentStream {
    type Data = Bytes;
    type Error = Box<dyn StdError + Send + Sync>;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, Self::Error>>> {
        self.progress.start();
        let body = self.body.get_mut().unwrap_or_else(PoisonError::into_inner);
        match Pin::new(body).poll_next(context) {
            Poll::Pending => Poll::Pending,
            Poll::Ready(None) => Poll::Ready(None),
            Poll::Ready(Some(Ok(chunk))) => Poll::Ready(Some(Ok(Frame::data(chunk)))),
            Poll::Ready(Some(Err(error))) => {
                // A body ends at its first error, so there is no other one.
                let _ = self.progress.0.error.set(Mutex::new(Some(error)));
                Poll::Ready(Some(Err("the body of the request cannot be read".into())))
            }
        }
    }

    fn size_hint(&self) -> SizeHint {
        self.length.map_or_else(SizeHint::default, SizeHint::with_exact)
    }
}
