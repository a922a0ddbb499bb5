//! One member of a body, without decoding the others.

use crate::response::decode::reader::{Reader, parse};
use bytes::Bytes;
use serde_json::Value;

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
    member(body, key).and_then(|value| parse(value).ok())
}

/// Looks for the one object that may come wrapped in a list under `key`.
pub(crate) fn unwrap_list(body: &Bytes, key: &'static str) -> Unwrapped {
    if !may_have_key(body, key) {
        return Unwrapped::Plain;
    }
    // What is not an object is reported when it is decoded.
    let Some(list) = member(body, key) else { return Unwrapped::Plain };
    let mut reader = Reader::new(list);
    match reader.peek() {
        // `null` for a list is an empty list.
        Some(b'n') => return Unwrapped::None,
        Some(b'[') => {}
        _ => return Unwrapped::Plain,
    }
    let mut items = Vec::new();
    let read = reader.list(&mut |reader| {
        let item = reader.skip()?;
        // A null among objects is none, as everywhere.
        items.extend((item != b"null").then_some(item));
        Ok(())
    });
    match items[..] {
        _ if read.is_err() => Unwrapped::Plain,
        [] => Unwrapped::None,
        [one] => Unwrapped::One(body.slice_ref(one)),
        _ => Unwrapped::Many(items.len()),
    }
}

/// Whether any object of a body may have a key: `false` spares a pass over the body. A key can also be written with escapes,
/// and then nothing is known.
fn may_have_key(body: &[u8], key: &str) -> bool {
    use memchr::memmem::find;
    find(body, format!("\"{key}\"").as_bytes()).is_some() || find(body, b"\\u").is_some()
}

/// The text of a member of a body that is an object; of several with one key the last.
fn member<'a>(body: &'a [u8], key: &str) -> Option<&'a [u8]> {
    let mut reader = Reader::new(body);
    if reader.peek() != Some(b'{') {
        return None;
    }
    let mut found = None;
    let read = reader.object(&mut |known, reader| {
        let value = reader.skip()?;
        if known == key {
            found = Some(value);
        }
        Ok(())
    });
    found.filter(|_| read.is_ok())
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
