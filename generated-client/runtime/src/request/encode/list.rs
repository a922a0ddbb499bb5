//! Lists, and values that are no text, where a text is wanted.

use crate::schema::{FieldRef, Kind};
use serde_json::Value;

/// The items of a list of texts. Those of comma-separated text are trimmed, and empty ones are none.
pub(crate) fn split_items(field: FieldRef, items: &[String]) -> impl Iterator<Item = &str> {
    let is_split = field.kind == Kind::CommaList;
    let items = items.iter().map(move |item| if is_split { item.trim() } else { item.as_str() });
    items.filter(move |item| !is_split || !item.is_empty())
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
pub(crate) fn json_text<T: AsRef<str>>(items: &[T]) -> String {
    Value::Array(items.iter().map(|item| Value::from(item.as_ref())).collect()).to_string()
}

/// A list of JSON values as text with commas; `None` where an item is itself a list or an object.
pub(crate) fn comma_text(json: &str) -> Option<String> {
    let items = serde_json::from_str::<Vec<Value>>(json).ok()?;
    let is_flat = items.iter().all(|item| !matches!(item, Value::Array(_) | Value::Object(_)));
    is_flat.then(|| items.iter().map(scalar).collect::<Vec<_>>().join(","))
}
