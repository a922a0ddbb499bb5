//! Which values the API accepts. Requests and seed data are both checked here.

use crate::json::JsonObject;
use http::uri::{Authority, Uri};
use intercom_client::types::WebhookTopic;
use serde_json::Value;

/// Of strings of people and companies.
const MAX_TEXT_CHARS: usize = 255;
const MAX_KEY_CHARS: usize = 190;
pub const MAX_PERSON_ATTRIBUTES: usize = 250;
pub const MAX_COMPANY_ATTRIBUTES: usize = 100;
/// The maximum of `monthly_spend` and `size`.
const MAX_AMOUNT: i64 = 2_147_483_647;

/// A value that the API rejects.
#[derive(Clone, Debug)]
pub struct RuleViolation {
    pub kind: ViolationKind,
    pub field: String,
    pub message: String,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum ViolationKind {
    Invalid,
    /// A custom attribute.
    InvalidAttribute,
    Missing,
    TooManyAttributes,
}

pub type Check<T = ()> = Result<T, RuleViolation>;

fn violation<T>(kind: ViolationKind, field: &str, message: String) -> Check<T> {
    Err(RuleViolation { kind, field: field.to_owned(), message })
}

pub fn invalid<T>(field: &str, message: impl Into<String>) -> Check<T> {
    violation(ViolationKind::Invalid, field, message.into())
}

pub fn missing<T>(field: &str, message: impl Into<String>) -> Check<T> {
    violation(ViolationKind::Missing, field, message.into())
}

/// A string of at most 255 characters.
pub fn text(field: &str, text: &str) -> Check {
    if text.chars().count() > MAX_TEXT_CHARS {
        return invalid(field, format!("{field} must have at most {MAX_TEXT_CHARS} characters"));
    }
    Ok(())
}

/// Unix seconds. Milliseconds, the usual mistake, are rejected: they lie beyond the year 9999.
pub fn time(field: &str, time: i64) -> Check {
    const MAX_TIME: i64 = 253_402_300_799;
    if (0..=MAX_TIME).contains(&time) {
        return Ok(());
    }
    invalid(field, format!("{field} must be unix seconds, not before 1970 and not milliseconds"))
}

/// An amount of money or a number of people.
pub fn amount(field: &str, amount: i64) -> Check {
    if (0..=MAX_AMOUNT).contains(&amount) {
        return Ok(());
    }
    invalid(field, format!("{field} must be a whole number from 0 to {MAX_AMOUNT}"))
}

/// An email address; returns it in lower case.
pub fn email(given: &str) -> Check<String> {
    let email = given.trim().to_lowercase();
    text("email", &email)?;
    let is_valid = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && !email.contains(|character: char| character.is_whitespace() || character.is_control());
    if is_valid { Ok(email) } else { invalid("email", "email is malformed") }
}

/// Merges custom attributes into `attributes`; those that `given` does not name stay.
pub fn merge_custom_attributes(given: &JsonObject, max: usize, attributes: &mut JsonObject) -> Check {
    for (key, value) in given {
        let invalid =
            |message: String| violation(ViolationKind::InvalidAttribute, &format!("custom_attributes.{key}"), message);
        if key.contains(['.', '$']) || key.chars().count() > MAX_KEY_CHARS {
            return invalid(format!("a name contains no `.` or `$` and has at most {MAX_KEY_CHARS} characters"));
        }
        match value {
            Value::Array(_) | Value::Object(_) => {
                return invalid("a value must be a string, a number, true, false or null".to_owned());
            }
            Value::String(text) if text.chars().count() > MAX_TEXT_CHARS => {
                return invalid(format!("a string has at most {MAX_TEXT_CHARS} characters"));
            }
            value => {
                attributes.insert(key.clone(), value.clone());
            }
        }
    }
    if attributes.len() > max {
        let message = format!("at most {max} custom attributes are allowed");
        return violation(ViolationKind::TooManyAttributes, "custom_attributes", message);
    }
    Ok(())
}

/// The stored form of an event name: Intercom's store reserves `.` and `$`.
pub fn event_name(name: &str) -> String {
    name.replace(['.', '$'], "-")
}

/// Whether an event name, as a subscription has it, is the name of a stored event. Asked for every name of every subscription, so it
/// allocates nothing.
pub fn is_event_name(given: &str, stored: &str) -> bool {
    let stored_form = given.chars().map(|it| if matches!(it, '.' | '$') { '-' } else { it.to_ascii_lowercase() });
    stored_form.eq(stored.chars().map(|it| it.to_ascii_lowercase()))
}

/// A name that must not be blank.
pub fn name(field: &str, name: &str) -> Check {
    if name.trim().is_empty() {
        return missing(field, format!("{field} is blank"));
    }
    text(field, name)
}

/// The URL of a webhook receiver.
pub fn webhook_url(url: &str) -> Check {
    let is_valid = url
        .parse::<Uri>()
        .is_ok_and(|url| matches!(url.scheme_str(), Some("http" | "https")) && url.authority().is_some_and(is_address));
    if is_valid { Ok(()) } else { invalid("url", "url must be an http or https address") }
}

/// Whether the authority has a host and, if it names a port, a valid one.
pub fn is_address(authority: &Authority) -> bool {
    let host = authority.host();
    !host.is_empty() && (authority.as_str().ends_with(host) || authority.port_u16().is_some_and(|port| port > 0))
}

/// Topics of the spec: a misspelt topic would never be notified.
pub fn topics(topics: &[String]) -> Check {
    if topics.is_empty() {
        return invalid("topics", "topics is empty");
    }
    match topics.iter().find(|topic| matches!(WebhookTopic::from(topic.as_str()), WebhookTopic::Other(_))) {
        Some(unknown) => invalid("topics", format!("unknown topic `{}`", unknown.escape_debug())),
        None => Ok(()),
    }
}

/// The kind of items of a bulk job.
pub fn job_kind(kind: &str) -> Check {
    if matches!(kind, "user" | "contact" | "event") {
        return Ok(());
    }
    invalid("kind", format!("unknown kind `{}`; known kinds: user, contact, event", kind.escape_debug()))
}
