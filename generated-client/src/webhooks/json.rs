//! Members of a notification's JSON, which are decoded when it is known as what.

use serde_json::value::RawValue;
use std::collections::BTreeMap;

/// The members of an object; none of another value.
pub struct Members<'a>(BTreeMap<String, &'a RawValue>);

impl<'a> Members<'a> {
    pub fn of(json: &'a [u8]) -> Self {
        Self(serde_json::from_slice(json).unwrap_or_default())
    }

    /// The JSON of a member.
    pub fn get(&self, key: &str) -> Option<&'a [u8]> {
        Some(self.0.get(key)?.get().as_bytes())
    }

    /// A member that is a text.
    pub fn text(&self, key: &str) -> Option<String> {
        self.get(key).and_then(|text| serde_json::from_slice(text).ok())
    }

    /// A member that is an object.
    #[cfg(feature = "v2")]
    pub fn object(&self, key: &str) -> Option<&'a [u8]> {
        self.get(key).filter(|member| member.starts_with(b"{"))
    }
}

/// The item of a notification's body, unless that is null.
pub fn data_item(body: &[u8]) -> Option<&[u8]> {
    Members::of(Members::of(body).get("data")?).get("item").filter(|item| *item != b"null")
}
