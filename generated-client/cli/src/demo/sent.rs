//! One call of an example: what was sent and what came of it.

use intercom_client::Error;
use intercom_emulator::RecordedRequest;

/// One call: the requests that arrived, and its result.
pub struct Sent<T> {
    /// One, if the example passed.
    pub requests: Vec<RecordedRequest>,
    pub result: Result<T, Error>,
}

impl<T> Sent<T> {
    /// The request, if there was exactly one.
    pub fn request(&self) -> Option<&RecordedRequest> {
        match &self.requests[..] {
            [request] => Some(request),
            _ => None,
        }
    }
}
