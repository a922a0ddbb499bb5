//! What the handlers of users, leads and visitors share.

use crate::api::list::{Limits, List, PageQuery, positive};
use crate::api::person_selector::PersonSelector;
use crate::api::query::{is_ascending, tag_and_segment_filter};
use crate::api::scroll;
use crate::api::views::person::{person_item, person_stub_view, person_view, render_people};
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::records::label::SegmentOf;
use crate::workspace::records::person::{Person, PersonKind};
use crate::workspace::rendered::RenderedPerson;
use crate::workspace::sorted_people::{SortKey, SortPosition};
use bytes::Bytes;
use std::iter;
use std::sync::Arc;

pub fn show(call: &Call<'_>, id: &str) -> HandlerResult {
    let person = call.workspace.people.get(id).ok_or_else(|| ApiError::not_found("User"))?;
    ApiResponse::json(&person_view(call.workspace, call.version, person))
}

/// Responds with the one person of these kinds that is selected.
pub fn show_one(call: &Call<'_>, selector: &PersonSelector, kinds: &[PersonKind]) -> HandlerResult {
    let person = selector.one(call.workspace, kinds)?;
    let seq = call.workspace.people.seq(&person.id).ok_or_else(|| ApiError::not_found("User"))?;
    let rendered = render_people(call.workspace, call.version, iter::once(seq))?;
    let json = rendered.first().map(RenderedPerson::json).unwrap_or_default();
    Ok(ApiResponse::of_json(Bytes::copy_from_slice(json.as_bytes())))
}

/// Stores a new or a changed person.
pub fn store(call: &mut Call<'_>, person: Person, is_new: bool) -> Result<(), ApiError> {
    if is_new {
        call.workspace.people.add(person)?;
    } else {
        call.workspace.people.change(&person.id.clone(), |known| *known = person);
    }
    Ok(())
}

/// Notifies subscriptions of a person.
pub fn emit(call: &mut Call<'_>, topic: &'static str, id: &str) {
    if call.workspace.subscriptions.is_empty() {
        return;
    }
    let person = call.workspace.people.get(id);
    let item = person.and_then(|person| call.webhook_item(&person_item(call.workspace, call.version, person)));
    call.emit(topic, item);
}

/// A list of the people who were found by email or phone.
pub fn found(call: &Call<'_>, people: Vec<&Person>, kind: &'static str, key: &'static str) -> HandlerResult {
    let query = PageQuery::read(call, Limits::PEOPLE)?;
    let total = people.len();
    let shown = query.slice(people.into_iter()).into_iter();
    let shown = shown.map(|person| person_view(call.workspace, call.version, person)).collect();
    let mut list = List::new(kind, key, shown).pages(query.pages(call, total)).total(total);
    list.limited = Some(false);
    ApiResponse::json(&list)
}

/// A page of a kind: of all, of those with a tag, of those in a segment, or of those created in the last days.
pub fn page(call: &mut Call<'_>, kind: PersonKind, list: &'static str, key: &'static str) -> HandlerResult {
    let query = PageQuery::read(call, Limits::PEOPLE)?;
    let is_ascending = is_ascending(call)?;
    let by = match call.query("sort") {
        None | Some("created_at") => SortKey::Created,
        Some("last_request_at") => SortKey::LastRequest,
        Some("signed_up_at") => SortKey::SignedUp,
        Some("updated_at") => SortKey::Updated,
        Some(_) => {
            let message = "sort must be one of created_at, last_request_at, signed_up_at, updated_at";
            return Err(ApiError::invalid_parameter("sort", message));
        }
    };
    let (tag, segment) = tag_and_segment_filter(call)?;
    let segment = match segment {
        Some(id) => {
            let segment = call.workspace.segments.get(id).filter(|segment| segment.of != SegmentOf::Company);
            Some(segment.ok_or_else(|| ApiError::not_found("Segment"))?.clone())
        }
        None => None,
    };
    let since = match positive(call, "created_since")? {
        Some(days) => Some(call.now.saturating_sub(i64::try_from(days).unwrap_or(i64::MAX).saturating_mul(86_400))),
        None => None,
    };
    let filtered = tag.is_some() || segment.is_some();
    let sorted = if filtered {
        // With a tag or a segment, the list of users includes leads.
        let mut keyed: Vec<_> = call
            .workspace
            .people
            .entries()
            .filter(|(_, person)| person.kind == kind || (kind == PersonKind::User && person.kind == PersonKind::Lead))
            .filter(|(_, person)| tag.is_none_or(|tag| person.tags.iter().any(|id| id == tag)))
            .filter(|(_, person)| {
                segment
                    .as_ref()
                    .is_none_or(|segment| segment.accepts(person.kind) && segment.has_person(call.workspace, person))
            })
            .map(|(seq, person)| (by.of(person), seq))
            .collect();
        keyed.sort_unstable();
        Arc::new(keyed)
    } else {
        call.workspace.people.sorted(kind, by)
    };
    let workspace = &*call.workspace;
    let is_recent = |(_, seq): &&SortPosition| {
        since.is_none_or(|since| workspace.people.at(*seq).is_some_and(|person| person.created_at >= since))
    };
    let total = if since.is_some() { sorted.iter().filter(is_recent).count() } else { sorted.len() };
    let page = if is_ascending {
        query.slice(sorted.iter().filter(is_recent))
    } else {
        query.slice(sorted.iter().rev().filter(is_recent))
    };
    let shown = render_people(workspace, call.version, page.into_iter().map(|(_, seq)| *seq))?;
    list_response(List::new(list, key, shown).pages(query.pages(call, total)).total(total))
}

