//! Reading YAML, and what is wrong with it, on one line and in words that are not the parser's.

use serde::de::DeserializeOwned;
use serde_yaml::{Error, MessageFormatter, UserMessageFormatter};

/// Reads YAML or JSON; else the problem with its place.
pub(crate) fn read<T: DeserializeOwned>(text: &str) -> Result<T, String> {
    serde_yaml::from_str(text).map_err(|error| problem(&error))
}

fn problem(error: &Error) -> String {
    // Without the frame around, which names a file that is not the user's.
    let error = error.without_snippet();
    let message = match error {
        Error::DuplicateMappingKey { key, .. } => {
            format!("the key `{}` is there twice", key.as_deref().unwrap_or_default())
        }
        Error::MultipleDocuments { .. } => "a second YAML document begins: there must be one".to_owned(),
        Error::Budget { .. } => "this is larger, or nested more deeply, than can be read".to_owned(),
        Error::UnknownAnchor { .. } => "an alias stands here, of what has no such name".to_owned(),
        Error::Eof { .. } => "there is nothing here".to_owned(),
        Error::ExpectedStringKeyForExternallyTaggedEnum { .. }
        | Error::ExpectedMappingEndAfterEnumVariantValue { .. }
        | Error::ExternallyTaggedEnumExpectedScalarOrMapping { .. } => ONE_KEY.to_owned(),
        Error::UnexpectedValueForUnitEnumVariant { .. } => "no value belongs here: the name alone is enough".to_owned(),
        Error::SerdeUnknownVariant { variant, expected, .. } => unknown(variant, expected),
        Error::SerdeUnknownField { field, expected, .. } => unknown(field, expected),
        Error::InvalidScalar { ty, .. } => format!("{} is needed", sort(ty)),
        Error::NullIntoString { .. } => "a text is needed; quote it".to_owned(),
        Error::Unexpected { expected, .. } => needed(expected),
        other => UserMessageFormatter.format_message(other).lines().next().unwrap_or_default().to_owned(),
    };
    match error.location() {
        Some(place) => format!("line {} column {}: {message}", place.line(), place.column()),
        None => message,
    }
}

const ONE_KEY: &str = "one key with its value is needed, and no more";

fn unknown(given: &str, known: &[&str]) -> String {
    format!("`{given}` is not known here; what is: {}", known.join(", "))
}

/// What a text ought to be, by the name of the type that it was read as.
fn sort(name: &str) -> &'static str {
    match name {
        "boolean" | "bool" => "true or false",
        name if name.starts_with('f') => "a number",
        name if name.starts_with('u') => "a whole number that is not negative, nor too large,",
        _ => "a whole number",
    }
}

/// What belongs where something else stands.
fn needed(expected: &str) -> String {
    match expected {
        "sequence start" => "a list is needed".to_owned(),
        "mapping start" => "keys with values are needed".to_owned(),
        "mapping end" => ONE_KEY.to_owned(),
        "string scalar" => "a text is needed; quote it".to_owned(),
        other => format!("this is something else than is needed here: {other}"),
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use crate::{FaultRule, Seed};

    #[test]
    fn one_line_with_the_place_and_no_advice_for_programmers() {
        for (text, words) in [
            ("tags: [a]\ntags: [b]", "line 2 column 1: the key `tags` is there twice"),
            ("tags: [a]\n---\ntags: [b]", "a second YAML document"),
            ("tags: [", "line 1 column"),
            ("tags: 5", "line 1 column 7: a list is needed"),
            ("users: [5]", "line 1 column 9: keys with values are needed"),
            ("users:\n  - { emial: a@b.example }", "line 2 column 7"),
            ("admins: [{ name: null, email: a@b.example }]", "line 1 column 18"),
            ("tags: *nothing", "line 1 column 7: an alias"),
            ("\t- x: 1", "line 1"),
            ("tags: [[a]]", "line 1 column 8: a name or { id, name } is needed"),
            ("users: [{ unsubscribed_from_emails: maybe }]", "true or false is needed"),
        ] {
            let problem = Seed::parse(text).unwrap_err().to_string();
            assert!(problem.contains(words), "{text}: {problem}");
            for leak in ["Options", "Policy", "from_str", "serde", "struct", "variant", "\n", "error:"] {
                assert!(!problem.contains(leak), "{text}: {problem}");
            }
        }
    }

    #[test]
    fn a_fault_that_needs_a_value_says_which() {
        for text in ["fault: reset", "[{ fault: reset }]", "{\"fault\": \"reset\"}"] {
            let problem = FaultRule::parse_all(text).unwrap_err().to_string();
            assert_eq!(problem, "the fault `reset` needs a value, as in `reset: after`");
        }
    }

    #[test]
    fn what_a_fault_takes_is_told_in_plain_words() {
        for (text, words) in [
            ("fault: { status: 503, reset: after }", "line 1 column 23: one key with its value is needed, and no more"),
            ("fault: {}", "one key with its value is needed, and no more"),
            ("fault: { hang: 1 }", "no value belongs here"),
            ("fault: { status: x }", "line 1 column 18: a whole number that is not negative"),
            ("fault: statsu", "`statsu` is not known here; what is: status, rate_limit"),
            ("", "there is nothing here"),
        ] {
            let problem = FaultRule::parse_all(text).unwrap_err().to_string();
            assert!(problem.contains(words), "{text}: {problem}");
        }
    }
}
