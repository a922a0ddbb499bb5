//! A point in time, as the API has it.

use crate::time::platform::system_now;
use std::fmt;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

/// A point in time in unix seconds (UTC), the API's unit.
///
/// Converts from `SystemTime`, and with the features `jiff-0-2`, `chrono-0-4` and `time-0-3` from the times of those crates: pass
/// them to setters as they are. `TryFrom` converts back; it fails where the other type cannot hold the time.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Timestamp(i64);

impl Timestamp {
    /// From unix seconds.
    #[must_use]
    pub const fn from_unix(seconds: i64) -> Self {
        Self(seconds)
    }

    /// The current time.
    #[must_use]
    pub fn now() -> Self {
        system_now().into()
    }

    /// Unix seconds.
    #[must_use]
    pub const fn unix(self) -> i64 {
        self.0
    }

    /// Reads unix seconds (`1538130000`) or an RFC 3339 date (`2018-09-28T10:20:00Z`); `None` for anything else.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        match text.parse::<i64>() {
            Ok(seconds) => Some(Self(seconds)),
            Err(_) => text.parse::<jiff::Timestamp>().ok().map(Self::from_jiff),
        }
    }

    /// Whole seconds, rounded down; `as_second` would round to zero, and so up before 1970.
    pub(super) fn from_jiff(time: jiff::Timestamp) -> Self {
        Self(time.as_second() - i64::from(time.subsec_nanosecond() < 0))
    }

    /// As a point of the system's clock; `None` if the clock cannot hold it.
    #[must_use]
    pub fn to_system_time(self) -> Option<SystemTime> {
        let distance = Duration::from_secs(self.0.unsigned_abs());
        if self.0 < 0 { UNIX_EPOCH.checked_sub(distance) } else { UNIX_EPOCH.checked_add(distance) }
    }
}

impl fmt::Display for Timestamp {
    /// RFC 3339 in UTC; unix seconds for years that RFC 3339 cannot write.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match jiff::Timestamp::from_second(self.0) {
            Ok(time) => write!(f, "{time}"),
            Err(_) => write!(f, "{}", self.0),
        }
    }
}

impl From<i64> for Timestamp {
    fn from(seconds: i64) -> Self {
        Self(seconds)
    }
}

impl From<SystemTime> for Timestamp {
    /// Whole seconds, rounded down; times out of range become the nearest end.
    fn from(time: SystemTime) -> Self {
        match time.duration_since(UNIX_EPOCH) {
            Ok(after) => Self(i64::try_from(after.as_secs()).unwrap_or(i64::MAX)),
            Err(before) => {
                let before = before.duration();
                let seconds = before.as_secs().saturating_add(u64::from(before.subsec_nanos() > 0));
                Self(i64::try_from(seconds).map_or(i64::MIN, |seconds| -seconds))
            }
        }
    }
}

#[cfg(all(target_family = "wasm", target_os = "unknown"))]
impl From<web_time::SystemTime> for Timestamp {
    /// Whole seconds, rounded down.
    fn from(time: web_time::SystemTime) -> Self {
        let since = time.duration_since(web_time::UNIX_EPOCH).unwrap_or_default();
        Self::from_unix(i64::try_from(since.as_secs()).unwrap_or(i64::MAX))
    }
}
