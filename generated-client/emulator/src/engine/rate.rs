//! The window in which requests are counted.

use serde::Serialize;

/// How many requests a window of the emulator's clock allows.
#[derive(Clone, Copy, Debug, Serialize)]
pub struct RateLimit {
    pub(crate) requests: u64,
    pub(crate) window_seconds: u64,
}

impl RateLimit {
    /// So many requests in each window of so many seconds; both at least 1. Windows begin at multiples of their length.
    #[must_use]
    pub fn new(requests: u64, window_seconds: u64) -> Self {
        Self { requests: requests.max(1), window_seconds: window_seconds.max(1) }
    }
}

/// What Intercom publishes: 10,000 a minute, handed out in windows of 10 seconds.
const PUBLISHED: RateLimit = RateLimit { requests: 1_666, window_seconds: 10 };

/// The count of the current window.
#[derive(Debug)]
pub(crate) struct Window {
    /// None counts and tells, but refuses nobody.
    limit: Option<RateLimit>,
    number: i64,
    used: u64,
}

/// What the headers of an answer tell.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) struct Standing {
    pub limit: u64,
    pub remaining: u64,
    /// Unix seconds.
    pub reset: i64,
    pub refused: bool,
}

impl Window {
    pub fn new(limit: Option<RateLimit>) -> Self {
        Self { limit, number: i64::MIN, used: 0 }
    }

    /// Counts a request.
    pub fn count(&mut self, now: i64) -> Standing {
        let RateLimit { requests, window_seconds } = self.limit.unwrap_or(PUBLISHED);
        let length = i64::try_from(window_seconds).unwrap_or(i64::MAX);
        let number = now.div_euclid(length);
        if number != self.number {
            (self.number, self.used) = (number, 0);
        }
        let refused = self.limit.is_some() && self.used >= requests;
        if !refused {
            self.used = self.used.saturating_add(1);
        }
        // Who is never refused is never told that nothing is left.
        let least = u64::from(self.limit.is_none());
        Standing {
            limit: requests,
            remaining: requests.saturating_sub(self.used).max(least),
            reset: number.saturating_add(1).saturating_mul(length),
            refused,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_counts_refuses_and_begins_anew() {
        let mut window = Window::new(Some(RateLimit::new(2, 10)));
        let standing = |remaining, refused| Standing { limit: 2, remaining, reset: 110, refused };
        assert_eq!(window.count(101), standing(1, false));
        assert_eq!(window.count(102), standing(0, false));
        assert_eq!(window.count(109), standing(0, true));
        assert_eq!(window.count(110), Standing { limit: 2, remaining: 1, reset: 120, refused: false });
        // A clock that was set back counts in that window.
        assert!(!window.count(105).refused);
    }

    #[test]
    fn without_a_limit_nobody_is_refused_or_stalled() {
        let mut window = Window::new(None);
        let last = (0..5_000).map(|_| window.count(7)).last();
        assert_eq!(last, Some(Standing { limit: 1_666, remaining: 1, reset: 10, refused: false }));
    }
}
