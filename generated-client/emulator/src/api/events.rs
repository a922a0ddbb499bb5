//! Events of users and leads.

use crate::api::attributes;
use crate::api::list::{link, positive};
use crate::api::person_selector::{PersonSelector, USERS_AND_LEADS};
use crate::api::query::flag;
use crate::api::views::event::event_view;
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::records::person::{Event, Person};
use crate::workspace::{event_metadata, rules};
use http::StatusCode;
use serde::Serialize;
use std::collections::BTreeMap;

/// Lists contain events of this time.
const MAX_AGE_SECONDS: i64 = 90 * 86_400;

/// `POST /events`: responds with 202 and no body.
pub fn submit(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    save(call, body)?;
    Ok(ApiResponse::empty(StatusCode::ACCEPTED))
}

fn save(call: &mut Call<'_>, body: &JsonObject) -> Result<(), ApiError> {
    let name = body.string("event_name")?.filter(|name| !name.is_empty());
    let name = name.ok_or_else(|| ApiError::missing_parameter("event_name", "event_name is missing"))?;
    let name = rules::event_name(&name);
    let created_at = attributes::time(body, "created_at")?.unwrap_or(call.now);
    let metadata = body.object("metadata")?.cloned().unwrap_or_default();
    event_metadata::check(&metadata)?;
    let person = PersonSelector::read(body)?.one(call.workspace, USERS_AND_LEADS)?.id.clone();
    let event = Event { id: call.workspace.ids.uuid(), event_name: name, created_at, metadata };
    let now = call.now;
    let added = call.workspace.people.change(&person, |person| {
        // Submitted twice, an event counts once.
        let is_known = |known: &Event| {
            known.created_at == event.created_at && known.event_name.eq_ignore_ascii_case(&event.event_name)
        };
        if person.events.iter().any(is_known) {
            return false;
        }
        person.add_event(event.clone());
        // Never later than now, even if the event is.
        person.last_request_at = person.last_request_at.max(Some(event.created_at.min(now)));
        true
    });
    if added == Some(true)
        && let Some(person) = call.workspace.people.get(&person)
    {
        let item = call.webhook_item(&event_view(person, &event));
        call.emit_event(item, event.event_name);
    }
    Ok(())
}

/// An item of a bulk job.
pub fn bulk(call: &mut Call<'_>, method: &str, data: &JsonObject) -> Result<(), ApiError> {
    if method != "post" {
        return Err(ApiError::invalid_parameter("method", "events accept only the method post"));
    }
    save(call, data)
}

/// `GET /events` of one person: the events of the last 90 days, newest first, or a summary of all.
pub fn list(call: &mut Call<'_>) -> HandlerResult {
    match call.query("type") {
        Some("user") => {}
        Some(_) => return Err(ApiError::invalid_parameter("type", "type must be user")),
        None => return Err(ApiError::missing_parameter("type", "type=user is missing")),
    }
    let selector = PersonSelector::of_query(call, &["intercom_user_id"]);
    let person = selector.one(call.workspace, USERS_AND_LEADS)?;
    if flag(call, "summary")? == Some(true) { summary(person) } else { page(call, person) }
}

/// A page of events. Pages have no numbers: the next page starts after the last event.
#[derive(Serialize)]
struct EventList<T> {
    #[serde(rename = "type")]
    kind: &'static str,
    events: Vec<T>,
    pages: EventPages,
}

#[derive(Serialize)]
struct EventPages {
    #[serde(rename = "type")]
    kind: &'static str,
    next: Option<String>,
}

fn page(call: &Call<'_>, person: &Person) -> HandlerResult {
    const MAX_PER_PAGE: usize = 100;
    let per_page = positive(call, "per_page")?.unwrap_or(50);
    if per_page > MAX_PER_PAGE {
        return Err(ApiError::invalid_parameter("per_page", format!("per_page is too big: at most {MAX_PER_PAGE}")));
    }
    let oldest = call.now.saturating_sub(MAX_AGE_SECONDS);
    let events = person.events.iter().rev().filter(|event| event.created_at > oldest);
    // The cursor is the id of the last returned event.
    let mut events: Vec<&Event> = match call.query("before") {
        Some(before) => {
            events.skip_while(|event| event.id != before).skip(1).take(per_page.saturating_add(1)).collect()
        }
        None => events.take(per_page.saturating_add(1)).collect(),
    };
    let has_more = events.len() > per_page;
    events.truncate(per_page);
    let next = events.last().filter(|_| has_more);
    let next = next.map(|last| link(call, &[("per_page", &per_page.to_string()), ("before", &last.id)]));
    let shown: Vec<_> = events.into_iter().map(|event| event_view(person, event)).collect();
    let pages = EventPages { kind: "pages", next };
    ApiResponse::json(&EventList { kind: "event.list", events: shown, pages })
}

#[derive(Serialize)]
struct Summary<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    email: Option<&'a str>,
    user_id: Option<&'a str>,
    intercom_user_id: &'a str,
    events: Vec<NameSummary<'a>>,
}

#[derive(Serialize)]
struct NameSummary<'a> {
    name: &'a str,
    first: String,
    last: String,
    count: usize,
    description: Option<()>,
}

fn summary(person: &Person) -> HandlerResult {
    let mut by_name: BTreeMap<&str, (i64, i64, usize)> = BTreeMap::new();
    for event in &person.events {
        let entry = by_name.entry(&event.event_name).or_insert((event.created_at, event.created_at, 0));
        *entry = (entry.0.min(event.created_at), entry.1.max(event.created_at), entry.2.saturating_add(1));
    }
    let events = by_name.into_iter().map(|(name, (first, last, count))| NameSummary {
        name,
        first: date(first),
        last: date(last),
        count,
        description: None,
    });
    ApiResponse::json(&Summary {
        kind: "event.summary",
        email: person.email.as_deref(),
        user_id: person.user_id.as_deref(),
        intercom_user_id: &person.id,
        events: events.collect(),
    })
}

/// Summaries have dates, where everything else has seconds.
fn date(seconds: i64) -> String {
    match jiff::Timestamp::from_second(seconds) {
        Ok(time) => time.strftime("%Y-%m-%dT%H:%M:%S.000Z").to_string(),
        Err(_) => seconds.to_string(),
    }
}
