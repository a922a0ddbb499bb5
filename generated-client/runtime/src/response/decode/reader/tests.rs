//! The reader, beside serde_json.

use super::{Reader, parse};
use proptest::prelude::*;
use serde_json::{Map, Value, json};

fn text(json: &[u8]) -> String {
    parse(json).unwrap()["name"].as_str().unwrap().to_owned()
}

#[test]
fn unpaired_surrogates_become_replacement_characters() {
    for (escaped, expected) in [
        (r"\ud83d", "\u{fffd}"),
        (r"a\ude00b", "a\u{fffd}b"),
        (r"\ud83d\ud83d\ude00", "\u{fffd}\u{1f600}"),
        (r"\ud83d\n", "\u{fffd}\n"),
        (r"\\ud83d", r"\ud83d"),
        (r"\\\ud83d\\", "\\\u{fffd}\\"),
        (r"\ud83d\u0041", "\u{fffd}A"),
        (r"\u00e9\/\b\f\t\r", "\u{e9}/\u{8}\u{c}\t\r"),
    ] {
        assert_eq!(text(format!(r#"{{"name":"{escaped}"}}"#).as_bytes()), expected, "{escaped}");
    }
}

#[test]
fn other_invalid_characters_are_read() {
    assert_eq!(text(b"{\"name\":\"a\xffb\"}"), "a\u{fffd}b");
    assert_eq!(text(b"{\"name\":\"a\nb\"}"), "a\nb");
    assert_eq!(text(b"\xef\xbb\xbf{\"name\":\"a\"}"), "a");
}

#[test]
fn invalid_json_is_rejected_where_serde_json_rejects_it() {
    for json in [
        "",
        " ",
        "{",
        "[",
        "{}}",
        "[1,]",
        "{\"a\":1,}",
        "{\"a\"}",
        "{a:1}",
        "[1 2]",
        "01",
        "-",
        "1.",
        "1e",
        "+1",
        ".5",
        "1e+",
        "nul",
        "tru",
        "fals",
        "\"a",
        "\"\\x\"",
        "\"\\u12\"",
        "{} {}",
        "NaN",
        "'a'",
        "[,]",
        "1e999",
    ] {
        assert!(serde_json::from_str::<Value>(json).is_err(), "{json}");
        assert!(parse(json.as_bytes()).is_err(), "{json}");
    }
}

#[test]
fn errors_have_path_and_position() {
    assert_eq!(
        parse(b"{\"a\": [1,\n {\"b\": x}]}").unwrap_err(),
        ("a[1].b".to_owned(), "expected a value, found no JSON at line 2 column 8".to_owned())
    );
    assert_eq!(parse(b"").unwrap_err().1, "expected a value, found the end at line 1 column 1");
}

#[test]
fn depth_is_limited() {
    let nested = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
    assert!(parse(&nested(128)).is_ok());
    assert!(parse(&nested(129)).unwrap_err().1.starts_with("recursion limit exceeded"));
    let mut reader_of_a_million = nested(1_000_000);
    reader_of_a_million.truncate(1_500_000);
    assert!(parse(&reader_of_a_million).is_err());
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        (-1e300..1e300_f64).prop_map(Value::from),
        any::<String>().prop_map(Value::from),
    ];
    leaf.prop_recursive(5, 64, 8, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
            prop::collection::btree_map(any::<String>(), inner, 0..8)
                .prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

proptest! {
    #[test]
    fn what_serde_json_writes_is_read_the_same(value in any_json()) {
        for json in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
            prop_assert_eq!(parse(json.as_bytes()).unwrap(), serde_json::from_str::<Value>(&json).unwrap());
        }
    }

    #[test]
    fn any_bytes_are_read_or_rejected(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b'{'), Just(b'['), Just(b':'), Just(b',')], 0..60)) {
        let read = parse(&bytes);
        if let Ok(value) = serde_json::from_slice::<Value>(&bytes) {
            prop_assert_eq!(read.unwrap(), value);
        }
    }
}

#[test]
fn skipped_values_keep_their_text() {
    let mut reader = Reader::new(r#" {"a": [1.50, "\"]"], "b":null} "#);
    assert_eq!(reader.skip().unwrap(), r#"{"a": [1.50, "\"]"], "b":null}"#);
    reader.end().unwrap();
    assert_eq!(parse(b"12345678901234567890123").unwrap(), json!(1.234_567_890_123_456_8e22));
}

#[test]
fn texts_of_every_length_are_read() {
    for length in 0..80 {
        for (text, escaped) in [
            ("x".repeat(length), "x".repeat(length)),
            ("\"".repeat(length), "\\\"".repeat(length)),
            ("é\n".repeat(length), "é\\n".repeat(length)),
        ] {
            let json = format!("[\"{escaped}\",\"{escaped}\"]");
            assert_eq!(parse(json.as_bytes()).unwrap(), json!([text, text]), "{json}");
        }
    }
}
