//! Repairs JSON that a strict parser rejects as a whole for one invalid character.

use std::borrow::Cow;

/// The replacement character, as an escape.
const REPLACEMENT: &str = "\\ufffd";

/// Repairs strings: bytes that are not UTF-8 and escapes of unpaired surrogates become U+FFFD, and raw control characters
/// become escapes. Removes a byte order mark. `None` where there is nothing to repair.
pub fn repair(json: &[u8]) -> Option<Vec<u8>> {
    let json = json.strip_prefix(b"\xef\xbb\xbf").map_or(Cow::Borrowed(json), |rest| Cow::Owned(rest.to_vec()));
    let mut is_repaired = matches!(json, Cow::Owned(_));
    let text = String::from_utf8_lossy(&json);
    is_repaired |= matches!(text, Cow::Owned(_));
    let mut repaired = String::with_capacity(text.len());
    let mut rest = &*text;
    let mut in_string = false;
    while let Some(character) = rest.chars().next() {
        let (kept, taken) = match character {
            '\\' if in_string => escape(rest),
            c if in_string && c < ' ' => (Cow::Owned(format!("\\u{:04x}", u32::from(c))), c.len_utf8()),
            c => {
                in_string ^= c == '"';
                (Cow::Borrowed(&rest[..c.len_utf8()]), c.len_utf8())
            }
        };
        is_repaired |= matches!(kept, Cow::Owned(_));
        repaired.push_str(&kept);
        rest = &rest[taken..];
    }
    is_repaired.then(|| repaired.into_bytes())
}

/// The escape at the start of a text, or what replaces it, and its length.
fn escape(text: &str) -> (Cow<'_, str>, usize) {
    let as_it_is = |length: usize| {
        let length = (1..=length).rev().find(|length| text.is_char_boundary(*length)).unwrap_or(text.len());
        let length = length.min(text.len());
        (Cow::Borrowed(&text[..length]), length)
    };
    match unit(text) {
        Some(0xd800..=0xdbff) => match text.get(6..).and_then(unit) {
            Some(0xdc00..=0xdfff) => as_it_is(12),
            _ => (Cow::Owned(REPLACEMENT.to_owned()), 6),
        },
        Some(0xdc00..=0xdfff) => (Cow::Owned(REPLACEMENT.to_owned()), 6),
        Some(_) => as_it_is(6),
        None => {
            let escaped = text.chars().nth(1).map_or(0, char::len_utf8);
            as_it_is(1 + escaped)
        }
    }
}

/// The UTF-16 unit of an escape such as `\ud83d`.
fn unit(text: &str) -> Option<u16> {
    let digits = text.strip_prefix("\\u")?.get(..4)?;
    digits.bytes().all(|digit| digit.is_ascii_hexdigit()).then(|| u16::from_str_radix(digits, 16).ok())?
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::{Value, json};

    fn repaired(json: &[u8]) -> Value {
        serde_json::from_slice(&repair(json).unwrap_or_else(|| json.to_vec())).unwrap()
    }

    #[test]
    fn unpaired_surrogates_become_replacement_characters() {
        for (escaped, text) in [
            (r"\ud83d", "\u{fffd}"),
            (r"a\ude00b", "a\u{fffd}b"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}\u{1f600}"),
            (r"\ud83d\n", "\u{fffd}\n"),
            (r"\\ud83d", r"\ud83d"),
            (r"\\\ud83d\\", "\\\u{fffd}\\"),
            (r"\ud83d\u0041", "\u{fffd}A"),
        ] {
            assert_eq!(repaired(format!(r#"{{"name":"{escaped}"}}"#).as_bytes()), json!({ "name": text }), "{escaped}");
        }
    }

    #[test]
    fn other_invalid_characters_are_repaired() {
        assert_eq!(repaired(b"{\"name\":\"a\xffb\"}"), json!({ "name": "a\u{fffd}b" }));
        assert_eq!(repaired(b"{\"name\":\"a\nb\"}"), json!({ "name": "a\nb" }));
        assert_eq!(repaired(b"\xef\xbb\xbf{\"a\":1}"), json!({ "a": 1 }));
    }

    #[test]
    fn valid_json_needs_no_repair() {
        for json in [r#"{"a":"\ud83d\ude00","b":"\\"}"#, "{\n\t\"a\": 1\n}", "", "{", r#""\"#, r#"{"a":"\u12"}"#] {
            assert_eq!(repair(json.as_bytes()), None, "{json}");
        }
    }

    proptest! {
        #[test]
        fn repair_changes_nothing_that_can_be_read(text: String) {
            let json = Value::from(text).to_string();
            prop_assert_eq!(repair(json.as_bytes()), None);
        }

        #[test]
        fn repair_never_panics_and_repairs_once(bytes: Vec<u8>) {
            if let Some(repaired) = repair(&bytes) {
                prop_assert_eq!(repair(&repaired), None);
            }
        }
    }
}
