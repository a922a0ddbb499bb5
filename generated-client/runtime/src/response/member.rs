//! One member of a body, without decoding the others.

use crate::response::decode::reader::{Reader, parse, utf8};
use bytes::Bytes;
use memchr::memmem;
use serde_json::Value;
use std::borrow::Cow;

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
        && first_type(body).is_none_or(|first| first == name.as_bytes())
        && memmem::find(body, name.as_bytes()).is_some()
        && value_at(body, &["type"]).is_some_and(|value| value == name)
}

/// The `type` of a body, where it comes first, as most servers write it: it spares a look at the rest.
fn first_type(body: &[u8]) -> Option<&[u8]> {
    let rest = body.strip_prefix(b"{\"type\":\"")?;
    let end = memchr::memchr2(b'"', b'\\', rest).filter(|end| rest[*end] == b'"')?;
    rest.get(..end)
}

/// The value under keys, from the outermost; the body itself without keys.
pub(crate) fn value_at(body: &[u8], keys: &[&str]) -> Option<Value> {
    let Some((first, rest)) = keys.split_first() else { return parse(body).ok() };
    let value = member(&utf8(body), first).and_then(|value| parse(value.as_bytes()).ok())?;
    rest.iter().try_fold(value, |mut value, key| value.get_mut(*key).map(Value::take))
}

/// The value at a place: a key, or a JSON pointer such as `/error/code`.
pub(crate) fn value_at_place(body: &[u8], place: &str) -> Option<Value> {
    match place.strip_prefix('/') {
        Some(keys) => value_at(body, &keys.split('/').collect::<Vec<_>>()),
        None => value_at(body, &[place]),
    }
}

/// Looks for the one object that may come wrapped in a list under `key`.
pub(crate) fn unwrap_list(body: &Bytes, key: &'static str) -> Unwrapped {
    if !may_have_key(body, key) {
        return Unwrapped::Plain;
    }
    let text = utf8(body);
    // What is not an object is reported when it is decoded.
    let Some(list) = member(&text, key) else { return Unwrapped::Plain };
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
        items.extend((item != "null").then_some(item));
        Ok(())
    });
    match items[..] {
        _ if read.is_err() => Unwrapped::Plain,
        [] => Unwrapped::None,
        [one] => Unwrapped::One(match text {
            Cow::Borrowed(_) => body.slice_ref(one.as_bytes()),
            Cow::Owned(_) => Bytes::copy_from_slice(one.as_bytes()),
        }),
        _ => Unwrapped::Many(items.len()),
    }
}

/// Whether any object of a body may have a key: `false` spares a pass over the body. A key can also be written with escapes,
/// and then nothing is known.
fn may_have_key(body: &[u8], key: &str) -> bool {
    let is_quoted = |at: usize| {
        let before = at.checked_sub(1).and_then(|before| body.get(before));
        (before, body.get(at + key.len())) == (Some(&b'"'), Some(&b'"'))
    };
    memmem::find_iter(body, key).any(is_quoted) || has_escaped_key(body)
}

/// Whether a text with an escape of the form `\\u0041` stands before a colon, as keys do.
fn has_escaped_key(body: &[u8]) -> bool {
    let mut rest = body;
    while let Some(at) = memchr::memchr(b'\\', rest) {
        if rest.get(at + 1) != Some(&b'u') {
            rest = rest.get(at + 2..).unwrap_or_default();
            continue;
        }
        rest = rest.get(at..).unwrap_or_default();
        // To the end of the text: a quote that no backslash escapes.
        while let Some(end) = memchr::memchr2(b'"', b'\\', rest) {
            let is_quote = rest.get(end) == Some(&b'"');
            rest = rest.get(end + if is_quote { 1 } else { 2 }..).unwrap_or_default();
            if is_quote {
                break;
            }
        }
        if rest.trim_ascii_start().starts_with(b":") {
            return true;
        }
    }
    false
}

/// A body whose list stands under its own key: the same body with another key there. `None` when it does already, or when none of
/// the other keys is there.
pub(crate) fn rename_list(body: &Bytes, own: &str, also: &[&'static str]) -> Option<Bytes> {
    let text = utf8(body);
    if member(&text, own).is_some() {
        return None;
    }
    let (key, value) = also.iter().find_map(|key| Some((*key, member(&text, key)?)))?;
    let at = (value.as_ptr() as usize).checked_sub(text.as_ptr() as usize)?;
    let before = text.get(..at)?.trim_end().strip_suffix(':')?.trim_end();
    // A key with escapes is as long as it is written: it is looked for by its quotes.
    let start = if before.ends_with(&format!("\"{key}\"")) { before.len() - key.len() - 2 } else { return None };
    Some(Bytes::from([text.get(..start)?, "\"", own, "\":", text.get(at..)?].concat()))
}

/// The text of a member of a body that is an object; of several with one key the last.
fn member<'a>(body: &'a str, key: &str) -> Option<&'a str> {
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
    fn list_under_another_key_is_read_as_its_own() {
        let renamed = |body: &'static str| {
            let renamed = rename_list(&Bytes::from_static(body.as_bytes()), "books", &["data", "items"]);
            renamed.map(|body| String::from_utf8(body.to_vec()).unwrap())
        };
        for (body, expected) in [
            (r#"{"data":[{"id":1.50}],"n":1e2}"#, Some(r#"{"books":[{"id":1.50}],"n":1e2}"#)),
            (r#"{"n": {"data": 7}, "data" : [ ] }"#, Some(r#"{"n": {"data": 7}, "books":[ ] }"#)),
            (r#"{"items":[],"data":["data"]}"#, Some(r#"{"items":[],"books":["data"]}"#)),
            (r#"{"data":["a"],"books":[]}"#, None),
            (r#"{"data":["a"],"books":null}"#, None),
            (r#"{"other":["a"]}"#, None),
            (r#"["data"]"#, None),
            (r#"{"data":["#, None),
            ("", None),
        ] {
            assert_eq!(renamed(body).as_deref(), expected, "{body}");
        }
    }

    #[test]
    fn list_is_found_however_its_key_is_written() {
        for body in [
            r#"{"users":[{"id":"1"}]}"#,
            r#"{"u\u0073ers":[{"id":"1"}]}"#,
            r#"{"a":"\u00e9\"\\","\u0075sers" : [{"id":"1"}]}"#,
            r#"{ "a":1, "users" : [{"id":"1"}] }"#,
        ] {
            let found = unwrap_list(&Bytes::from_static(body.as_bytes()), "users");
            assert!(matches!(&found, Unwrapped::One(one) if one == r#"{"id":"1"}"#), "{body}");
        }
        for body in [
            r#"{"id":"1"}"#,
            r#"{"name":"users"}"#,
            r#"{"tags":{"users":[]}}"#,
            r#"{"note":"\u00e9","b":"\u00e9\":\u00e9"}"#,
            r#"{"\u00e9"#,
        ] {
            assert!(matches!(unwrap_list(&Bytes::from_static(body.as_bytes()), "users"), Unwrapped::Plain), "{body}");
        }
    }
}
