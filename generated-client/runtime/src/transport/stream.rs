//! Bodies that are read while they are sent, or used while they are received.

use crate::transport::error::TransportError;
use bytes::{Bytes, BytesMut};
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::future::{Future, poll_fn};
use std::pin::Pin;
use std::task::{Context, Poll};

/// The bytes of a body, as they come. It ends at its first error.
pub type ByteStream = Pin<Box<dyn Stream<Item = Result<Bytes, TransportError>> + Send>>;

/// What a transport returns as soon as the head of the response is there.
pub type StreamFuture<'a> =
    Pin<Box<dyn Future<Output = Result<http::Response<StreamBody>, TransportError>> + Send + 'a>>;

/// A body as a stream: of a request while it is sent, of a response while it is received.
pub struct StreamBody {
    length: Option<u64>,
    chunks: ByteStream,
}

impl StreamBody {
    /// A body of these bytes, of which nobody knows the number.
    pub fn new(chunks: impl Stream<Item = Result<Bytes, TransportError>> + Send + 'static) -> Self {
        Self { length: None, chunks: Box::pin(chunks) }
    }

    /// The number of bytes that the stream will have.
    #[must_use]
    pub fn with_length(mut self, bytes: u64) -> Self {
        self.length = Some(bytes);
        self
    }

    /// The number of bytes that the stream will have, where that is known.
    #[must_use]
    pub fn length(&self) -> Option<u64> {
        self.length
    }

    /// The next bytes; `None` after the last ones and after an error.
    pub async fn next(&mut self) -> Option<Result<Bytes, TransportError>> {
        poll_fn(|context| self.chunks.as_mut().poll_next(context)).await
    }

    /// All of the body, if it begins like a JSON object and ends within so many bytes; otherwise the body again.
    pub(crate) async fn short_object(mut self, max: usize) -> Result<Bytes, Self> {
        let mut first = BytesMut::new();
        let after = loop {
            match self.next().await {
                None => return Ok(first.freeze()),
                Some(Ok(chunk)) => first.extend_from_slice(&chunk),
                Some(Err(error)) => break Some(error),
            }
            let start = first.iter().find(|byte| !byte.is_ascii_whitespace());
            if first.len() > max || start.is_some_and(|start| *start != b'{') {
                break None;
            }
        };
        let length = self.length;
        let first = [Ok(first.freeze())].into_iter().chain(after.map(Err)).collect();
        Err(Self { length, chunks: Box::pin(Again { first, rest: self.chunks }) })
    }

    /// Reads all bytes into memory; also those before an error.
    pub(crate) async fn collect(mut self, max: usize) -> (Bytes, Result<(), TransportError>) {
        let mut all = BytesMut::new();
        while let Some(chunk) = self.next().await {
            match chunk {
                Ok(chunk) => all.extend_from_slice(&chunk),
                Err(error) => return (all.freeze(), Err(error)),
            }
            if all.len() > max {
                let message = format!("the response is larger than {max} bytes");
                return (all.freeze(), Err(TransportError::too_large(message)));
            }
        }
        (all.freeze(), Ok(()))
    }
}

impl Stream for StreamBody {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        self.chunks.as_mut().poll_next(context)
    }
}

impl From<Bytes> for StreamBody {
    fn from(bytes: Bytes) -> Self {
        let length = bytes.len() as u64;
        Self::new(Once(Some(bytes).filter(|bytes| !bytes.is_empty()))).with_length(length)
    }
}

impl fmt::Debug for StreamBody {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("StreamBody").field("length", &self.length).finish_non_exhaustive()
    }
}

/// What was read of a stream, and then its rest.
struct Again {
    first: VecDeque<Result<Bytes, TransportError>>,
    rest: ByteStream,
}

impl Stream for Again {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        match self.first.pop_front() {
            Some(first) => Poll::Ready(Some(first)),
            None => self.rest.as_mut().poll_next(context),
        }
    }
}

/// Bytes that are there already.
struct Once(Option<Bytes>);

impl Stream for Once {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        Poll::Ready(self.0.take().map(Ok))
    }
}
