//! What a call must send, worked out from the reference alone: `wire-v1.json`, overruled by the table of decisions. Nothing
//! here knows the spec or the code made from it.

pub mod cases;
pub mod decisions;
pub mod encoder;
pub mod function;
pub mod json;
pub mod literal;
pub mod rejections;

pub use cases::{Case, cases};
pub use encoder::{Expected, encode};
pub use function::{Function, functions};
pub use json::Json;
