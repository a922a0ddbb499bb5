//! Retries and rate limits: when a failed attempt is made again, and when a call waits for its turn.

pub(crate) mod budget;
pub(crate) mod limiter;
pub(crate) mod policy;
pub(crate) mod rate_limit;

pub use limiter::RateLimiting;
pub use policy::RetryPolicy;
pub use rate_limit::RateLimit;
