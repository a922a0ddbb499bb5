//! Lenient decoding: null and absent are the same, numbers may come as text and text as numbers, unknown keys are kept.

pub(crate) mod from_json;
pub(crate) mod lenient;
pub(crate) mod object;
mod scalar;
pub(crate) mod values;

pub use from_json::{JsonError, from_json};
pub use lenient::{Extra, Lenient};
pub use object::{Object, read_object};
pub use serde::Deserializer;
pub use serde::de::MapAccess;
pub use values::{id, ids, value};
