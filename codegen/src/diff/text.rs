//! How rows show names, values and types.

use crate::model::{ArgKind, ParamType, TypeRef};

/// Longer values are cut.
const MAX_SHOWN_CHARS: usize = 80;

/// A name or a value as a code span of Markdown, on one line, whatever it contains.
pub fn code(text: &str) -> String {
    let mut line: String = text.chars().flat_map(shown).take(MAX_SHOWN_CHARS + 1).collect();
    if line.chars().count() > MAX_SHOWN_CHARS {
        line = line.chars().take(MAX_SHOWN_CHARS).chain(['…']).collect();
    }
    let max_ticks = line.split(|c| c != '`').map(str::len).max().unwrap_or_default();
    let fence = "`".repeat(max_ticks + 1);
    // A span cannot be empty, and backticks at its ends need a space.
    let pad = if line.is_empty() || max_ticks > 0 { " " } else { "" };
    format!("{fence}{pad}{line}{pad}{fence}")
}

fn shown(character: char) -> impl Iterator<Item = char> {
    let text = match character {
        c if c.is_control() => c.escape_default().to_string(),
        c => c.to_string(),
    };
    text.chars().collect::<Vec<_>>().into_iter()
}

/// `` `a` → `b` ``
pub fn arrow(old: &str, new: &str) -> String {
    format!("{} → {}", code(old), code(new))
}

/// Names in backticks, separated by commas; `none` when there are none.
pub fn list<'a>(names: impl IntoIterator<Item = &'a str>) -> String {
    let names: Vec<String> = names.into_iter().map(code).collect();
    if names.is_empty() { "none".to_owned() } else { names.join(", ") }
}

/// The Rust type of an argument.
pub fn param_type(kind: &ParamType) -> String {
    match kind {
        ParamType::Text => "impl Into<String>".to_owned(),
        ParamType::Integer => "impl IntoInteger".to_owned(),
        ParamType::Number => "f64".to_owned(),
        ParamType::Boolean => "bool".to_owned(),
        ParamType::Time => "impl Into<Timestamp>".to_owned(),
        ParamType::Strings => "impl IntoIterator<Item = impl Into<String>>".to_owned(),
        ParamType::DateTime => "impl Into<Timestamp>".to_owned(),
        ParamType::Date => "impl Into<String>".to_owned(),
        ParamType::File => "impl Into<File>".to_owned(),
        ParamType::Integers => "impl IntoIterator<Item = impl IntoInteger>".to_owned(),
        ParamType::Numbers => "impl IntoIterator<Item = f64>".to_owned(),
        ParamType::List => "impl IntoIterator<Item = impl Into<Value>>".to_owned(),
        ParamType::Json | ParamType::Object { item: None } => "impl Into<Value>".to_owned(),
        ParamType::Object { item: Some(item) } => format!("impl Into<types::{item}>"),
        ParamType::Objects { item: None } => "impl IntoIterator<Item = impl Into<Value>>".to_owned(),
        ParamType::Objects { item: Some(item) } => format!("impl IntoIterator<Item = impl Into<types::{item}>>"),
        ParamType::Enum { rust, shared } => format!("impl Into<{}>", enum_path(rust, *shared)),
        ParamType::Selector { argument: Some(argument), .. } => format!("impl types::{argument}"),
        ParamType::Selector { rust, shared, argument: None } => enum_path(rust, *shared),
    }
}

fn enum_path(rust: &str, shared: bool) -> String {
    if shared { format!("types::{rust}") } else { rust.to_owned() }
}

/// What an argument is on the wire.
pub fn kind(kind: &ArgKind) -> String {
    match kind {
        ArgKind::Text => "a string".to_owned(),
        ArgKind::Integer => "a whole number".to_owned(),
        ArgKind::Number => "a number".to_owned(),
        ArgKind::Boolean => "true or false".to_owned(),
        ArgKind::Time => "unix seconds".to_owned(),
        ArgKind::CommaList { wrap: None } => "a list of strings, from comma-separated text".to_owned(),
        ArgKind::CommaList { wrap: Some(key) } => format!("a list of objects with the key {}", code(key)),
        ArgKind::Strings => "a list of strings".to_owned(),
        ArgKind::Object => "an object".to_owned(),
        ArgKind::Json => "any JSON".to_owned(),
        ArgKind::List => "a list".to_owned(),
        ArgKind::Integers => "a list of whole numbers".to_owned(),
        ArgKind::Numbers => "a list of numbers".to_owned(),
        ArgKind::Date => "a day".to_owned(),
        ArgKind::DateTime => "an RFC 3339 date".to_owned(),
        ArgKind::File => "a file".to_owned(),
        ArgKind::Objects { force } if force.is_empty() => "a list of objects".to_owned(),
        ArgKind::Objects { force } => {
            let force: Vec<String> = force.iter().map(|(key, value)| format!("{key}: {value}")).collect();
            format!("a list of objects, each with {}", list(force.iter().map(String::as_str)))
        }
    }
}

/// The Rust type of a model's field.
pub fn field_type(kind: &TypeRef) -> String {
    match kind {
        TypeRef::List(_) | TypeRef::Map(_) => plain_type(kind),
        _ => format!("Option<{}>", plain_type(kind)),
    }
}

/// The Rust type of a present value.
pub fn plain_type(kind: &TypeRef) -> String {
    match kind {
        TypeRef::String | TypeRef::Id => "String".to_owned(),
        TypeRef::Boolean => "bool".to_owned(),
        TypeRef::Integer => "i64".to_owned(),
        TypeRef::Number => "f64".to_owned(),
        TypeRef::Time => "Timestamp".to_owned(),
        TypeRef::DateTime => "DateTime".to_owned(),
        TypeRef::Date => "Date".to_owned(),
        TypeRef::Secret => "SecretString".to_owned(),
        TypeRef::Json => "Value".to_owned(),
        TypeRef::List(inner) => format!("Vec<{}>", plain_type(inner)),
        TypeRef::Map(inner) => format!("BTreeMap<String, {}>", plain_type(inner)),
        TypeRef::Model { rust, .. } | TypeRef::Enum { rust, .. } => rust.clone(),
    }
}
