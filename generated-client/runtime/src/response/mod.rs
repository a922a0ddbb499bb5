//! Responses as received, and how their bodies are decoded.

pub mod decode;
pub mod member;
pub mod open_enum;
pub mod raw;
pub mod unknown;
