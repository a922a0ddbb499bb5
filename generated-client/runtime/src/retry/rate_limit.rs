//! What the server's headers say about its rate limit.

use crate::schema::Package;
use crate::time::timestamp::Timestamp;
use http::HeaderName;

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
        Self::read_by(&RateLimitNames::of(package)?, headers)
    }

    /// The same by names that have been prepared.
    pub(crate) fn read_by(names: &RateLimitNames, headers: &http::HeaderMap) -> Option<Self> {
        let number = |name: &HeaderName| headers.get(name)?.to_str().ok()?.trim().parse::<u64>().ok();
        let read = Self {
            limit: number(&names.limit),
            remaining: number(&names.remaining),
            reset: number(&names.reset).and_then(|seconds| i64::try_from(seconds).ok()).map(Timestamp::from_unix),
        };
        (read != Self { limit: None, remaining: None, reset: None }).then_some(read)
    }
}

/// The names of the headers, in the form in which they are looked up.
#[derive(Debug)]
pub(crate) struct RateLimitNames {
    limit: HeaderName,
    remaining: HeaderName,
    pub(crate) reset: HeaderName,
}

impl RateLimitNames {
    /// None where the package names none.
    pub(crate) fn of(package: &Package) -> Option<Self> {
        let names = package.rate_limit.as_ref()?;
        let name = |name: &str| HeaderName::try_from(name).ok();
        Some(Self { limit: name(names.limit)?, remaining: name(names.remaining)?, reset: name(names.reset)? })
    }
}
