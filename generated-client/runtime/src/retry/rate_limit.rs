//! What the server's headers say about its rate limit.

use crate::schema::Package;
use crate::time::timestamp::Timestamp;

/// What the server's headers say about its rate limit. Parts that are absent or unreadable are `None`.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct RateLimit {
    pub(crate) limit: Option<u64>,
    pub(crate) remaining: Option<u64>,
    pub(crate) reset: Option<Timestamp>,
}

impl RateLimit {
    /// Requests that the window allows.
    #[must_use]
    pub fn limit(&self) -> Option<u64> {
        self.limit
    }

    /// Requests left in the window.
    #[must_use]
    pub fn remaining(&self) -> Option<u64> {
        self.remaining
    }

    /// When the next window starts, by the server's clock.
    #[must_use]
    pub fn reset(&self) -> Option<Timestamp> {
        self.reset
    }

    pub(crate) fn read(package: &Package, headers: &http::HeaderMap) -> Option<Self> {
        let names = package.rate_limit.as_ref()?;
        let number = |name: &str| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
        let read = Self {
            limit: number(names.limit),
            remaining: number(names.remaining),
            reset: number(names.reset).and_then(|seconds| i64::try_from(seconds).ok()).map(Timestamp::from_unix),
        };
        (read != Self { limit: None, remaining: None, reset: None }).then_some(read)
    }
}
