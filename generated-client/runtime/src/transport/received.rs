//! The body of a response, as reqwest receives it.

use crate::transport::error::TransportError;
use crate::transport::failed::{Host, failure, late};
use crate::transport::stream::StreamBody;
use bytes::Bytes;
use futures_core::Stream;
use http_body::Body;
use std::future::Future;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;
use tokio::time::{Instant, Sleep, sleep};

/// A body that is received while it is used.
pub(crate) struct Received {
    body: reqwest::Body,
    host: Host,
    /// The time without any byte.
    read_timeout: Duration,
    timer: Pin<Box<Sleep>>,
    is_waiting: bool,
}

impl Received {
    pub(crate) fn new(body: reqwest::Body, host: Host, read_timeout: Duration) -> Self {
        Self { body, host, read_timeout, timer: Box::pin(sleep(read_timeout)), is_waiting: false }
    }

    pub(crate) fn into_body(self) -> StreamBody {
        let length = self.body.size_hint().exact();
        let body = StreamBody::new(self);
        match length {
            Some(length) => body.with_length(length),
            None => body,
        }
    }
}

impl Stream for Received {
    type Item = Result<Bytes, TransportError>;

    fn poll_next(mut self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let this = &mut *self;
        loop {
            match Pin::new(&mut this.body).poll_frame(context) {
                Poll::Ready(frame) => {
                    this.is_waiting = false;
                    match frame {
                        None => return Poll::Ready(None),
                        Some(Err(error)) => return Poll::Ready(Some(Err(failure(error, &this.host)))),
                        Some(Ok(frame)) => {
                            // Trailers are of no interest.
                            if let Ok(bytes) = frame.into_data() {
                                return Poll::Ready(Some(Ok(bytes)));
                            }
                        }
                    }
                }
                Poll::Pending => {
                    // The time counts while the caller waits, not while it is busy with what came.
                    if !std::mem::replace(&mut this.is_waiting, true)
                        && let Some(end) = Instant::now().checked_add(this.read_timeout)
                    {
                        this.timer.as_mut().reset(end);
                    }
                    return match this.timer.as_mut().poll(context) {
                        Poll::Ready(()) => Poll::Ready(Some(Err(TransportError::timeout(late(&this.host))))),
                        Poll::Pending => Poll::Pending,
                    };
                }
            }
        }
    }
}
