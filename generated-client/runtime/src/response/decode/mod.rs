//! Lenient decoding: null and absent are the same, numbers may come as text and text as numbers, an empty list stands for an
//! empty object (as PHP writes it) and the other way round, unknown keys are kept.

mod collection;
pub mod from_json;
pub mod lenient;
pub mod members;
pub mod reader;
mod scalar;
mod slot;
