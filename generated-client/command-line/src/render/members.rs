//! Parts of JSON text as they stand there: digits and the order of keys stay, which a parsed value would not keep.

use api_client_snippets::json;
use serde::de::IgnoredAny;
use serde_json::value::RawValue;

/// The members of an object; `None` for any other JSON.
pub fn members(text: &str) -> Option<Vec<(String, &str)>> {
    Some(json::members(text)?.into_iter().map(|(key, value)| (key, value.get())).collect())
}

/// The items of a list; `None` for any other JSON.
pub fn items(json: &str) -> Option<Vec<&str>> {
    let items: Vec<&RawValue> = serde_json::from_str(json).ok()?;
    Some(items.into_iter().map(RawValue::get).collect())
}

/// What stands under a path of keys. A number picks an item of a list; any other key goes to all of its items.
pub fn at(json: &str, path: &[String]) -> Option<String> {
    let Some((key, rest)) = path.split_first() else { return Some(json.to_owned()) };
    if let Some(members) = members(json) {
        let (_, value) = members.into_iter().find(|(known, _)| known == key)?;
        return at(value, rest);
    }
    let items = items(json)?;
    if let Ok(position) = key.parse::<usize>() {
        return at(items.get(position)?, rest);
    }
    let found: Vec<String> = items.into_iter().filter_map(|item| at(item, path)).collect();
    Some(format!("[{}]", found.join(",")))
}

/// Whether JSON is no object and no list.
pub fn is_scalar(json: &str) -> bool {
    !json.trim_start().starts_with(['{', '['])
}

/// A scalar as text for a person: a string without quotes, nothing for null. Other JSON as it is.
pub fn text(json: &str) -> String {
    match json {
        "null" => String::new(),
        _ => serde_json::from_str::<String>(json).unwrap_or_else(|_| json.to_owned()),
    }
}

/// JSON without the whitespace between its parts.
pub fn one_line(json: &str) -> String {
    if serde_json::from_str::<IgnoredAny>(json).is_err() || !json.contains(['\n', '\r']) {
        return json.to_owned();
    }
    let mut out = String::with_capacity(json.len());
    let (mut is_string, mut is_escaped) = (false, false);
    for c in json.chars() {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' => is_escaped = is_string,
            '"' => is_string = !is_string,
            c if !is_string && c.is_ascii_whitespace() => continue,
            _ => {}
        }
        out.push(c);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    const JSON: &str = r#"{"z":1.50,"a":{"b":[{"c":1},{"d":2},{"c":"x\ny"}]},"n":null}"#;

    #[test]
    fn paths_lead_into_objects_and_lists() {
        for (path, expected) in [
            ("z", Some("1.50")),
            ("a.b.0.c", Some("1")),
            ("a.b.c", Some(r#"[1,"x\ny"]"#)),
            ("a.b.9", None),
            ("z.q", None),
            ("q", None),
        ] {
            let path: Vec<String> = path.split('.').map(str::to_owned).collect();
            assert_eq!(at(JSON, &path).as_deref(), expected, "{path:?}");
        }
    }

    #[test]
    fn one_line_removes_whitespace_outside_of_strings() {
        assert_eq!(one_line("{ \"a b\\\"\" : [\n1 , 2\n] }"), r#"{"a b\"":[1,2]}"#);
    }

    #[test]
    fn members_keep_their_order() {
        let keys: Vec<String> = members(JSON).unwrap().into_iter().map(|(key, _)| key).collect();
        assert_eq!(keys, ["z", "a", "n"]);
        assert!(members("[]").is_none());
    }
}
