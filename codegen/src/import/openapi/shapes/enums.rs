//! Known values of strings.

use crate::base::json::Json;
use crate::base::span::Span;
use crate::base::unicode::is_invisible;
use crate::diagnostic::code::Code;
use crate::import::notes::Notes;
use crate::import::openapi::draft::{EnumValue, Type};
use crate::import::openapi::names::{self, Taken};
use crate::import::openapi::schema::Schema;
use heck::ToUpperCamelCase;

/// What known values are.
pub enum Values {
    /// Strings, at least two.
    Strings(Vec<String>),
    /// One value, which is always the same.
    Constant(Json),
    /// Values of a scalar that is no string.
    Scalar(Type, Vec<Json>),
    /// Values of several types, or none.
    Mixed,
}

/// Reads the values of a schema.
pub fn values(schema: &Schema, notes: &mut Notes) -> Option<Values> {
    let nodes = schema.values.as_ref()?;
    let span = nodes.first().map_or(schema.span, |first| first.span);
    let mut all: Vec<Json> = Vec::new();
    for value in nodes.iter().map(|node| node.to_json()) {
        // An unquoted `yes` or `1` among strings is one of them.
        let value = match value {
            Json::Bool(value) if schema.is("string") => Json::text(value.to_string()),
            Json::Number(digits) if schema.is("string") => Json::text(digits),
            value => value,
        };
        if !all.contains(&value) {
            all.push(value);
        }
    }
    let kept: Vec<Json> = all.iter().filter(|value| value.as_str().is_none_or(is_usable)).cloned().collect();
    if kept.len() < all.len() {
        let message = "a value that is empty or cannot be seen is no value of an enum: it is left out";
        notes.note(Code::EnumValues, span, message);
    }
    Some(match &kept[..] {
        [] => Values::Mixed,
        [one] if all.len() == 1 => Values::Constant(one.clone()),
        _ if kept.iter().all(|value| value.as_str().is_some()) => {
            Values::Strings(kept.iter().filter_map(Json::as_str).map(str::to_owned).collect())
        }
        _ if kept.iter().all(|value| matches!(value, Json::Number(digits) if !digits.contains(['.', 'e', 'E']))) => {
            Values::Scalar(Type::Integer, kept)
        }
        _ if kept.iter().all(|value| matches!(value, Json::Number(_))) => Values::Scalar(Type::Number, kept),
        _ if kept.iter().all(|value| matches!(value, Json::Bool(_))) => Values::Scalar(Type::Boolean, Vec::new()),
        _ => {
            notes.note(Code::EnumValues, span, "values of several types: they become `json`");
            Values::Mixed
        }
    })
}

fn is_usable(text: &str) -> bool {
    !text.is_empty() && !text.chars().any(|c| is_invisible(c) || c == '\n')
}

/// The type of one value.
pub fn kind_of(value: &Json) -> Type {
    match value {
        Json::String(_) => Type::String,
        Json::Bool(_) => Type::Boolean,
        Json::Number(digits) if !digits.contains(['.', 'e', 'E']) => Type::Integer,
        Json::Number(_) => Type::Number,
        _ => Type::Json,
    }
}

/// The values with Rust names where they are signs or would be equal.
pub fn named(values: &[String], span: Span, notes: &mut Notes) -> Vec<EnumValue> {
    let named = rust_names(values);
    let signs: Vec<String> = named
        .iter()
        .filter(|(value, _)| names::of_value(value).is_some())
        .filter_map(|(value, rust)| rust.as_ref().map(|rust| format!("`{value}` is `{rust}`")))
        .collect();
    if !signs.is_empty() {
        notes.note(Code::EnumValues, span, format!("signs have names in Rust: {}", signs.join(", ")));
    }
    named.into_iter().map(|(value, rust)| EnumValue { value, rust, since: None }).collect()
}

/// Each value with its Rust name, where it needs one.
pub fn rust_names(values: &[String]) -> Vec<(String, Option<String>)> {
    let mut taken = Taken::default();
    let named = values.iter().map(|value| {
        let sign = names::of_value(value);
        let wanted = sign.clone().unwrap_or_else(|| value.to_upper_camel_case());
        let free = taken.take_free(&wanted);
        let needs_name = sign.is_some() || free != wanted;
        (value.clone(), needs_name.then_some(free))
    });
    named.collect()
}
