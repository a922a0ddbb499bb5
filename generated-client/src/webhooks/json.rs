//! Members of a notification's JSON, without reading all of it.

use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The JSON of a member of an object.
pub fn member<'a>(json: &'a [u8], key: &str) -> Option<&'a [u8]> {
    let member = serde_json::from_slice::<BTreeMap<String, &RawValue>>(json).ok()?.remove(key)?;
    Some(member.get().as_bytes())
}

/// A member that is a text.
pub fn text_member(json: &[u8], key: &str) -> Option<String> {
    member(json, key).and_then(|text| serde_json::from_slice(text).ok())
}

/// The item of a notification's body, unless that is null.
pub fn data_item(body: &[u8]) -> Option<&[u8]> {
    member(body, "data").and_then(|data| member(data, "item")).filter(|item| *item != b"null")
}
