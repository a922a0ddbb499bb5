//! The clocks of the platform: a browser has its own.

#[cfg(not(all(target_family = "wasm", target_os = "unknown")))]
pub use std::time::{Instant, SystemTime};
#[cfg(all(target_family = "wasm", target_os = "unknown"))]
pub use web_time::{Instant, SystemTime};

/// The current time.
pub(crate) fn system_now() -> SystemTime {
    SystemTime::now()
}
