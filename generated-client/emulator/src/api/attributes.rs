//! Attributes that requests set, and their limits.

use super::rules;
use crate::engine::{Members, Refusal};
use crate::json::as_object;
use crate::state::World;
use crate::state::records::{Company, Object, Person};

/// A text of at most 255 characters.
pub(crate) fn short_text(object: &Object, key: &str) -> Result<Option<String>, Refusal> {
    let text = object.text(key)?;
    text.as_deref().map_or(Ok(()), |text| rules::text(key, text))?;
    Ok(text)
}

/// An id of the caller's own, of at most 255 characters; a blank one is none.
pub(crate) fn short_name(object: &Object, key: &str) -> Result<Option<String>, Refusal> {
    Ok(short_text(object, key)?.filter(|name| !name.trim().is_empty()))
}

/// Unix seconds.
pub(crate) fn time(object: &Object, key: &str) -> Result<Option<i64>, Refusal> {
    let time = object.integer(key)?;
    time.map_or(Ok(()), |time| rules::time(key, time))?;
    Ok(time)
}

/// A whole number that counts something.
fn amount(object: &Object, key: &str) -> Result<Option<i64>, Refusal> {
    let amount = object.integer(key)?;
    amount.map_or(Ok(()), |amount| rules::amount(key, amount))?;
    Ok(amount)
}

/// An email address, in lower case.
pub(crate) fn email(object: &Object) -> Result<Option<String>, Refusal> {
    object.text("email")?.as_deref().map(rules::email).transpose()
}

/// Sets custom attributes; those that are not named stay.
fn custom(object: &Object, most: usize, attributes: &mut Object) -> Result<(), Refusal> {
    object.object("custom_attributes")?.map_or(Ok(()), |given| rules::custom(given, most, attributes))
}

/// Sets what a request says of a person, but neither what names the person nor the companies.
pub(crate) fn person(object: &Object, now: i64, person: &mut Person) -> Result<(), Refusal> {
    if let Some(phone) = short_text(object, "phone")? {
        person.phone = Some(phone);
    }
    if let Some(name) = short_text(object, "name")? {
        person.name = Some(name);
    }
    if let Some(address) = short_text(object, "last_seen_ip")? {
        person.last_seen_ip = Some(address);
    }
    if let Some(agent) = object.text("last_seen_user_agent")? {
        person.user_agent_data = Some(agent);
    }
    if let Some(image) = object.object("avatar")?.map(|avatar| avatar.text("image_url")).transpose()?.flatten() {
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
    if let Some(owner) = object.text("owner_id")? {
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
    custom(object, rules::MOST_OF_A_PERSON, &mut person.custom_attributes)?;
    person.updated_at = now;
    Ok(())
}

/// Sets what a request says of a company, but its own ids.
pub(crate) fn company(object: &Object, now: i64, company: &mut Company) -> Result<(), Refusal> {
    if let Some(name) = short_text(object, "name")? {
        company.name = Some(name);
    }
    // Read as an object, so that what was read can be sent back.
    let plan = match object.member("plan").and_then(as_object) {
        Some(plan) => short_text(plan, "name")?,
        None => short_text(object, "plan")?,
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
    if let Some(website) = short_text(object, "website")? {
        company.website = Some(website);
    }
    if let Some(industry) = short_text(object, "industry")? {
        company.industry = Some(industry);
    }
    if let Some(time) = time(object, "remote_created_at")? {
        company.remote_created_at = Some(time);
    }
    if let Some(time) = time(object, "last_request_at")? {
        company.last_request_at = Some(time);
    }
    custom(object, rules::MOST_OF_A_COMPANY, &mut company.custom_attributes)?;
    company.updated_at = now;
    Ok(())
}

/// A change to the companies of a person, checked and not yet made.
pub(crate) enum Membership {
    /// Joins this company, new or changed; a new one has no id.
    Joins(Box<Company>),
    /// Leaves the company of this id.
    Leaves(String),
}

/// Reads the `companies` of a person. Nothing is changed yet: a list is taken as a whole or not at all.
pub(crate) fn memberships(world: &World, object: &Object, now: i64) -> Result<Vec<Membership>, Refusal> {
    let mut changes: Vec<Membership> = Vec::new();
    for given in object.objects("companies")?.unwrap_or_default() {
        let change = membership(world, &changes, given, now)?;
        changes.push(change);
    }
    Ok(changes)
}

fn membership(world: &World, before: &[Membership], given: &Object, now: i64) -> Result<Membership, Refusal> {
    let company_id = given.name("company_id")?;
    let known = super::companies::named(world, given)?;
    if given.boolean("remove")? == Some(true) {
        let known = known.ok_or_else(|| Refusal::no("Company"))?;
        return Ok(Membership::Leaves(known.id.clone()));
    }
    if known.is_none() && company_id.is_none() {
        // Intercom's own id makes no company, and neither does nothing.
        if given.member("id").is_some() {
            return Err(Refusal::no("Company"));
        }
        if given.member("name").is_none() {
            let message = "a company is named by company_id".to_owned();
            return Err(Refusal::missing_parameter("companies.company_id", message));
        }
    }
    // One that is named twice has what both say of it.
    let is_same = |other: &Company| match known {
        Some(known) => other.id == known.id,
        None => company_id.is_some() && other.company_id == company_id,
    };
    let earlier = before.iter().rev().find_map(|change| match change {
        Membership::Joins(other) if is_same(other) => Some(&**other),
        _ => None,
    });
    Ok(Membership::Joins(Box::new(super::companies::prepare(earlier.or(known), given, now)?)))
}
