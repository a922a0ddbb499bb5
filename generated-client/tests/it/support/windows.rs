//! A scripted server with a rate limit: it counts requests in windows of fixed length, as Intercom does.

use super::scripted::json;
use bytes::Bytes;
use std::sync::Mutex;
use std::time::Duration;

/// Midnight of the day on which all tests run: Fri, 28 Sep 2018.
const MIDNIGHT: u64 = 1_538_092_800;

/// The server. A request beyond the limit gets 429. Its headers have whole seconds.
pub struct Windows {
    limit: u64,
    window_seconds: u64,
    /// Requests of each window, by the window's number, rejected ones included.
    counts: Mutex<Vec<(u64, u64)>>,
}

impl Windows {
    /// Allows `limit` requests in each window of `window_seconds`.
    pub fn new(limit: u64, window_seconds: u64) -> Self {
        Self { limit, window_seconds, counts: Mutex::default() }
    }

    /// The response at a Unix time: `body`, or 429 beyond the limit.
    pub fn response(&self, now: Duration, body: &str) -> http::Response<Bytes> {
        let number = now.as_secs() / self.window_seconds;
        let mut counts = self.counts.lock().unwrap();
        if counts.last().is_none_or(|(last, _)| *last != number) {
            counts.push((number, 0));
        }
        let count = counts.last_mut().unwrap();
        count.1 += 1;
        let remaining = self.limit.saturating_sub(count.1).to_string();
        let reset = ((number + 1) * self.window_seconds).to_string();
        let date = http_date(now.as_secs());
        let limit = self.limit.to_string();
        let headers = [
            ("Date", date.as_str()),
            ("X-RateLimit-Limit", &limit),
            ("X-RateLimit-Remaining", &remaining),
            ("X-RateLimit-Reset", &reset),
        ];
        json(if count.1 > self.limit { 429 } else { 200 }, &headers, body)
    }

    /// Requests of each window, rejected ones included.
    pub fn requests(&self) -> Vec<u64> {
        self.counts.lock().unwrap().iter().map(|(_, count)| *count).collect()
    }

    /// Requests that got 429.
    pub fn rejected(&self) -> u64 {
        self.requests().iter().map(|count| count.saturating_sub(self.limit)).sum()
    }
}

/// Unix seconds in the form of the `Date` header.
fn http_date(unix: u64) -> String {
    let second = unix - MIDNIGHT;
    format!("Fri, 28 Sep 2018 {:02}:{:02}:{:02} GMT", second / 3600, second / 60 % 60, second % 60)
}
