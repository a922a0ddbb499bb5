//! Examples of calls: arguments from the bodies and parameters that the document shows.

use super::draft::{Example, Field, Place, Type};
use super::responses::Response;
use crate::base::json::Json;
use crate::base::span::Span;

/// Names of examples that announce a failure.
const FAILURES: [&str; 9] =
    ["error", "fail", "not found", "invalid", "unauthor", "forbidden", "missing", "bad request", "unprocess"];

/// The example of a function: one call, from the first body that does not announce a failure and from the parameters'
/// examples. Its request is computed later, and it is left out if the generator does not accept it.
pub fn calls(
    fields: &[Field],
    bodies: &[(String, Json)],
    response: &Response,
    is_root: bool,
    span: Span,
) -> Vec<Example> {
    let body = first(bodies);
    let mut args = Vec::new();
    for field in fields {
        let shown = match &field.place {
            Place::Body(pointer) if pointer.is_empty() => body.filter(|_| is_root).cloned(),
            Place::Body(pointer) => body.and_then(|body| at(body, pointer)).cloned(),
            _ => None,
        };
        // The dynamic call takes a file as an object that says what its contents are.
        let shown = match shown {
            Some(Json::String(text)) if field.kind == Type::File => Some(file_of(text)),
            shown => shown,
        };
        let shown = shown.filter(|value| fits(&field.kind, value));
        let own = field.sample.clone().filter(|value| fits(&field.kind, value));
        let value = match shown.or(own) {
            Some(value) => Some(value),
            None if field.required => Some(made_up(field)),
            None => None,
        };
        // Of a body that the document shows, only its own members are sent.
        let is_extra = matches!(field.place, Place::Body(_)) && body.is_some() && !field.required;
        let is_shown =
            matches!(&field.place, Place::Body(pointer) if body.is_some_and(|body| at(body, pointer).is_some()));
        let is_optional_query =
            !matches!(field.place, Place::Body(_) | Place::Path) && !field.required && field.sample.is_none();
        if let Some(value) =
            value.filter(|value| *value != Json::Null && !(is_extra && !is_shown && !is_root) && !is_optional_query)
        {
            args.push((field.name.clone(), value));
        }
    }
    vec![Example { span, args, request: None, response: first(&response.examples).cloned() }]
}

/// The first example whose name does not announce a failure.
fn first(examples: &[(String, Json)]) -> Option<&Json> {
    let announces_failure = |name: &str| {
        let name = name.to_lowercase().replace(['_', '-'], " ");
        FAILURES.iter().any(|part| name.contains(part))
    };
    examples.iter().find(|(name, _)| !announces_failure(name)).map(|(_, value)| value)
}

/// The value that a JSON pointer leads to.
fn at<'a>(body: &'a Json, pointer: &str) -> Option<&'a Json> {
    pointer.split('/').skip(1).try_fold(body, |value, key| value.get(&key.replace("~1", "/").replace("~0", "~")))
}

/// Whether a value can be passed for an argument, by its kind.
pub fn fits(kind: &Type, value: &Json) -> bool {
    match (kind, value) {
        (Type::Json, _) => true,
        (Type::String | Type::Id | Type::Secret | Type::DateTime | Type::Date, Json::String(_))
        | (Type::Boolean, Json::Bool(_))
        | (Type::Number, Json::Number(_))
        | (Type::Map(_) | Type::File, Json::Object(_)) => true,
        (Type::Id, Json::Number(_)) => true,
        (Type::Integer | Type::Time, Json::Number(digits)) => digits.parse::<i64>().is_ok(),
        (Type::List(item), Json::Array(items)) => items.iter().all(|value| fits(item, value)),
        (Type::Named(_), Json::Object(_) | Json::String(_)) => true,
        _ => false,
    }
}

/// The contents of a file, as the dynamic call takes them.
fn file_of(text: String) -> Json {
    Json::Object(vec![("text".to_owned(), Json::String(text))])
}

/// A value for a required argument of which the document shows none.
fn made_up(field: &Field) -> Json {
    if let Some(first) = field.values.first() {
        return first.clone();
    }
    match &field.kind {
        Type::String | Type::Secret => Json::text("text"),
        Type::File => file_of("text".to_owned()),
        Type::Id => Json::text("1"),
        Type::Boolean => Json::Bool(true),
        Type::Integer | Type::Number => Json::Number(field.min.clone().unwrap_or_else(|| "1".to_owned())),
        Type::Time => Json::Number("1700000000".to_owned()),
        Type::DateTime => Json::text("2024-01-31T12:00:00Z"),
        Type::Date => Json::text("2024-01-31"),
        Type::List(_) => Json::Array(Vec::new()),
        Type::Json | Type::Map(_) | Type::Named(_) => Json::Object(Vec::new()),
    }
}
