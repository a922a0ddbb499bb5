//! One member of a body, without decoding the others.

use crate::response::repair::repair;
use bytes::Bytes;
use serde::de::DeserializeSeed;
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;

/// How many objects a list held that should have held one.
pub(crate) enum Unwrapped {
    /// The object itself, without a list.
    Plain,
    /// The one object of a list.
    One(Bytes),
    /// No object.
    None,
    /// More than one.
    Many(usize),
}

/// Whether a body is an object of this `type`; false for a type without a name.
pub(crate) fn has_type(body: &[u8], name: &str) -> bool {
    !name.is_empty()
        && memchr::memmem::find(body, name.as_bytes()).is_some()
        && member_value(body, "type").is_some_and(|value| value == name)
}

/// The value of a member of a body that is an object, without reading the others.
pub(crate) fn member_value(body: &[u8], key: &'static str) -> Option<Value> {
    let read = |body: &[u8]| try_member(body, key).map(|raw| raw.and_then(|raw| serde_json::from_str(raw.get()).ok()));
    read(body).or_else(|error| repair(body).map_or(Err(error), |body| read(&body))).ok().flatten()
}

/// Looks for the one object that may come wrapped in a list under `key`.
pub(crate) fn unwrap_list(body: &Bytes, key: &'static str) -> Unwrapped {
    if !may_have_key(body, key) {
        return Unwrapped::Plain;
    }
    let list = match try_member(body, key) {
        Ok(Some(list)) => list,
        Ok(None) => return Unwrapped::Plain,
        Err(_) => {
            return match repair(body) {
                Some(body) => unwrap_list(&Bytes::from(body), key),
                // What cannot be read is reported when it is decoded.
                None => Unwrapped::Plain,
            };
        }
    };
    match serde_json::from_str::<Vec<&RawValue>>(list.get()) {
        Ok(mut items) => {
            // A null among objects is none, as everywhere.
            items.retain(|item| item.get() != "null");
            match items[..] {
                [] => Unwrapped::None,
                [one] => Unwrapped::One(body.slice_ref(one.get().as_bytes())),
                _ => Unwrapped::Many(items.len()),
            }
        }
        // `null` for a list is an empty list.
        Err(_) if list.get() == "null" => Unwrapped::None,
        Err(_) => Unwrapped::Plain,
    }
}

/// Whether any object of a body may have a key: `false` spares a pass over the body. A key can also be written with escapes,
/// and then nothing is known.
fn may_have_key(body: &[u8], key: &str) -> bool {
    use memchr::memmem::find;
    find(body, format!("\"{key}\"").as_bytes()).is_some() || find(body, b"\\u").is_some()
}

/// One member of a body that is an object, without reading the others.
fn try_member<'a>(body: &'a [u8], key: &'static str) -> Result<Option<&'a RawValue>, serde_json::Error> {
    let mut deserializer = serde_json::Deserializer::from_slice(body);
    Member { key }.deserialize(&mut deserializer)
}

/// Reads one member of an object and skips the others.
struct Member {
    key: &'static str,
}

impl<'de> DeserializeSeed<'de> for Member {
    type Value = Option<&'de RawValue>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        struct MemberVisitor(&'static str);

        impl<'de> serde::de::Visitor<'de> for MemberVisitor {
            type Value = Option<&'de RawValue>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: serde::de::MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut found = None;
                while let Some(key) = map.next_key::<std::borrow::Cow<'_, str>>()? {
                    if key == self.0 {
                        found = Some(map.next_value()?);
                    } else {
                        map.next_value::<serde::de::IgnoredAny>()?;
                    }
                }
                Ok(found)
            }
        }

        deserializer.deserialize_map(MemberVisitor(self.key))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn list_is_found_however_its_key_is_written() {
        for body in
            [r#"{"users":[{"id":"1"}]}"#, r#"{"u\u0073ers":[{"id":"1"}]}"#, r#"{ "a":1, "users" : [{"id":"1"}] }"#]
        {
            let found = unwrap_list(&Bytes::from_static(body.as_bytes()), "users");
            assert!(matches!(&found, Unwrapped::One(one) if one == r#"{"id":"1"}"#), "{body}");
        }
        for body in [r#"{"id":"1"}"#, r#"{"name":"users"}"#, r#"{"tags":{"users":[]}}"#, r#"{"note":"\u00e9"}"#] {
            assert!(matches!(unwrap_list(&Bytes::from_static(body.as_bytes()), "users"), Unwrapped::Plain), "{body}");
        }
    }
}