fn list_response(list: List<RenderedPerson>) -> HandlerResult {
    /// Type, pages and counts.
    const FRAME_BYTES: usize = 512;
    let people: usize = list.items.iter().map(|person| person.json().len().saturating_add(1)).sum();
    ApiResponse::json_of_about(people.saturating_add(FRAME_BYTES), &list)
}

/// A page of the users and leads of a company.
pub fn members_of_company(call: &mut Call<'_>, company: &str) -> HandlerResult {
    let query = PageQuery::read(call, Limits::PEOPLE)?;
    let members = call.workspace.people.of_company(company);
    let total = members.len();
    let people = query.slice(members);
    let shown = render_people(call.workspace, call.version, people.into_iter())?;
    list_response(List::new("user.list", "users", shown).pages(query.pages(call, total)).total(total))
}

/// The next page of a scroll.
pub fn scroll(call: &mut Call<'_>, kind: PersonKind, list: &'static str, key: &'static str) -> HandlerResult {
    let scroll = scroll::open(call)?;
    let page: Vec<_> = call
        .workspace
        .people
        .after(scroll.last)
        .filter(|(_, person)| person.kind == kind)
        .take(scroll::PAGE_SIZE)
        .map(|(seq, _)| seq)
        .collect();
    let param = scroll::advance(call, scroll, page.last().copied());
    let mut list = List::new(list, key, render_people(call.workspace, call.version, page.into_iter())?);
    list.scroll_param = Some(param);
    list_response(list)
}

/// Deletes the person whom the path or the query selects, and responds with the person.
pub fn delete(call: &mut Call<'_>, kinds: &[PersonKind]) -> HandlerResult {
    let selector = match call.path_params.first() {
        Some(id) => PersonSelector::id(id),
        None => PersonSelector::of_query(call, &["id"]),
    };
    let person = selector.one(call.workspace, kinds)?.clone();
    let response = show(call, &person.id);
    remove(call, &person);
    response
}

/// Removes a person with their notes and conversations.
pub fn remove(call: &mut Call<'_>, person: &Person) {
    if person.kind == PersonKind::User {
        let item = call.webhook_item(&person_stub_view(person));
        call.emit("user.deleted", item);
    }
    let workspace = &mut *call.workspace;
    workspace.people.remove(&person.id);
    let notes = workspace.notes.iter().filter(|note| note.person == person.id).map(|note| note.id.clone());
    for id in notes.collect::<Vec<_>>() {
        workspace.notes.remove(&id);
    }
    for id in workspace.conversations.ids_of(&person.id) {
        workspace.conversations.remove(&id);
    }
}

/// An item of a bulk job.
pub fn bulk(
    call: &mut Call<'_>,
    method: &str,
    data: &JsonObject,
    kinds: &[PersonKind],
    save: fn(&mut Call<'_>, &JsonObject) -> Result<String, ApiError>,
) -> Result<(), ApiError> {
    if method == "delete" {
        let person = PersonSelector::read(data)?.one(call.workspace, kinds)?.clone();
        remove(call, &person);
        return Ok(());
    }
    save(call, data).map(|_| ())
}
