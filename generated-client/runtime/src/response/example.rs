//! The models of a client, one by one, as the spec has them.

use crate::response::decode::from_json::{JsonError, from_json};
use crate::response::decode::lenient::Lenient;
use serde::Serialize;
use serde_json::Value;
use std::fmt;

/// A model of the spec.
pub struct ModelExample {
    /// The spec's name.
    pub name: &'static str,
    /// An object as the server writes it, as JSON.
    pub example: Option<&'static str>,
    /// Decodes JSON as the model, and writes the model as JSON.
    pub round_trip: fn(&[u8]) -> Result<Value, JsonError>,
}

impl fmt::Debug for ModelExample {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ModelExample").field("name", &self.name).finish_non_exhaustive()
    }
}

/// Decodes JSON as a model, and writes the model as JSON.
///
/// # Errors
///
/// JSON that does not decode.
pub fn round_trip<T: Lenient + Serialize>(json: &[u8]) -> Result<Value, JsonError> {
    let model: T = from_json(json)?;
    serde_json::to_value(model).map_err(JsonError::unwritable)
}
