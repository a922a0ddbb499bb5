//! What was received, for tests to look at.

use crate::Received;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An emulator that runs for days must not grow: the oldest requests go first.
const MOST_REQUESTS: usize = 4_096;
const MOST_BODY_BYTES: usize = 64 * 1024 * 1024;

#[derive(Default)]
pub(crate) struct Log(Mutex<VecDeque<Received>>);

impl Log {
    pub(crate) fn add(&self, request: Received) {
        let mut requests = self.lock();
        requests.push_back(request);
        let mut bytes: usize = requests.iter().map(|request| request.body.len()).sum();
        while requests.len() > MOST_REQUESTS || bytes > MOST_BODY_BYTES {
            bytes -= requests.pop_front().map_or(0, |oldest| oldest.body.len());
        }
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        self.lock().iter().cloned().collect()
    }

    pub(crate) fn take(&self) -> Vec<Received> {
        self.lock().drain(..).collect()
    }

    pub(crate) fn clear(&self) {
        self.lock().clear();
    }

    /// Nothing can panic while the lock is held, and a log half written is still a log.
    fn lock(&self) -> MutexGuard<'_, VecDeque<Received>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
