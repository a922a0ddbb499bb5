//! Removes secrets and personal data from what the demo prints.

use intercom_client::schema::Function;
use serde_json::Value;

const REDACTED: &str = "…";

/// The values of a function's secret arguments, as they stand in a request.
pub fn secrets(function: &Function, args: &str) -> Vec<String> {
    let args: Value = serde_json::from_str(args).unwrap_or_default();
    let secret = function.fields.iter().filter(|field| field.secret);
    secret.filter_map(|field| args.get(field.name)?.as_str().map(str::to_owned)).collect()
}

/// A text without these secrets.
pub fn without(secrets: &[String], text: &str) -> String {
    secrets.iter().fold(text.to_owned(), |text, secret| text.replace(secret.as_str(), REDACTED))
}

/// A result as JSON, without what is empty. Strings that the client's own `Debug` form does not contain are redacted: the client
/// knows which ones are secrets or personal data.
pub fn summary(result: &Value, debug: &str) -> String {
    short(result, debug).map_or_else(|| "{}".to_owned(), |value| value.to_string())
}

fn short(value: &Value, debug: &str) -> Option<Value> {
    match value {
        Value::Null => None,
        Value::String(text) if text.is_empty() => None,
        Value::String(text) if !debug.contains(&format!("{text:?}")) => Some(REDACTED.into()),
        Value::Array(items) => {
            let items: Vec<Value> = items.iter().filter_map(|item| short(item, debug)).collect();
            (!items.is_empty()).then_some(Value::Array(items))
        }
        Value::Object(members) => {
            let members = members.iter().filter_map(|(key, value)| Some((key.clone(), short(value, debug)?)));
            let members: serde_json::Map<String, Value> = members.collect();
            (!members.is_empty()).then_some(Value::Object(members))
        }
        scalar => Some(scalar.clone()),
    }
}
