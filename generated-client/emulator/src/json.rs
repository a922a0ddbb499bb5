//! JSON objects, and JSON in a canonical form for comparison.

use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use serde_json::{Map, Value};
use std::fmt;
use std::sync::LazyLock;

pub type JsonObject = Map<String, Value>;

/// A value as an object. An empty list counts as an empty object: PHP does not distinguish them.
pub fn as_object(value: &Value) -> Option<&JsonObject> {
    static EMPTY: LazyLock<JsonObject> = LazyLock::new(JsonObject::new);
    match value {
        Value::Object(object) => Some(object),
        Value::Array(items) if items.is_empty() => Some(&EMPTY),
        _ => None,
    }
}

/// The member of an object. In a small one, comparing its keys is several times as fast as hashing this one.
pub fn member<'a>(object: &'a JsonObject, key: &str) -> Option<&'a Value> {
    const MAX_COMPARED: usize = 8;
    if object.len() > MAX_COMPARED {
        return object.get(key);
    }
    object.iter().find(|(known, _)| *known == key).map(|(_, value)| value)
}

/// Equal texts for equal JSON: the order of members and escapes do not matter, every digit of a number does. `None` for text
/// that is not JSON or is nested too deeply.
pub fn canonical(json: &[u8]) -> Option<String> {
    // This parser limits the depth, which `write` relies on.
    serde_json::from_slice::<Value>(json).ok()?;
    let raw = serde_json::from_slice::<&RawValue>(json).ok()?;
    let mut out = String::with_capacity(json.len());
    write(raw, &mut out)?;
    Some(out)
}

fn write(raw: &RawValue, out: &mut String) -> Option<()> {
    let text = raw.get();
    match text.as_bytes().first()? {
        b'{' => {
            let Members(mut members) = serde_json::from_str(text).ok()?;
            // A stable sort keeps duplicate keys apart.
            members.sort_by(|(a, _), (b, _)| a.cmp(b));
            out.push('{');
            for (position, (key, value)) in members.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                out.push_str(&serde_json::to_string(key).ok()?);
                out.push(':');
                write(value, out)?;
            }
            out.push('}');
        }
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
            out.push('[');
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push(',');
                }
                write(item, out)?;
            }
            out.push(']');
        }
        // A character can be written with or without an escape.
        b'"' => out.push_str(&serde_json::to_string(&serde_json::from_str::<String>(text).ok()?).ok()?),
        _ => out.push_str(text),
    }
    Some(())
}

/// The members of an object as written: in order, with duplicates.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a JSON object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn order_and_escapes_do_not_matter() {
        let one = canonical(br#"{ "b": [1, {"d": null, "c": "\u00e9"}], "a": true }"#);
        let other = canonical("{\"a\":true,\"b\":[1,{\"c\":\"é\",\"d\":null}]}".as_bytes());
        assert!(one.is_some());
        assert_eq!(one, other);
    }

    #[test]
    fn every_digit_matters() {
        assert_ne!(canonical(b"[10000000000000000000001]"), canonical(b"[10000000000000000000002]"));
    }

    #[test]
    fn duplicate_key_is_a_difference() {
        assert_ne!(canonical(br#"{"a":1,"a":1}"#), canonical(br#"{"a":1}"#));
    }

    #[test]
    fn invalid_or_too_deep_json_is_none() {
        assert_eq!(canonical(b"{"), None);
        assert_eq!(canonical(&[b'['; 500_000]), None);
    }
}
