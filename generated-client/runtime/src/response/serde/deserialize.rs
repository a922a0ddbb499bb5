//! `Deserialize` of all models: what the format has becomes JSON text, and the one decoder reads it.

use crate::response::decode::lenient::Lenient;
use crate::response::decode::reader::{Fail, Reader};
use crate::response::serde::json_text::JsonText;
use crate::time::timestamp::Timestamp;
use serde::de::{Deserialize, DeserializeSeed, Deserializer, Error};

/// Reads a value from any format that describes itself, such as JSON, YAML or MessagePack.
///
/// # Errors
///
/// The format's own, null, and a value that cannot be meant for the type.
pub fn deserialize<'de, T: Lenient, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    let mut json = String::new();
    JsonText::new(&mut json).deserialize(deserializer)?;
    let mut place = None;
    read(&json, &mut |reader| T::read(&mut place, reader)).map_err(D::Error::custom)?;
    place.ok_or_else(|| D::Error::custom("expected a value, found null"))
}

fn read(json: &str, read: &mut dyn FnMut(&mut Reader<'_>) -> Result<(), Fail>) -> Result<(), String> {
    let mut reader = Reader::new(json);
    read(&mut reader).map_err(|fail| match reader.path() {
        path if path.is_empty() => fail.to_string(),
        path => format!("{fail} at `{path}`"),
    })
}

impl<'de> Deserialize<'de> for Timestamp {
    /// Unix seconds, as a number or as text, or an RFC 3339 date.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserialize(deserializer)
    }
}
