//! Examples: what each one sends, and that it sends and returns what the spec states.

pub mod check;
pub mod encode;
