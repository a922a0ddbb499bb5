//! JSON by meaning: what counts as an object, and which texts are the same one: the order of members does not count, every
//! digit of a number does.

use crate::state::records::Object;
use serde::de::{Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::Value;
use serde_json::value::RawValue;
use std::fmt;
use std::sync::LazyLock;

/// A value as an object. An empty list stands for an empty object, for so PHP writes one: it knows no difference.
pub(crate) fn as_object(value: &Value) -> Option<&Object> {
    static EMPTY: LazyLock<Object> = LazyLock::new(Object::new);
    match value {
        Value::Object(object) => Some(object),
        Value::Array(items) if items.is_empty() => Some(&EMPTY),
        _ => None,
    }
}

/// The same text for the same meaning; `None` for what is not JSON, or nested too deeply to be looked at.
pub(crate) fn canonical(json: &[u8]) -> Option<String> {
    // This one has a limit of depth, which what follows relies on.
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
            // Stable, so that a key given twice stays a difference.
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
        // The same characters may be escaped or not.
        b'"' => out.push_str(&serde_json::to_string(&serde_json::from_str::<String>(text).ok()?).ok()?),
        _ => out.push_str(text),
    }
    Some(())
}

/// The members of an object in order, their values as written.
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
    fn order_and_escapes_do_not_count() {
        let one = canonical(br#"{ "b": [1, {"d": null, "c": "\u00e9"}], "a": true }"#);
        let other = canonical("{\"a\":true,\"b\":[1,{\"c\":\"é\",\"d\":null}]}".as_bytes());
        assert!(one.is_some());
        assert_eq!(one, other);
    }

    #[test]
    fn every_digit_counts() {
        assert_ne!(canonical(b"[10000000000000000000001]"), canonical(b"[10000000000000000000002]"));
    }

    #[test]
    fn a_key_given_twice_is_a_difference() {
        assert_ne!(canonical(br#"{"a":1,"a":1}"#), canonical(br#"{"a":1}"#));
    }

    #[test]
    fn what_is_no_json_or_too_deep_is_none() {
        assert_eq!(canonical(b"{"), None);
        assert_eq!(canonical(&[b'['; 500_000]), None);
    }
}
