//! Validates the values of seed data with the rules of the API.

use super::data::{CompanySeed, EventSeed, PersonSeed, SeedData, SubscriptionSeed, TagSeed};
use crate::json::JsonObject;
use crate::workspace::event_metadata;
use crate::workspace::rules::{self, Check};

/// Reports the first value that the API would reject, with its list and the number of its entry.
pub fn validate(data: &SeedData) -> Result<(), String> {
    each("admins", &data.admins, |admin| rules::email(&admin.email).map(drop))?;
    each("tags", &data.tags, |tag| match tag {
        TagSeed::Name(name) | TagSeed::Record { name, .. } => rules::name("name", name),
    })?;
    each("segments", &data.segments, |segment| {
        times(&[("created_at", segment.created_at), ("updated_at", segment.updated_at)])?;
        match segment.rules.iter().find_map(|rule| rule.problem()) {
            Some(problem) => rules::invalid("rules", problem),
            None => Ok(()),
        }
    })?;
    each("companies", &data.companies, company)?;
    each("users", &data.users, |user| match (&user.id, &user.user_id, &user.email) {
        (None, None, None) => rules::missing("user_id", "a user needs a user_id or an email"),
        _ => Ok(()),
    })?;
    for (list, people) in [("users", &data.users), ("leads", &data.leads), ("visitors", &data.visitors)] {
        each(list, people, person)?;
    }
    each("notes", &data.notes, |note| times(&[("created_at", note.created_at)]))?;
    each("events", &data.events, event)?;
    each("conversations", &data.conversations, |conversation| {
        times(&[("created_at", conversation.created_at)])?;
        conversation.parts.iter().try_for_each(|part| times(&[("created_at", part.created_at)]))
    })?;
    each("subscriptions", &data.subscriptions, subscription)?;
    each("jobs", &data.jobs, |job| {
        rules::job_kind(&job.kind)?;
        times(&[("created_at", job.created_at)])
    })
}

fn each<T>(list: &str, entries: &[T], check: impl Fn(&T) -> Check) -> Result<(), String> {
    for (number, entry) in (1_usize..).zip(entries) {
        check(entry).map_err(|violation| format!("{list}, entry {number}: {}", violation.message))?;
    }
    Ok(())
}

fn times(times: &[(&str, Option<i64>)]) -> Check {
    times.iter().filter_map(|(key, time)| Some((key, (*time)?))).try_for_each(|(key, time)| rules::time(key, time))
}

fn texts(texts: &[(&str, &Option<String>)]) -> Check {
    texts
        .iter()
        .filter_map(|(key, text)| Some((key, text.as_ref()?)))
        .try_for_each(|(key, text)| rules::text(key, text))
}

fn company(seed: &CompanySeed) -> Check {
    if let (None, None, None) = (&seed.id, &seed.company_id, &seed.name) {
        return rules::missing("company_id", "a company needs a company_id or a name");
    }
    seed.company_id.as_deref().map_or(Ok(()), |id| rules::name("company_id", id))?;
    texts(&[
        ("company_id", &seed.company_id),
        ("name", &seed.name),
        ("plan", &seed.plan),
        ("website", &seed.website),
        ("industry", &seed.industry),
    ])?;
    times(&[
        ("remote_created_at", seed.remote_created_at),
        ("created_at", seed.created_at),
        ("updated_at", seed.updated_at),
        ("last_request_at", seed.last_request_at),
    ])?;
    for (key, amount) in [("monthly_spend", seed.monthly_spend), ("size", seed.size)] {
        amount.map_or(Ok(()), |amount| rules::amount(key, amount))?;
    }
    custom_attributes(&seed.custom_attributes, rules::MAX_COMPANY_ATTRIBUTES)
}

fn person(seed: &PersonSeed) -> Check {
    seed.email.as_deref().map(rules::email).transpose()?;
    seed.user_id.as_deref().map_or(Ok(()), |id| rules::name("user_id", id))?;
    texts(&[
        ("user_id", &seed.user_id),
        ("phone", &seed.phone),
        ("name", &seed.name),
        ("last_seen_ip", &seed.last_seen_ip),
    ])?;
    times(&[
        ("last_request_at", seed.last_request_at),
        ("created_at", seed.created_at),
        ("remote_created_at", seed.remote_created_at),
        ("signed_up_at", seed.signed_up_at),
        ("updated_at", seed.updated_at),
    ])?;
    custom_attributes(&seed.custom_attributes, rules::MAX_PERSON_ATTRIBUTES)
}

fn custom_attributes(given: &JsonObject, max: usize) -> Check {
    rules::merge_custom_attributes(given, max, &mut JsonObject::new())
}

fn event(seed: &EventSeed) -> Check {
    rules::name("event_name", &seed.event_name)?;
    times(&[("created_at", seed.created_at)])?;
    event_metadata::check(&seed.metadata)
}

fn subscription(seed: &SubscriptionSeed) -> Check {
    rules::webhook_url(&seed.url)?;
    rules::topics(&seed.topics)?;
    for sent in &seed.sent {
        rules::topics(std::slice::from_ref(&sent.topic))?;
        times(&[("created_at", sent.created_at)])?;
    }
    Ok(())
}
