//! Which metadata of events the API accepts.

use super::rules::{Check, invalid};
use crate::json::JsonObject;
use serde_json::Value;

/// "We currently limit the number of tracked metadata keys to 10 per event" (Intercom's OpenAPI files, 2.7 to 2.16, "Submit a data
/// event"; documentation of 2014 says five). The emulator rejects more, so that a test notices keys that would be lost.
const MAX_KEYS: usize = 10;

/// Checks that each value is plain, a monetary amount or a rich link: the API has no nested JSON in metadata.
pub fn check(metadata: &JsonObject) -> Check {
    if metadata.len() > MAX_KEYS {
        return invalid("metadata", format!("metadata has {} keys; at most {MAX_KEYS} are allowed", metadata.len()));
    }
    match metadata.iter().find(|(_, value)| !is_accepted(value)) {
        Some((key, value)) => invalid(
            &format!("metadata.{key}"),
            format!(
                "metadata.{key} is {}; it must be a string, a number, true, false or null, or one of the objects \
                 {{\"amount\": 34999, \"currency\": \"eur\"}} and {{\"url\": \"https://…\", \"value\": \"…\"}}",
                kind(value)
            ),
        ),
        None => Ok(()),
    }
}

fn is_accepted(value: &Value) -> bool {
    match value {
        Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => true,
        Value::Array(_) => false,
        Value::Object(object) => is_monetary_amount(object) || is_rich_link(object),
    }
}

fn is_monetary_amount(object: &JsonObject) -> bool {
    object.len() == 2
        && object.get("amount").is_some_and(Value::is_number)
        && object.get("currency").is_some_and(Value::is_string)
}

fn is_rich_link(object: &JsonObject) -> bool {
    object.len() == 2
        && object.get("url").is_some_and(Value::is_string)
        && object.get("value").is_some_and(|value| value.is_string() || value.is_number())
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Array(_) => "a list",
        Value::Object(_) => "another object",
        _ => "invalid",
    }
}
