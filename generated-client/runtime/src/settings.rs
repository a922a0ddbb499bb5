//! How long a call may take, and how often it may be sent.

use crate::retry::policy::RetryPolicy;
use std::time::Duration;

/// The limits of a call.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Settings {
    /// For one attempt.
    pub attempt_timeout: Duration,
    /// For the whole call, waits included.
    pub timeout: Duration,
    pub retry: RetryPolicy,
}

/// How long the default transport waits.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Timeouts {
    /// For a connection.
    pub connect: Duration,
    /// For the next bytes.
    pub read: Duration,
}

impl Timeouts {
    /// A missing connection must be distinguishable from a missing response, so its timeout ends first.
    pub fn within(self, settings: &Settings) -> Self {
        let attempt = settings.attempt_timeout.min(settings.timeout);
        Self { connect: self.connect.min(attempt.mul_f64(0.9)), ..self }
    }
}
