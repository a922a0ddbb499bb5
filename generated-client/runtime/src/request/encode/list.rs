//! Lists, and values that are no text, where a text is wanted.

use crate::join::joined;
use crate::schema::{FieldRef, Kind};
use serde_json::Value;

/// The items of a list of texts. Those of comma-separated text are trimmed, and empty ones are none.
pub(crate) fn split_items(field: FieldRef, items: &[String]) -> Vec<&str> {
    let mut split: Vec<&str> = items.iter().map(String::as_str).collect();
    if field.kind == Kind::CommaList {
        split.iter_mut().for_each(|item| *item = item.trim());
        split.retain(|item| !item.is_empty());
    }
    split
}

/// Texts with commas.
pub(crate) fn comma_joined(items: &[&str]) -> String {
    joined(&mut items.iter().copied(), ",")
}

/// A value that is neither a list nor an object as text: null as none.
pub(crate) fn scalar(value: &Value) -> String {
    match value {
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        value => value.to_string(),
    }
}

/// A list of texts as JSON.
pub(crate) fn json_text(items: &[&str]) -> String {
    Value::Array(items.iter().map(|item| Value::from(*item)).collect()).to_string()
}

/// A list of JSON values as text with commas; `None` where an item is itself a list or an object.
pub(crate) fn comma_text(json: &str) -> Option<String> {
    let Value::Array(items) = json.parse::<Value>().ok()? else { return None };
    let is_flat = items.iter().all(|item| !matches!(item, Value::Array(_) | Value::Object(_)));
    let items: Vec<String> = items.iter().map(scalar).collect();
    is_flat.then(|| joined(&mut items.iter().map(String::as_str), ","))
}
