//! Where a response that is a stream is left for its caller.

use crate::transport::stream::StreamBody;
use std::sync::{Arc, Mutex, PoisonError};

/// Where the body of a successful response is put, for the caller to read it.
#[derive(Clone, Default)]
pub struct Opened(Arc<Mutex<Option<StreamBody>>>);

impl Opened {
    pub fn put(&self, body: StreamBody) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = Some(body);
    }

    pub fn take(&self) -> Option<StreamBody> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}
