//! Points in time as other crates have them. Each crate by a feature named after its version; the system's clock always.

use crate::time::timestamp::Timestamp;
use std::fmt;
use std::time::SystemTime;

/// A [`Timestamp`] that another type of time cannot hold.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct TimeRangeError {
    time: Timestamp,
    target: &'static str,
}

impl TimeRangeError {
    /// The point in time.
    #[must_use]
    pub fn timestamp(&self) -> Timestamp {
        self.time
    }
}

impl fmt::Display for TimeRangeError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { time, target } = self;
        write!(f, "unix second {} is out of range of {target}; `Timestamp::unix` returns it as a number", time.unix())
    }
}

impl std::error::Error for TimeRangeError {}

impl TryFrom<Timestamp> for SystemTime {
    type Error = TimeRangeError;

    fn try_from(time: Timestamp) -> Result<Self, TimeRangeError> {
        time.to_system_time().ok_or(TimeRangeError { time, target: "std::time::SystemTime" })
    }
}

#[cfg(feature = "jiff-0-2")]
mod jiff_0_2 {
    use super::{TimeRangeError, Timestamp};
    use jiff::Zoned;

    impl From<jiff::Timestamp> for Timestamp {
        /// Whole seconds, rounded down.
        fn from(time: jiff::Timestamp) -> Self {
            Self::from_jiff(time)
        }
    }

    impl From<Zoned> for Timestamp {
        /// Whole seconds, rounded down.
        fn from(time: Zoned) -> Self {
            Self::from(&time)
        }
    }

    impl From<&Zoned> for Timestamp {
        /// Whole seconds, rounded down.
        fn from(time: &Zoned) -> Self {
            Self::from_jiff(time.timestamp())
        }
    }

    impl TryFrom<Timestamp> for jiff::Timestamp {
        type Error = TimeRangeError;

        fn try_from(time: Timestamp) -> Result<Self, TimeRangeError> {
            Self::from_second(time.unix()).map_err(|_| TimeRangeError { time, target: "jiff::Timestamp" })
        }
    }
}

#[cfg(feature = "chrono-0-4")]
mod chrono_0_4 {
    use super::{TimeRangeError, Timestamp};
    use chrono::{DateTime, TimeZone, Utc};

    impl<Tz: TimeZone> From<DateTime<Tz>> for Timestamp {
        /// Whole seconds, rounded down.
        fn from(time: DateTime<Tz>) -> Self {
            Self::from_unix(time.timestamp())
        }
    }

    impl TryFrom<Timestamp> for DateTime<Utc> {
        type Error = TimeRangeError;

        fn try_from(time: Timestamp) -> Result<Self, TimeRangeError> {
            Self::from_timestamp(time.unix(), 0).ok_or(TimeRangeError { time, target: "chrono::DateTime<Utc>" })
        }
    }
}

#[cfg(feature = "time-0-3")]
mod time_0_3 {
    use super::{TimeRangeError, Timestamp};
    use ::time::OffsetDateTime;

    impl From<OffsetDateTime> for Timestamp {
        /// Whole seconds, rounded down.
        fn from(time: OffsetDateTime) -> Self {
            Self::from_unix(time.unix_timestamp())
        }
    }

    impl TryFrom<Timestamp> for OffsetDateTime {
        type Error = TimeRangeError;

        fn try_from(time: Timestamp) -> Result<Self, TimeRangeError> {
            Self::from_unix_timestamp(time.unix()).map_err(|_| TimeRangeError { time, target: "time::OffsetDateTime" })
        }
    }
}
