//! Lenient decoding: null and absent are the same, numbers may come as text and text as numbers, unknown keys are kept.

mod collection;
pub mod error_path;
pub mod from_json;
pub mod id;
pub mod lenient;
pub mod object;
mod scalar;
mod wrong_type;
