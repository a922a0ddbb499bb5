//! What a request's body is put together from when a part of it is a stream.

use crate::transport::error::TransportError;
use crate::transport::stream::{ByteStream, StreamBody};
use bytes::Bytes;
use futures_core::Stream;
use std::collections::VecDeque;
use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

/// A stream that can be sent once. Copies share it: the first one that is sent uses it up.
#[derive(Clone)]
pub(crate) struct Source {
    /// How messages call it.
    pub name: Arc<str>,
    /// The number of its bytes, where that is known.
    pub length: Option<u64>,
    chunks: Arc<Mutex<Option<ByteStream>>>,
}

impl Source {
    pub fn new(name: &str, chunks: ByteStream) -> Self {
        Self { name: name.into(), length: None, chunks: Arc::new(Mutex::new(Some(chunks))) }
    }

    /// Whether a request has begun to read it.
    pub fn is_used(&self) -> bool {
        self.lock().is_none()
    }

    /// Whether both are the same stream.
    pub fn is(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.chunks, &other.chunks)
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Option<ByteStream>> {
        // Nothing panics while it is locked.
        self.chunks.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn take(&self) -> Result<ByteStream, TransportError> {
        self.lock()
            .take()
            .ok_or_else(|| TransportError::unsendable(format!("the stream of `{}` has been sent already", self.name)))
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Source").field("name", &self.name).field("length", &self.length).finish_non_exhaustive()
    }
}

/// A part of a body.
#[derive(Clone, Debug)]
pub(crate) enum Segment {
    Bytes(Bytes),
    Stream(Source),
}

impl Segment {
    fn length(&self) -> Option<u64> {
        match self {
            Self::Bytes(bytes) => Some(bytes.len() as u64),
            Self::Stream(source) => source.length,
        }
    }
}

/// The parts as one body. A stream is taken when its turn comes, so that a request which never got that far can be repeated.
pub(crate) fn body_of(segments: &[Segment]) -> StreamBody {
    let body = StreamBody::new(Segments { left: segments.iter().cloned().collect(), current: None });
    match segments.iter().map(Segment::length).sum::<Option<u64>>() {
        Some(length) => body.with_length(length),
        None => body,
    }
}

struct Segments {
    left: VecDeque<Segment>,
    current: Option<Current>,
}

/// The stream whose turn it is, and how many bytes it has still to come.
struct Current {
    source: Source,
    chunks: ByteStream,
    read: u64,
}

impl Segments {
    /// Ends the body: there is nothing after an error.
    fn fail(&mut self, error: TransportError) -> Poll<Option<Result<Bytes, TransportError>>> {
        self.left.clear();
        self.current = None;
        Poll::Ready(Some(Err(error)))
    }
}

impl Stream for Segments {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            if let Some(current) = &mut self.current {
                match current.chunks.as_mut().poll_next(context) {
                    Poll::Pending => return Poll::Pending,
                    Poll::Ready(Some(Ok(chunk))) if chunk.is_empty() => {}
                    Poll::Ready(Some(Ok(chunk))) => {
                        current.read += chunk.len() as u64;
                        match current.exceeds() {
                            Some(error) => return self.fail(error),
                            None => return Poll::Ready(Some(Ok(chunk))),
                        }
                    }
                    Poll::Ready(Some(Err(error))) => return self.fail(error),
                    Poll::Ready(None) => match current.falls_short() {
                        Some(error) => return self.fail(error),
                        None => self.current = None,
                    },
                }
                continue;
            }
            match self.left.pop_front() {
                None => return Poll::Ready(None),
                Some(Segment::Bytes(bytes)) if bytes.is_empty() => {}
                Some(Segment::Bytes(bytes)) => return Poll::Ready(Some(Ok(bytes))),
                Some(Segment::Stream(source)) => match source.take() {
                    Ok(chunks) => self.current = Some(Current { source, chunks, read: 0 }),
                    Err(error) => return self.fail(error),
                },
            }
        }
    }
}

impl Current {
    fn exceeds(&self) -> Option<TransportError> {
        self.source.length.filter(|length| self.read > *length).map(|length| {
            TransportError::unsendable(format!("`{}` has more than its {length} bytes", self.source.name))
        })
    }

    fn falls_short(&self) -> Option<TransportError> {
        self.source.length.filter(|length| self.read < *length).map(|length| {
            TransportError::unsendable(format!(
                "`{}` ended after {} of its {length} bytes",
                self.source.name, self.read
            ))
        })
    }
}
