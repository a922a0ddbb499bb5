//! How snapshots and the semantic diff's tests see JSON values: as text.

use crate::base::json::Json;
use serde::Serializer;

pub fn as_text<S: Serializer>(value: &Json, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
}

pub fn as_optional_text<S: Serializer>(value: &Option<Json>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

pub fn as_texts<S: Serializer>(values: &[(String, Json)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(|(key, value)| format!("{key}: {value}")))
}

pub fn as_conditions<S: Serializer>(values: &[(usize, Json)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(|(field, value)| format!("{field}: {value}")))
}

/// What is false says nothing.
#[allow(clippy::trivially_copy_pass_by_ref, reason = "serde passes a reference")]
pub fn is_false(value: &bool) -> bool {
    !*value
}
