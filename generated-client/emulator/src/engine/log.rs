//! What was received, for tests to look at.

use crate::Received;
use serde_json::Value;
use std::collections::VecDeque;
use std::sync::{Mutex, MutexGuard, PoisonError};

/// An emulator that runs for days must not grow: the oldest requests go first.
const MOST_REQUESTS: usize = 4_096;
const MOST_BYTES: usize = 64 * 1024 * 1024;

#[derive(Default)]
pub(crate) struct Log(Mutex<Kept>);

#[derive(Default)]
struct Kept {
    /// Each with its weight.
    requests: VecDeque<(usize, Received)>,
    /// What all of them take up, about.
    bytes: usize,
}

impl Log {
    pub(crate) fn add(&self, request: Received) {
        let weight = weight(&request);
        let mut kept = self.lock();
        kept.bytes += weight;
        kept.requests.push_back((weight, request));
        while kept.requests.len() > MOST_REQUESTS || kept.bytes > MOST_BYTES {
            let oldest = kept.requests.pop_front();
            kept.bytes -= oldest.map_or(0, |(weight, _)| weight);
        }
    }

    pub(crate) fn all(&self) -> Vec<Received> {
        self.lock().requests.iter().map(|(_, request)| request.clone()).collect()
    }

    pub(crate) fn take(&self) -> Vec<Received> {
        let kept = std::mem::take(&mut *self.lock());
        kept.requests.into_iter().map(|(_, request)| request).collect()
    }

    pub(crate) fn clear(&self) {
        *self.lock() = Kept::default();
    }

    /// Nothing can panic while the lock is held, and a log half written is still a log.
    fn lock(&self) -> MutexGuard<'_, Kept> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// What a request takes up in memory, in bytes, about. Numbers in JSON weigh far more than their digits.
fn weight(request: &Received) -> usize {
    let pairs =
        |pairs: &[(String, String)]| pairs.iter().map(|(name, value)| TEXT + name.len() + TEXT + value.len()).sum();
    let segments: usize = request.segments.iter().map(|segment| TEXT + segment.len()).sum();
    let (query, headers): (usize, usize) = (pairs(&request.query), pairs(&request.headers));
    let json = request.json.as_ref().map_or(0, json_weight);
    request.path.len() + segments + query + headers + request.body.len() + json
}

const TEXT: usize = size_of::<String>();

fn json_weight(value: &Value) -> usize {
    let inner = match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(json_weight).sum(),
        // A place in the map's index and a hash for each member.
        Value::Object(members) => members.iter().map(|(key, value)| 2 * TEXT + key.len() + json_weight(value)).sum(),
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
        let log = Log::default();
        let ones = Bytes::from(serde_json::to_vec(&vec![1; 500_000]).unwrap_or_default());
        let long = "x".repeat(1_000_000);
        for number in 0..40 {
            let mut request = Received::new("POST", "/users", format!("{number}"));
            match number % 2 {
                0 => request.json = serde_json::from_slice(&ones).ok(),
                _ => request.query = vec![(long.clone(), long.clone())],
            }
            request.body = ones.clone();
            log.add(request);
        }
        let kept = log.all();
        assert_eq!(kept.last().map(|request| request.request_id.as_str()), Some("39"));
        let weight: usize = kept.iter().map(weight).sum();
        assert!(weight <= MOST_BYTES && kept.len() < 16, "{} of {weight} bytes", kept.len());
    }
}
