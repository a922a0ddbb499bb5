//! Parses YAML. Errors are one line, with the location, in words for people who do not know the parser.

use serde::de::DeserializeOwned;
use serde_yaml::{Error, MessageFormatter, UserMessageFormatter};

/// Parses YAML or JSON.
pub fn parse<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_yaml::from_str(text).map_err(|error| message(&error))
}

fn message(error: &Error) -> String {
    // The snippet names a file that is not the user's.
    let error = error.without_snippet();
    let message = match error {
        Error::DuplicateMappingKey { key, .. } => {
            format!("duplicate key `{}`", key.as_deref().unwrap_or_default())
        }
        Error::MultipleDocuments { .. } => "more than one YAML document".to_owned(),
        Error::Budget { .. } => "the text is too large or nested too deeply".to_owned(),
        Error::UnknownAnchor { .. } => "unknown alias".to_owned(),
        Error::Eof { .. } => "the text is empty".to_owned(),
        Error::ExpectedStringKeyForExternallyTaggedEnum { .. }
        | Error::ExpectedMappingEndAfterEnumVariantValue { .. }
        | Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. } => ONE_KEY.to_owned(),
        Error::UnexpectedValueForUnitEnumVariant { .. } => "expected no value; write only the name".to_owned(),
        Error::SerdeUnknownVariant { variant, expected, .. } => unknown(variant, expected),
        Error::SerdeUnknownField { field, expected, .. } => unknown(field, expected),
        Error::InvalidScalar { ty, .. } => format!("expected {}", expected_type(ty)),
        Error::NullIntoString { .. } => "expected a string; quote it".to_owned(),
        Error::Unexpected { expected, .. } => expected_event(expected),
        other => UserMessageFormatter.format_message(other).lines().next().unwrap_or_default().to_owned(),
    };
    match error.location() {
        Some(place) => format!("line {} column {}: {message}", place.line(), place.column()),
        None => message,
    }
}

const ONE_KEY: &str = "expected exactly one key with its value";

fn unknown(given: &str, known: &[&str]) -> String {
    format!("unknown name `{given}`; known names: {}", known.join(", "))
}

/// A scalar, by the name of its Rust type.
fn expected_type(name: &str) -> &'static str {
    match name {
        "boolean" | "bool" => "true or false",
        name if name.starts_with('f') => "a number",
        name if name.starts_with('u') => "a whole number that is neither negative nor too large",
        _ => "a whole number",
    }
}

/// A part of YAML, by the parser's name.
fn expected_event(expected: &str) -> String {
    match expected {
        "sequence start" => "expected a list".to_owned(),
        "mapping start" => "expected keys with values".to_owned(),
        "mapping end" => ONE_KEY.to_owned(),
        "string scalar" => "expected a string; quote it".to_owned(),
        other => format!("expected {other}"),
    }
}
