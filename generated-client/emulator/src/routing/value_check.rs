//! Checks the values of a request against the types and the known values of the function's fields.

use super::function_table::FunctionEntry;
use super::slots::Place;
use crate::json::as_object;
use crate::protocol::api_error::{ApiError, ErrorDetail};
use crate::protocol::recorded_request::RecordedRequest;
use intercom_client::schema::{Field, Kind, Source};
use serde_json::Value;

/// Rejects values of another type or outside of the known values. Like the API, it accepts a number where a string is expected,
/// and a string of digits where a number is expected.
pub fn check_values(entry: &FunctionEntry, request: &RecordedRequest) -> Result<(), ApiError> {
    let mut details = Vec::new();
    for slot in &entry.slots {
        let (Source::Field(field) | Source::Case { field, .. }) = slot.source else { continue };
        let field = &*field;
        let problem = match &slot.place {
            Place::Query(key) => request.query_value(key).and_then(|text| query_problem(field, text)),
            Place::Body(keys) => request.body_value(keys).and_then(|value| body_problem(field, value)),
            Place::Header(_) => None,
        };
        if let Some(expected) = problem {
            let name = slot.place.wire_name();
            let message = format!("{name} must be {expected}");
            details.push(ErrorDetail { code: "parameter_invalid", message, field: Some(name) });
        }
    }
    if details.is_empty() { Ok(()) } else { Err(ApiError::unprocessable(details)) }
}

/// What a value of a query must be, if it is something else.
fn query_problem(field: &Field, text: &str) -> Option<String> {
    let is_valid = match field.kind {
        Kind::Integer | Kind::Time => is_integer(text),
        Kind::Number => text.parse::<f64>().is_ok(),
        // The forms of SDKs in several languages.
        Kind::Boolean => matches!(text, "true" | "false" | "True" | "False" | "1" | "0"),
        _ => true,
    };
    if is_valid { unknown_value(field, text) } else { Some(field.kind.expected().to_owned()) }
}

/// Whether a text is the digits of an integer, of any size: what is too large is the function's business.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

/// What a value of a body must be, if it is something else.
fn body_problem(field: &Field, value: &Value) -> Option<String> {
    let is_valid = match field.kind {
        Kind::Text => value.is_string() || value.is_number(),
        Kind::Integer | Kind::Time => value.is_number() || value.as_str().is_some_and(is_integer),
        Kind::Number => value.is_number(),
        Kind::Boolean => value.is_boolean(),
        // The field wraps the list in an object.
        Kind::CommaList | Kind::Strings if field.wrap.is_some() => value.is_object() || value.is_array(),
        Kind::CommaList | Kind::Strings => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
        Kind::Object => as_object(value).is_some(),
        Kind::Objects => value.as_array().is_some_and(|items| items.iter().all(|item| as_object(item).is_some())),
        _ => true,
    };
    if !is_valid {
        return Some(expected(field.kind));
    }
    value.as_str().and_then(|text| unknown_value(field, text))
}

fn expected(kind: Kind) -> String {
    match kind {
        Kind::Time => "unix seconds",
        Kind::CommaList => "a list of strings",
        kind => kind.expected(),
    }
    .to_owned()
}

/// The known values, if the text is not one of them.
fn unknown_value(field: &Field, text: &str) -> Option<String> {
    let is_known = field.values.is_empty() || field.values.contains(&text) || text.is_empty();
    (!is_known).then(|| format!("one of {}", field.values.join(", ")))
}
