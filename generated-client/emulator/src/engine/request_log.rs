//! The latest requests, for tests to look at.

use super::logged_request::LoggedRequest;
use crate::protocol::recorded_request::RecordedRequest;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// An emulator that runs for days must not grow: the oldest requests are dropped first.
const MAX_REQUESTS: usize = 4_096;
const MAX_BYTES: usize = 64 * 1024 * 1024;

#[derive(Default)]
pub struct RequestLog(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// Each with the approximate size that it has when it is looked at.
    requests: VecDeque<(usize, Arc<LoggedRequest>)>,
    /// The approximate size of all of them.
    bytes: usize,
}

impl RequestLog {
    pub fn add(&self, request: RecordedRequest) {
        let size = request_bytes(&request);
        let request = Arc::new(request.into());
        let mut kept = self.lock();
        kept.bytes += size;
        kept.requests.push_back((size, request));
        while kept.requests.len() > MAX_REQUESTS || kept.bytes > MAX_BYTES {
            let oldest = kept.requests.pop_front();
            kept.bytes -= oldest.map_or(0, |(size, _)| size);
        }
    }

    /// Copies them while further requests are added.
    pub fn all(&self) -> Vec<RecordedRequest> {
        let requests: Vec<_> = self.lock().requests.iter().map(|(_, request)| Arc::clone(request)).collect();
        requests.iter().map(|request| request.to_recorded()).collect()
    }

    pub fn take(&self) -> Vec<RecordedRequest> {
        let kept = std::mem::take(&mut *self.lock());
        kept.requests.iter().map(|(_, request)| request.to_recorded()).collect()
    }

    pub fn clear(&self) {
        drop(std::mem::take(&mut *self.lock()));
    }

    /// Nothing panics while it is locked; if something did, the log would still be usable.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The approximate size of a request in memory. A number in JSON takes far more than its digits.
fn request_bytes(request: &RecordedRequest) -> usize {
    let pairs = |pairs: &[(String, String)]| {
        pairs.iter().map(|(name, value)| STRING_BYTES + name.len() + STRING_BYTES + value.len()).sum()
    };
    let segments: usize = request.segments.iter().map(|segment| STRING_BYTES + segment.len()).sum();
    let (query, headers): (usize, usize) = (pairs(&request.query), pairs(&request.headers));
    let (compact, ends) = request.compact_headers.parts();
    let headers = headers + compact.len() + STRING_BYTES * ends.len();
    let json = request.json.as_ref().map_or(0, json_bytes);
    request.path.len() + segments + query + headers + request.body.len() + json
}

const STRING_BYTES: usize = size_of::<String>();

fn json_bytes(value: &Value) -> usize {
    let inner = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(json_bytes).sum(),
        // Each member has an entry in the map's index and a hash.
        Value::Object(members) => {
            members.iter().map(|(key, value)| 2 * STRING_BYTES + key.len() + json_bytes(value)).sum()
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => 0,
    };
    size_of::<Value>() + inner
}

#[cfg(test)]
mod tests {
    use super::*;
    use bytes::Bytes;

    #[test]
    fn the_oldest_go_when_all_of_them_weigh_too_much() {
        let log = RequestLog::default();
        let ones = Bytes::from(serde_json::to_vec(&vec![1; 500_000]).unwrap_or_default());
        let long = "x".repeat(1_000_000);
        for number in 0..40 {
            let mut request = RecordedRequest::new("POST", "/users", format!("{number}"));
            match number % 2 {
                0 => request.json = serde_json::from_slice(&ones).ok(),
                _ => request.query = vec![(long.clone(), long.clone())],
            }
            request.body = ones.clone();
            log.add(request);
        }
        let kept = log.all();
        assert_eq!(kept.last().map(|request| request.request_id.as_str()), Some("39"));
        let size: usize = kept.iter().map(request_bytes).sum();
        assert!(size <= MAX_BYTES && kept.len() < 16, "{} requests of {size} bytes", kept.len());
    }
}
