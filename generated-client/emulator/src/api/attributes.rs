//! Reads attributes of people and companies from requests, with their limits.

use crate::json::{JsonObject, as_object};
use crate::protocol::api_error::ApiError;
use crate::protocol::json_object::JsonObjectExt;
use crate::workspace::records::company::Company;
use crate::workspace::records::person::Person;
use crate::workspace::rules;

/// A string of at most 255 characters.
pub fn short_string(object: &JsonObject, key: &str) -> Result<Option<String>, ApiError> {
    let text = object.string(key)?;
    text.as_deref().map_or(Ok(()), |text| rules::text(key, text))?;
    Ok(text)
}

/// An id that the caller chose, of at most 255 characters; a blank one counts as absent.
pub fn short_identifier(object: &JsonObject, key: &str) -> Result<Option<String>, ApiError> {
    Ok(short_string(object, key)?.filter(|name| !name.trim().is_empty()))
}

/// Unix seconds.
pub fn time(object: &JsonObject, key: &str) -> Result<Option<i64>, ApiError> {
    let time = object.integer(key)?;
    time.map_or(Ok(()), |time| rules::time(key, time))?;
    Ok(time)
}

fn amount(object: &JsonObject, key: &str) -> Result<Option<i64>, ApiError> {
    let amount = object.integer(key)?;
    amount.map_or(Ok(()), |amount| rules::amount(key, amount))?;
    Ok(amount)
}

/// An email address, in lower case.
pub fn email(object: &JsonObject) -> Result<Option<String>, ApiError> {
    Ok(object.string("email")?.as_deref().map(rules::email).transpose()?)
}

/// Merges custom attributes; those that are not named stay.
fn custom(object: &JsonObject, max: usize, attributes: &mut JsonObject) -> Result<(), ApiError> {
    let given = object.object("custom_attributes")?;
    Ok(given.map_or(Ok(()), |given| rules::merge_custom_attributes(given, max, attributes))?)
}

/// Sets the attributes of a person, but neither ids and email nor companies.
pub fn set_person(object: &JsonObject, now: i64, person: &mut Person) -> Result<(), ApiError> {
    if let Some(phone) = short_string(object, "phone")? {
        person.phone = Some(phone);
    }
    if let Some(name) = short_string(object, "name")? {
        person.name = Some(name);
    }
    if let Some(address) = short_string(object, "last_seen_ip")? {
        person.last_seen_ip = Some(address);
    }
    if let Some(agent) = object.string("last_seen_user_agent")? {
        person.user_agent_data = Some(agent);
    }
    if let Some(image) = object.object("avatar")?.map(|avatar| avatar.string("image_url")).transpose()?.flatten() {
        person.avatar = Some(image);
    }
    if let Some(time) = time(object, "signed_up_at")? {
        person.signed_up_at = Some(time);
    }
    if let Some(time) = time(object, "remote_created_at")? {
        person.remote_created_at = Some(time);
    }
    if let Some(unsubscribed) = object.boolean("unsubscribed_from_emails")? {
        person.unsubscribed_from_emails = unsubscribed;
    }
    if let Some(owner) = object.string("owner_id")? {
        person.owner_id = Some(owner);
    }
    if let Some(time) = time(object, "last_request_at")? {
        person.last_request_at = Some(time);
    }
    if object.boolean("update_last_request_at")? == Some(true) {
        person.last_request_at = Some(now);
    }
    if object.boolean("new_session")? == Some(true) {
        person.session_count = person.session_count.saturating_add(1);
    }
    custom(object, rules::MAX_PERSON_ATTRIBUTES, &mut person.custom_attributes)?;
    person.updated_at = now;
    Ok(())
}

/// Sets the attributes of a company, but not its ids.
pub fn set_company(object: &JsonObject, now: i64, company: &mut Company) -> Result<(), ApiError> {
    if let Some(name) = short_string(object, "name")? {
        company.name = Some(name);
    }
    // Responses have an object here, and callers may send a response back.
    let plan = match object.non_null("plan").and_then(as_object) {
        Some(plan) => short_string(plan, "name")?,
        None => short_string(object, "plan")?,
    };
    if let Some(plan) = plan {
        company.plan = Some(plan);
    }
    if let Some(spend) = amount(object, "monthly_spend")? {
        company.monthly_spend = Some(spend);
    }
    if let Some(size) = amount(object, "size")? {
        company.size = Some(size);
    }
    if let Some(website) = short_string(object, "website")? {
        company.website = Some(website);
    }
    if let Some(industry) = short_string(object, "industry")? {
        company.industry = Some(industry);
    }
    if let Some(time) = time(object, "remote_created_at")? {
        company.remote_created_at = Some(time);
    }
    if let Some(time) = time(object, "last_request_at")? {
        company.last_request_at = Some(time);
    }
    custom(object, rules::MAX_COMPANY_ATTRIBUTES, &mut company.custom_attributes)?;
    company.updated_at = now;
    Ok(())
}
