//! Lenient decoding: null and absent are the same, numbers may come as text and text as numbers, an empty list stands for an
//! empty object (as PHP writes it) and the other way round, unknown keys are kept.

mod collection;
pub mod extra;
pub mod from_json;
pub mod id;
pub mod lenient;
pub mod object;
pub mod partial;
pub mod reader;
mod scalar;
