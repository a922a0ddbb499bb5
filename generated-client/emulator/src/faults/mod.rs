//! Fault injection: rules say which requests fail, and how.
//!
//! ```yaml
//! # The third page fails once, and a tenth of all writes is reset after the emulator has processed them.
//! - when: { function: getUsers, call: 3 }
//!   fault: { status: 503 }
//! - when: { method: POST, probability: 0.1 }
//!   fault: { reset: after }
//! ```
//!
//! A header does the same for one request: `X-Emulator-Fault: status=503`, or the fault as JSON.

pub mod active;
mod corrupt;
pub mod effect;
pub mod fault;
pub mod rule;
