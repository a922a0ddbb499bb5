//! Simulated time for many tasks at once: tokio's paused clock, which goes on when all tasks wait.
//!
//! Only without sockets: time would leap over a response that is still on its way.

use intercom_client::time::{Clock, Sleep};
use std::time::{Duration, Instant, SystemTime};

/// tokio's clock. Its tests run with `start_paused`.
#[derive(Clone, Debug)]
pub struct PausedClock {
    start: tokio::time::Instant,
    /// Unix time at the start.
    unix: Duration,
}

impl PausedClock {
    /// Starts at a unix time.
    pub fn starting_at(unix: Duration) -> Self {
        Self { start: tokio::time::Instant::now(), unix }
    }

    /// Time since the start.
    pub fn elapsed(&self) -> Duration {
        self.start.elapsed()
    }

    /// Unix time.
    pub fn unix(&self) -> Duration {
        self.unix + self.elapsed()
    }
}

impl Clock for PausedClock {
    fn now(&self) -> Instant {
        tokio::time::Instant::now().into_std()
    }

    fn system(&self) -> SystemTime {
        SystemTime::UNIX_EPOCH + self.unix()
    }

    fn sleep(&self, time: Duration) -> Sleep {
        Box::pin(tokio::time::sleep(time))
    }
}
