//! Response bodies: sent whole, slowly, or truncated.

use crate::faults::effect::WireFault;
use crate::server::slots::FaultWait;
use bytes::Bytes;
use hyper::body::{Body, Frame, SizeHint};
use std::io;
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;
use tokio::time::{Sleep, sleep};

/// The body of a response.
pub struct ResponseBody {
    rest: Rest,
    /// The stated length.
    length: u64,
    pace: Option<Pace>,
    /// Ends with the body.
    _wait: Option<FaultWait>,
}

enum Rest {
    Bytes(Bytes),
    /// This number of spaces.
    Filler(u64),
    /// The connection is reset after these bytes.
    Truncated(Bytes, Option<Pin<Box<Sleep>>>),
}

struct Pace {
    per_tick: usize,
    tick: Pin<Box<Sleep>>,
}

const TICK: Duration = Duration::from_millis(100);
const CHUNK: usize = 64 * 1024;
static FILLER: [u8; CHUNK] = [b' '; CHUNK];

impl ResponseBody {
    pub fn new(bytes: Bytes, wire: Option<WireFault>, wait: Option<FaultWait>) -> Self {
        let length = bytes.len() as u64;
        match wire {
            Some(WireFault::Truncate(at)) => {
                let kept = bytes.slice(..at.min(bytes.len()));
                // The stated length exceeds what is sent, even for a short body.
                Self {
                    rest: Rest::Truncated(kept, None),
                    length: length.max((at as u64).saturating_add(1)),
                    pace: None,
                    _wait: wait,
                }
            }
            Some(WireFault::Huge(length)) => Self { rest: Rest::Filler(length), length, pace: None, _wait: wait },
            Some(WireFault::Slow(per_second)) => {
                let per_tick = usize::try_from(per_second / 10).unwrap_or(usize::MAX).max(1);
                let pace = Pace { per_tick, tick: Box::pin(sleep(TICK)) };
                Self { rest: Rest::Bytes(bytes), length, pace: Some(pace), _wait: wait }
            }
            _ => Self { rest: Rest::Bytes(bytes), length, pace: None, _wait: wait },
        }
    }

    pub fn length(&self) -> u64 {
        self.length
    }
}

impl Body for ResponseBody {
    type Data = Bytes;
    type Error = io::Error;

    fn poll_frame(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
    ) -> Poll<Option<Result<Frame<Bytes>, io::Error>>> {
        let this = &mut *self;
        let frame = match &mut this.rest {
            Rest::Bytes(bytes) if bytes.is_empty() => return Poll::Ready(None),
            Rest::Bytes(bytes) => match &mut this.pace {
                None => std::mem::take(bytes),
                Some(pace) => {
                    ready!(pace.tick.as_mut().poll(context));
                    pace.tick = Box::pin(sleep(TICK));
                    bytes.split_to(pace.per_tick.min(bytes.len()))
                }
            },
            Rest::Filler(0) => return Poll::Ready(None),
            Rest::Filler(left) => {
                let count = CHUNK.min(usize::try_from(*left).unwrap_or(CHUNK));
                *left = left.saturating_sub(count as u64);
                Bytes::from_static(FILLER.get(..count).unwrap_or_default())
            }
            Rest::Truncated(bytes, flush) if bytes.is_empty() => {
                // Lets the head be sent first: hyper drops the head of a body that fails at once.
                ready!(flush.get_or_insert_with(|| Box::pin(sleep(TICK))).as_mut().poll(context));
                return Poll::Ready(Some(Err(io::Error::other("truncated by a fault rule"))));
            }
            Rest::Truncated(bytes, _) => std::mem::take(bytes),
        };
        Poll::Ready(Some(Ok(Frame::data(frame))))
    }

    fn is_end_stream(&self) -> bool {
        match &self.rest {
            Rest::Bytes(bytes) => bytes.is_empty(),
            Rest::Filler(left) => *left == 0,
            Rest::Truncated(..) => false,
        }
    }

    fn size_hint(&self) -> SizeHint {
        SizeHint::with_exact(self.length)
    }
}
