//! JSON text as YAML. Own code, since the writers of serde's formats take numbers, whose digits would change.

use super::members::{items, members};
use serde_json::Value;

/// Any JSON as a YAML document without markers.
pub fn yaml(json: &str) -> String {
    let mut out = String::new();
    write(json.trim(), 0, &mut out);
    if !out.ends_with('\n') {
        out.push('\n');
    }
    out
}

/// JSON as an item of a YAML list.
pub fn item(json: &str) -> String {
    let mut out = String::from("- ");
    write_item(json.trim(), 0, &mut out);
    out
}

/// Deeper JSON stays JSON, which YAML contains.
const MAX_DEPTH: usize = 64;

/// Writes a value at the start of a line, or a scalar behind a key.
fn write(json: &str, depth: usize, out: &mut String) {
    let indent = "  ".repeat(depth);
    match (members(json), items(json)) {
        _ if depth > MAX_DEPTH => out.push_str(json),
        (Some(members), _) if !members.is_empty() => {
            for (position, (key, value)) in members.iter().enumerate() {
                if position > 0 {
                    out.push_str(&indent);
                }
                out.push_str(&text(key));
                out.push(':');
                below(value, depth, out);
            }
        }
        (_, Some(items)) if !items.is_empty() => {
            for (position, item) in items.iter().enumerate() {
                if position > 0 {
                    out.push_str(&indent);
                }
                out.push_str("- ");
                write_item(item, depth, out);
            }
        }
        _ => out.push_str(&scalar(json)),
    }
}

/// Writes an item behind its dash: an object begins on the same line.
fn write_item(json: &str, depth: usize, out: &mut String) {
    write(json, depth + 1, out);
    if !out.ends_with('\n') {
        out.push('\n');
    }
}

/// Writes a value behind its key, with the line break after it.
fn below(json: &str, depth: usize, out: &mut String) {
    let is_block =
        members(json).is_some_and(|members| !members.is_empty()) || items(json).is_some_and(|items| !items.is_empty());
    if is_block && depth < MAX_DEPTH {
        out.push('\n');
        out.push_str(&"  ".repeat(depth + 1));
    } else {
        out.push(' ');
    }
    write(json, depth + 1, out);
    if !out.ends_with('\n') {
        out.push('\n');
    }
}

fn scalar(json: &str) -> String {
    serde_json::from_str::<String>(json).map_or_else(|_| json.to_owned(), |string| text(&string))
}

/// A text: bare where no reader of YAML can take it for anything else.
fn text(text: &str) -> String {
    let is_plain = text.starts_with(|c: char| c.is_ascii_alphabetic())
        && text.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | '/' | '.' | '@' | '+'))
        && !is_keyword(text);
    if is_plain { text.to_owned() } else { Value::from(text).to_string() }
}

/// What YAML 1.1 and 1.2 take for a boolean, null or a number.
fn is_keyword(text: &str) -> bool {
    const KEYWORDS: [&str; 11] = ["true", "false", "null", "yes", "no", "on", "off", "y", "n", "nan", "inf"];
    KEYWORDS.contains(&text.to_ascii_lowercase().as_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_becomes_yaml() {
        let json = r#"{"id":"7","on":"no","n":1.50,"o":{},"l":[],"a":{"b":[1,{"c":"x: y","d":[[2]]}]},"e":"é\n😀"}"#;
        insta::assert_snapshot!(yaml(json), @r#"
        id: "7"
        "on": "no"
        "n": 1.50
        o: {}
        l: []
        a:
          b:
            - 1
            - c: "x: y"
              d:
                - - 2
        e: "é\n😀"
        "#);
        assert_eq!(yaml("7"), "7\n");
        assert_eq!(item(r#"{"a":1,"b":2}"#), "- a: 1\n  b: 2\n");
    }
}
