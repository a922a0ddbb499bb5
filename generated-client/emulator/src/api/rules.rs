//! Which values the API takes. Whoever lets values in, requests as well as seed data, asks here.

use crate::engine::Refusal;
use crate::state::records::Object;
use intercom_client::types::WebhookTopic;
use serde_json::Value;

/// Texts of people and companies.
const LONGEST_TEXT: usize = 255;
const LONGEST_KEY: usize = 190;
pub(crate) const MOST_OF_A_PERSON: usize = 250;
pub(crate) const MOST_OF_A_COMPANY: usize = 100;
/// The largest number that a company can spend, or have of people.
const LARGEST_AMOUNT: i64 = 2_147_483_647;
const MOST_METADATA: usize = 10;

/// A text of at most 255 characters.
pub(crate) fn text(key: &str, text: &str) -> Result<(), Refusal> {
    if text.chars().count() > LONGEST_TEXT {
        return Err(Refusal::invalid(key, format!("{key} must have at most {LONGEST_TEXT} characters")));
    }
    Ok(())
}

/// Unix seconds. Milliseconds, the usual slip, are beyond the year 9999.
pub(crate) fn time(key: &str, time: i64) -> Result<(), Refusal> {
    const LATEST: i64 = 253_402_300_799;
    if (0..=LATEST).contains(&time) {
        return Ok(());
    }
    Err(Refusal::invalid(key, format!("{key} must be unix seconds, not before 1970 and not milliseconds")))
}

/// A whole number that counts something: money, people.
pub(crate) fn amount(key: &str, amount: i64) -> Result<(), Refusal> {
    if (0..=LARGEST_AMOUNT).contains(&amount) {
        return Ok(());
    }
    Err(Refusal::invalid(key, format!("{key} must be a whole number from 0 to {LARGEST_AMOUNT}")))
}

/// An email address, in lower case.
pub(crate) fn email(given: &str) -> Result<String, Refusal> {
    let email = given.trim().to_lowercase();
    text("email", &email)?;
    let sound = email.split_once('@').is_some_and(|(name, host)| !name.is_empty() && !host.is_empty())
        && !email.contains(|character: char| character.is_whitespace() || character.is_control());
    if sound { Ok(email) } else { Err(Refusal::invalid("email", "email is malformed".to_owned())) }
}

/// Sets custom attributes; those that are not named stay.
pub(crate) fn custom(given: &Object, most: usize, attributes: &mut Object) -> Result<(), Refusal> {
    for (key, value) in given {
        let field = format!("custom_attributes.{key}");
        if key.contains(['.', '$']) || key.chars().count() > LONGEST_KEY {
            let message = format!("a name has no `.` or `$` and at most {LONGEST_KEY} characters");
            return Err(Refusal::invalid_document(&field, message));
        }
        match value {
            Value::Array(_) | Value::Object(_) => {
                let message = "a value is a text, a number, true, false or null".to_owned();
                return Err(Refusal::invalid_document(&field, message));
            }
            Value::String(text) if text.chars().count() > LONGEST_TEXT => {
                let message = format!("a text has at most {LONGEST_TEXT} characters");
                return Err(Refusal::invalid_document(&field, message));
            }
            value => {
                attributes.insert(key.clone(), value.clone());
            }
        }
    }
    if attributes.len() > most {
        return Err(Refusal::too_many_attributes(most));
    }
    Ok(())
}

/// The name of an event as it is kept: both signs stand for something else in Intercom's own store.
pub(crate) fn event_name(name: &str) -> String {
    name.replace(['.', '$'], "-")
}

pub(crate) fn event_metadata(metadata: &Object) -> Result<(), Refusal> {
    if metadata.len() > MOST_METADATA {
        return Err(Refusal::invalid("metadata", format!("metadata has at most {MOST_METADATA} keys")));
    }
    Ok(())
}

/// A name that must not be blank.
pub(crate) fn name(key: &str, name: &str) -> Result<(), Refusal> {
    if name.trim().is_empty() {
        return Err(Refusal::missing_parameter(key, format!("{key} is blank")));
    }
    text(key, name)
}

/// Where notifications go.
pub(crate) fn webhook_url(url: &str) -> Result<(), Refusal> {
    let sound = url
        .parse::<http::Uri>()
        .is_ok_and(|url| matches!(url.scheme_str(), Some("http" | "https")) && url.authority().is_some_and(is_place));
    if sound { Ok(()) } else { Err(Refusal::invalid("url", "url must be an http or https address".to_owned())) }
}

/// Whether there is a host, and a port that is one where there is any.
pub(crate) fn is_place(authority: &http::uri::Authority) -> bool {
    let host = authority.host();
    !host.is_empty() && (authority.as_str().ends_with(host) || authority.port_u16().is_some_and(|port| port > 0))
}

/// Topics that the spec knows: a misspelt one would never be told of.
pub(crate) fn topics(topics: &[String]) -> Result<(), Refusal> {
    if topics.is_empty() {
        return Err(Refusal::invalid("topics", "topics is empty".to_owned()));
    }
    match topics.iter().find(|topic| matches!(WebhookTopic::from(topic.as_str()), WebhookTopic::Other(_))) {
        Some(unknown) => Err(Refusal::invalid("topics", format!("there is no topic `{}`", unknown.escape_debug()))),
        None => Ok(()),
    }
}

/// What the items of a bulk job are.
pub(crate) fn job_kind(kind: &str) -> Result<(), Refusal> {
    if matches!(kind, "user" | "contact" | "event") {
        return Ok(());
    }
    Err(Refusal::invalid("kind", format!("there are no jobs of `{}`: user, contact, event", kind.escape_debug())))
}
