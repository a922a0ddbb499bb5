//! Events of users and leads.

use super::find::{Naming, USERS_AND_LEADS};
use super::list::{link, positive};
use super::shape::{Shape, shape};
use super::views;
use super::{attributes, rules};
use crate::engine::{Call, Handled, Members, Refusal, Reply};
use crate::state::records::{Event, Object, Person};
use http::StatusCode;
use serde::Serialize;
use std::collections::BTreeMap;

/// Lists reach back so far.
const REACH: i64 = 90 * 86_400;

/// `POST /events`: 202 without a body.
pub(crate) fn submit(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    save(call, body)?;
    Ok(Reply::empty(StatusCode::ACCEPTED))
}

fn save(call: &mut Call<'_>, body: &Object) -> Result<(), Refusal> {
    let name = body.text("event_name")?.filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| Refusal::missing_parameter("event_name", "event_name is missing".to_owned()))?;
    let name = rules::event_name(&name);
    let created_at = attributes::time(body, "created_at")?.unwrap_or(call.now);
    let metadata = body.object("metadata")?.cloned().unwrap_or_default();
    rules::event_metadata(&metadata)?;
    let person = Naming::read(body)?.one(call.world, USERS_AND_LEADS)?.id.clone();
    let event = Event { id: call.world.ids.uuid(), event_name: name, created_at, metadata };
    let now = call.now;
    let added = call.world.people.change(&person, |person| {
        // Sent twice is sent once.
        let is_known = |known: &Event| {
            known.created_at == event.created_at && known.event_name.eq_ignore_ascii_case(&event.event_name)
        };
        if person.events.iter().any(is_known) {
            return false;
        }
        let place = person.events.partition_point(|known| known.created_at <= event.created_at);
        person.events.insert(place, event.clone());
        // Nobody was seen later than now, whatever the event says.
        person.last_request_at = person.last_request_at.max(Some(event.created_at.min(now)));
        true
    });
    if added == Some(true)
        && let Some(person) = call.world.people.get(&person)
    {
        let item = call.written(&views::event(person, &event));
        call.raise_event(item, event.event_name);
    }
    Ok(())
}

/// An item of a bulk job.
pub(crate) fn bulk(call: &mut Call<'_>, method: &str, data: &Object) -> Result<(), Refusal> {
    if method != "post" {
        return Err(Refusal::invalid("method", "events can only be posted".to_owned()));
    }
    save(call, data)
}

/// `GET /events` of one person: the events of the last 90 days, the newest first, or a summary of all.
pub(crate) fn list(call: &mut Call<'_>) -> Handled {
    match call.query("type") {
        Some("user") => {}
        Some(_) => return Err(Refusal::invalid("type", "type must be user".to_owned())),
        None => return Err(Refusal::missing_parameter("type", "type=user is missing".to_owned())),
    }
    let naming = Naming::of_query(call, &["intercom_user_id"]);
    let person = naming.one(call.world, USERS_AND_LEADS)?;
    if super::flag(call, "summary")? == Some(true) { summary(person) } else { page(call, person) }
}

/// A page of events. It has no number: the next one goes on after the last event.
#[derive(Serialize)]
struct EventList<T> {
    #[serde(rename = "type")]
    kind: &'static str,
    events: Vec<T>,
    pages: Shape,
}

fn page(call: &Call<'_>, person: &Person) -> Handled {
    const MOST_PER_PAGE: usize = 100;
    let per_page = positive(call, "per_page")?.unwrap_or(50);
    if per_page > MOST_PER_PAGE {
        return Err(Refusal::invalid("per_page", format!("per_page is too big: at most {MOST_PER_PAGE}")));
    }
    let oldest = call.now.saturating_sub(REACH);
    let events = person.events.iter().rev().filter(|event| event.created_at > oldest);
    // The cursor is the id of the last event that was given out.
    let mut events: Vec<&Event> = match call.query("before") {
        Some(before) => events.skip_while(|event| event.id != before).skip(1).take(per_page + 1).collect(),
        None => events.take(per_page + 1).collect(),
    };
    let has_more = events.len() > per_page;
    events.truncate(per_page);
    let next = events.last().filter(|_| has_more);
    let next = next.map(|last| link(call, &[("per_page", &per_page.to_string()), ("before", &last.id)]));
    let shown: Vec<_> = events.into_iter().map(|event| views::event(person, event)).collect();
    Reply::json(&EventList { kind: "event.list", events: shown, pages: shape! {"type": "pages", "next": next} })
}

fn summary(person: &Person) -> Handled {
    let mut by_name: BTreeMap<&str, (i64, i64, usize)> = BTreeMap::new();
    for event in &person.events {
        let entry = by_name.entry(&event.event_name).or_insert((event.created_at, event.created_at, 0));
        *entry = (entry.0.min(event.created_at), entry.1.max(event.created_at), entry.2 + 1);
    }
    let events = by_name.into_iter().map(|(name, (first, last, count))| {
        shape! {
            "name": name,
            "first": date(first),
            "last": date(last),
            "count": count,
            "description": None::<&str>,
        }
    });
    Reply::json(&shape! {
        "type": "event.summary",
        "email": person.email.as_deref(),
        "user_id": person.user_id.as_deref(),
        "intercom_user_id": person.id.as_str(),
        "events": events.collect::<Vec<_>>(),
    })
}

/// Summaries have dates where all else has seconds.
fn date(seconds: i64) -> String {
    match jiff::Timestamp::from_second(seconds) {
        Ok(time) => time.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string(),
        Err(_) => seconds.to_string(),
    }
}
