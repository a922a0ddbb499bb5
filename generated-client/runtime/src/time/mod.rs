//! Time: the clock that a client reads, timestamps on the wire, and the server's own clock.

pub(crate) mod clock;
mod convert;
pub(crate) mod platform;
pub(crate) mod server_time;
pub(crate) mod timestamp;

pub use clock::{Clock, Sleep};
pub use convert::TimeRangeError;
pub use platform::{Instant, SystemTime};
pub use timestamp::Timestamp;
