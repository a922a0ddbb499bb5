//! The rate limit: a count of requests in windows of the emulator's clock.

use serde::Serialize;

/// The number of requests that each window of the emulator's clock allows.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RateLimit {
    requests: u64,
    window_seconds: u64,
}

impl RateLimit {
    /// Allows `requests` in each window of `window_seconds`; both are at least 1. Windows start at multiples of their length.
    #[must_use]
    pub fn new(requests: u64, window_seconds: u64) -> Self {
        Self { requests: requests.max(1), window_seconds: window_seconds.max(1) }
    }
}

/// Intercom documents 10,000 requests a minute, in windows of 10 seconds.
const PUBLISHED: RateLimit = RateLimit { requests: 1_666, window_seconds: 10 };

/// The count of the current window.
#[derive(Debug)]
pub struct RateLimitWindow {
    /// Without a limit, requests are counted but none is rejected.
    limit: Option<RateLimit>,
    number: i64,
    used: u64,
}

/// The values of the rate limit headers.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RateLimitStatus {
    pub limit: u64,
    pub remaining: u64,
    /// Unix seconds.
    pub reset: i64,
    pub is_exceeded: bool,
}

impl RateLimitWindow {
    pub fn new(limit: Option<RateLimit>) -> Self {
        Self { limit, number: i64::MIN, used: 0 }
    }

    /// Counts a request.
    pub fn count(&mut self, now: i64) -> RateLimitStatus {
        let RateLimit { requests, window_seconds } = self.limit.unwrap_or(PUBLISHED);
        let length = i64::try_from(window_seconds).unwrap_or(i64::MAX);
        let number = now.div_euclid(length);
        if number != self.number {
            (self.number, self.used) = (number, 0);
        }
        let is_exceeded = self.limit.is_some() && self.used >= requests;
        if !is_exceeded {
            self.used = self.used.saturating_add(1);
        }
        // Without a limit, clients must not see 0 remaining requests and wait.
        let min_remaining = u64::from(self.limit.is_none());
        RateLimitStatus {
            limit: requests,
            remaining: requests.saturating_sub(self.used).max(min_remaining),
            reset: number.saturating_add(1).saturating_mul(length),
            is_exceeded,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn window_counts_rejects_and_restarts() {
        let mut window = RateLimitWindow::new(Some(RateLimit::new(2, 10)));
        let status = |remaining, is_exceeded| RateLimitStatus { limit: 2, remaining, reset: 110, is_exceeded };
        assert_eq!(window.count(101), status(1, false));
        assert_eq!(window.count(102), status(0, false));
        assert_eq!(window.count(109), status(0, true));
        assert_eq!(window.count(110), RateLimitStatus { limit: 2, remaining: 1, reset: 120, is_exceeded: false });
        // A clock that was set back counts in the earlier window.
        assert!(!window.count(105).is_exceeded);
    }

    #[test]
    fn without_a_limit_no_request_is_rejected_or_delayed() {
        let mut window = RateLimitWindow::new(None);
        let last = (0..5_000).map(|_| window.count(7)).last();
        assert_eq!(last, Some(RateLimitStatus { limit: 1_666, remaining: 1, reset: 10, is_exceeded: false }));
    }
}
