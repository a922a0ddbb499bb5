//! The emulator's own time.

use serde::{Deserialize, Serialize};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The emulator's clock: what it writes into records, and by which windows, scrolls and retries are reckoned.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Clock {
    /// Stands still at this time (unix seconds) until it is advanced, so that every run gives the same answers.
    Standing(i64),
    /// Runs, from this time (unix seconds) on.
    RunningFrom(i64),
    /// Runs as the system's does.
    System,
}

/// The day of the first versioned API, noon UTC.
pub(crate) const FIRST_DAY: i64 = 1_539_604_800;

impl Default for Clock {
    fn default() -> Self {
        Self::Standing(FIRST_DAY)
    }
}

/// A clock at work.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Time {
    /// Milliseconds since 1970 at `since`.
    base: i64,
    /// When the clock began to run; none while it stands.
    since: Option<Instant>,
}

impl Time {
    pub fn new(clock: Clock) -> Self {
        match clock {
            Clock::Standing(seconds) => Self { base: seconds.saturating_mul(1_000), since: None },
            Clock::RunningFrom(seconds) => Self { base: seconds.saturating_mul(1_000), since: Some(Instant::now()) },
            Clock::System => Self { base: system_millis(), since: Some(Instant::now()) },
        }
    }

    pub fn millis(&self) -> i64 {
        let run = self.since.map_or(0, |since| i64::try_from(since.elapsed().as_millis()).unwrap_or(i64::MAX));
        self.base.saturating_add(run)
    }

    pub fn seconds(&self) -> i64 {
        self.millis().div_euclid(1_000)
    }

    pub fn runs(&self) -> bool {
        self.since.is_some()
    }

    /// Sets the clock forward, or back with a negative number.
    pub fn advance(&mut self, millis: i64) {
        self.base = self.base.saturating_add(millis);
    }

    /// Sets the clock; it stands or runs as before.
    pub fn set(&mut self, seconds: i64) {
        self.base = seconds.saturating_mul(1_000);
        self.since = self.since.map(|_| Instant::now());
    }
}

fn system_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    i64::try_from(since).unwrap_or(i64::MAX)
}
