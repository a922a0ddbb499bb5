//! What was received, for tests to look at.

use crate::Received;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An emulator that runs for days must not grow: the oldest requests go first.
const MOST_REQUESTS: usize = 4_096;
const MOST_BODY_BYTES: usize = 64 * 1024 * 1024;

#[derive(Default)]
pub(crate) struct Log(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    requests: VecDeque<Received>,
    /// Of all bodies.
    bytes: usize,
}

impl Log {
    pub(crate) fn add(&self, request: Received) {
        let mut kept = self.lock();
        kept.bytes += request.body.len();
        kept.requests.push_back(request);
        while kept.requests.len() > MOST_REQUESTS || kept.bytes > MOST_BODY_BYTES {
            let oldest = kept.requests.pop_front();
            kept.bytes -= oldest.map_or(0, |oldest| oldest.body.len());
        }
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        self.lock().requests.iter().cloned().collect()
    }

    pub(crate) fn take(&self) -> Vec<Received> {
        std::mem::take(&mut *self.lock()).requests.into()
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Kept::default();
    }

    /// Nothing can panic while the lock is held, and a log half written is still a log.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
