//! Responses as received, and how their bodies are decoded.

pub mod decode;
#[cfg(feature = "examples")]
pub mod example;
pub mod member;
pub mod model;
pub mod open_enum;
pub mod raw;
pub mod sent;
#[cfg(feature = "serde")]
pub mod serde;
mod serde_macros;
pub mod unknown;
pub mod wire_time;
