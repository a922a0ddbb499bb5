//! Times of people: seconds in responses, text in notifications.

use serde::{Serialize, Serializer};

#[derive(Clone, Copy)]
pub enum DateFormat {
    UnixSeconds,
    /// RFC 3339 with milliseconds, as recorded: `2019-03-26T22:46:55.851+00:00`.
    Text,
}

pub struct Date {
    seconds: i64,
    format: DateFormat,
}

impl DateFormat {
    pub fn of(self, seconds: i64) -> Date {
        Date { seconds, format: self }
    }
}

impl Serialize for Date {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match (self.format, jiff::Timestamp::from_second(self.seconds)) {
            (DateFormat::Text, Ok(time)) => serializer.collect_str(&time.strftime("%Y-%m-%dT%H:%M:%S.000+00:00")),
            // A text has no form for times beyond the calendar.
            (DateFormat::UnixSeconds, _) | (DateFormat::Text, Err(_)) => serializer.serialize_i64(self.seconds),
        }
    }
}
