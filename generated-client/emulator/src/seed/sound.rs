//! Whether the values of seed data are such as the API takes: asked of the API's own rules, so that none is written twice.

use super::data::{CompanySeed, EventSeed, PersonSeed, SeedData, SubscriptionSeed, TagSeed};
use crate::api::rules;
use crate::engine::Refusal;
use crate::state::records::Object;

type Sound = Result<(), Refusal>;

/// The first value that the API would not take, with its list and the number of its entry.
pub(super) fn check(data: &SeedData) -> Result<(), String> {
    each("admins", &data.admins, |admin| rules::email(&admin.email).map(drop))?;
    each("tags", &data.tags, |tag| match tag {
        TagSeed::Name(name) | TagSeed::Whole { name, .. } => rules::name("name", name),
    })?;
    each("segments", &data.segments, |segment| {
        times(&[("created_at", segment.created_at), ("updated_at", segment.updated_at)])?;
        match segment.rules.iter().find_map(|rule| rule.problem()) {
            Some(problem) => Err(Refusal::invalid("rules", problem)),
            None => Ok(()),
        }
    })?;
    each("companies", &data.companies, company)?;
    each("users", &data.users, |user| match (&user.id, &user.user_id, &user.email) {
        (None, None, None) => Err(Refusal::missing_parameter("user_id", "a user has a user_id or an email".to_owned())),
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

fn each<T>(list: &str, entries: &[T], sound: impl Fn(&T) -> Sound) -> Result<(), String> {
    for (position, entry) in entries.iter().enumerate() {
        sound(entry).map_err(|refusal| format!("{list}, entry {}: {}", position + 1, refusal.first().1))?;
    }
    Ok(())
}

fn times(times: &[(&str, Option<i64>)]) -> Sound {
    times.iter().filter_map(|(key, time)| Some((key, (*time)?))).try_for_each(|(key, time)| rules::time(key, time))
}

fn texts(texts: &[(&str, &Option<String>)]) -> Sound {
    texts
        .iter()
        .filter_map(|(key, text)| Some((key, text.as_ref()?)))
        .try_for_each(|(key, text)| rules::text(key, text))
}

fn company(seed: &CompanySeed) -> Sound {
    if let (None, None, None) = (&seed.id, &seed.company_id, &seed.name) {
        return Err(Refusal::missing_parameter("company_id", "a company has a company_id or a name".to_owned()));
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
    rules::custom(&seed.custom_attributes, rules::MOST_OF_A_COMPANY, &mut Object::new())
}

fn person(seed: &PersonSeed) -> Sound {
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
    rules::custom(&seed.custom_attributes, rules::MOST_OF_A_PERSON, &mut Object::new())
}

fn event(seed: &EventSeed) -> Sound {
    rules::name("event_name", &seed.event_name)?;
    times(&[("created_at", seed.created_at)])?;
    rules::event_metadata(&seed.metadata)
}

fn subscription(seed: &SubscriptionSeed) -> Sound {
    rules::webhook_url(&seed.url)?;
    rules::topics(&seed.topics)?;
    for sent in &seed.sent {
        rules::topics(std::slice::from_ref(&sent.topic))?;
        times(&[("created_at", sent.created_at)])?;
    }
    Ok(())
}
