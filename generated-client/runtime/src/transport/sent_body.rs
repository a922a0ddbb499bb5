//! A request's body that knows whether the sending of its request has started_sending.

use bytes::Bytes;
use http_body::{Body, Frame, SizeHint};
use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

/// Asked for after a failure: `false` means that no server can have acted, for it had no body to act on; `true`, that it may
/// have.
#[derive(Clone, Debug, Default)]
pub(crate) struct SendStarted(Arc<AtomicBool>);

impl SendStarted {
    pub(crate) fn is_set(&self) -> bool {
        self.0.load(Ordering::Acquire)
    }
}

/// The bytes of a body. The HTTP client asks for them when a connection stands, and not before.
pub(crate) struct SentBody {
    bytes: Bytes,
    started_sending: SendStarted,
}

impl SentBody {
    pub(crate) fn new(bytes: Bytes, started_sending: SendStarted) -> Self {
        Self { bytes, started_sending }
    }
}

impl Body for SentBody {
    type Data = Bytes;
    type Error = Infallible;

    fn poll_frame(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, Infallible>>> {
        self.started_sending.0.store(true, Ordering::Release);
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
