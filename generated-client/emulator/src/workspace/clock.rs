//! The emulator's clock.

use serde::{Deserialize, Serialize};
use std::time::{Instant, SystemTime, UNIX_EPOCH};

/// The emulator's clock. Timestamps, rate limit windows, scrolls, snoozes and webhook retries follow it.
#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Clock {
    /// Stands still at this time (unix seconds) until it is advanced, so that every run returns the same responses.
    Fixed(i64),
    /// Runs, starting at this time (unix seconds).
    RunningFrom(i64),
    /// Runs with the system clock.
    System,
}

/// 2018-10-15T12:00:00Z, the day of the first versioned API.
pub const DEFAULT_START: i64 = 1_539_604_800;

impl Default for Clock {
    fn default() -> Self {
        Self::Fixed(DEFAULT_START)
    }
}

/// A started [`Clock`].
#[derive(Clone, Copy, Debug)]
pub struct RunningClock {
    /// Milliseconds since 1970 at `since`.
    base: i64,
    /// When it started to run; none if it stands still.
    since: Option<Instant>,
}

impl RunningClock {
    pub fn new(clock: Clock) -> Self {
        match clock {
            Clock::Fixed(seconds) => Self { base: seconds.saturating_mul(1_000), since: None },
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

    pub fn is_running(&self) -> bool {
        self.since.is_some()
    }

    /// Moves the clock forward, or back by a negative number.
    pub fn advance(&mut self, millis: i64) {
        self.base = self.base.saturating_add(millis);
    }

    /// Sets the clock; it runs or stands still as before.
    pub fn set(&mut self, seconds: i64) {
        self.base = seconds.saturating_mul(1_000);
        self.since = self.since.map(|_| Instant::now());
    }
}

fn system_millis() -> i64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).map_or(0, |since| since.as_millis());
    i64::try_from(since).unwrap_or(i64::MAX)
}
