//! Whether the values of a request are what the function's fields take.

use super::catalogue::Candidate;
use super::slots::Place;
use crate::Received;
use crate::json::as_object;
use intercom_client::runtime::{Field, Kind, Source};
use serde_json::Value;

/// A value that a field does not take.
pub(crate) struct Misfit {
    /// Its name on the wire.
    pub wire: String,
    pub message: String,
}

/// The values that do not fit the types and the known values of the fields. As the API does, a number is taken for a text
/// and a text of digits for a number.
pub(crate) fn misfits(candidate: Candidate<'_>, request: &Received) -> Vec<Misfit> {
    let function = candidate.entry.function;
    let mut misfits = Vec::new();
    for slot in &candidate.entry.slots {
        let (Source::Field(field) | Source::Case(field, ..)) = slot.source else { continue };
        let Some(field) = function.fields.get(field) else { continue };
        let wrong = match &slot.place {
            Place::Query(key) => request.query_value(key).and_then(|text| wrong_text(field, text)),
            Place::Body(keys) => request.body_value(keys).and_then(|value| wrong_value(field, value)),
            Place::Header(_) => None,
        };
        if let Some(expected) = wrong {
            let message = format!("{} must be {expected}", slot.place.wire_name());
            misfits.push(Misfit { wire: slot.place.wire_name(), message });
        }
    }
    misfits
}

/// What a text in a query ought to be, if it is not that.
fn wrong_text(field: &Field, text: &str) -> Option<String> {
    let fits = match field.kind {
        Kind::Integer | Kind::Time => text.parse::<i64>().is_ok(),
        Kind::Number => text.parse::<f64>().is_ok(),
        // As SDKs in several languages write them.
        Kind::Boolean => matches!(text, "true" | "false" | "True" | "False" | "1" | "0"),
        _ => true,
    };
    if fits { not_among(field, text) } else { Some(field.kind.expected().to_owned()) }
}

/// What a value in a body ought to be, if it is not that.
fn wrong_value(field: &Field, value: &Value) -> Option<String> {
    let fits = match field.kind {
        Kind::Text => value.is_string() || value.is_number(),
        Kind::Integer | Kind::Time => {
            value.is_number() || value.as_str().is_some_and(|text| text.parse::<i64>().is_ok())
        }
        Kind::Number => value.is_number(),
        Kind::Boolean => value.is_boolean(),
        // Written as an object around the list where the field says so.
        Kind::CommaList | Kind::Strings if field.wrap.is_some() => value.is_object() || value.is_array(),
        Kind::CommaList | Kind::Strings => value.as_array().is_some_and(|items| items.iter().all(Value::is_string)),
        Kind::Object => as_object(value).is_some(),
        Kind::Objects => value.as_array().is_some_and(|items| items.iter().all(|item| as_object(item).is_some())),
        _ => true,
    };
    if !fits {
        return Some(expected(field.kind));
    }
    value.as_str().and_then(|text| not_among(field, text))
}

fn expected(kind: Kind) -> String {
    match kind {
        Kind::Time => "unix seconds",
        Kind::CommaList => "a list of texts",
        kind => kind.expected(),
    }
    .to_owned()
}

/// The known values, if the text is none of them.
fn not_among(field: &Field, text: &str) -> Option<String> {
    let known = field.values.is_empty() || field.values.contains(&text) || text.is_empty();
    (!known).then(|| format!("one of {}", field.values.join(", ")))
}
