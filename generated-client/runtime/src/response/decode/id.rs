//! Ids: text, or numbers with all their digits.

use crate::response::decode::wrong_type::wrong_type;
use serde::de::{self, MapAccess};
use serde_json::value::RawValue;

/// Reads an id: text, or a number with all its digits.
///
/// # Errors
///
/// A value that is neither.
pub fn id<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Option<String>, A::Error> {
    from_raw(map.next_value::<&RawValue>()?)
}

/// Reads a list of ids.
///
/// # Errors
///
/// A value that is not a list of texts and numbers.
pub fn ids<'de, A: MapAccess<'de>>(map: &mut A) -> Result<Vec<String>, A::Error> {
    let items: &RawValue = map.next_value()?;
    let items: Option<Vec<&RawValue>> =
        serde_json::from_str(items.get()).map_err(|_| wrong_type("another value", "a list of ids"))?;
    items.unwrap_or_default().into_iter().filter_map(|item| from_raw(item).transpose()).collect()
}

/// An id keeps all digits of a number, however long it is.
fn from_raw<E: de::Error>(raw: &RawValue) -> Result<Option<String>, E> {
    let json = raw.get();
    match json.as_bytes().first() {
        Some(b'n') => Ok(None),
        Some(b'"') => serde_json::from_str(json).map(Some).map_err(E::custom),
        Some(b'-' | b'0'..=b'9') => Ok(Some(json.to_owned())),
        Some(b'{') => Err(wrong_type("an object", "an id")),
        Some(b'[') => Err(wrong_type("a list", "an id")),
        _ => Err(wrong_type("a boolean", "an id")),
    }
}
