//! What users, leads and visitors have in common.

use super::attributes::Membership;
use super::find::Naming;
use super::list::{Limits, List, PageQuery};
use super::{companies, scroll, views};
use crate::engine::{Call, Handled, Refusal, Reply};
use crate::state::people::{Place, SortKey};
use crate::state::records::{Object, Person, PersonKind, SegmentOf};
use std::sync::Arc;

pub(crate) fn show(call: &Call<'_>, id: &str) -> Handled {
    let person = call.world.people.get(id).ok_or_else(|| Refusal::no("User"))?;
    Reply::json(&views::person(call.world, call.version, person))
}

/// Answers the one person of these kinds that is so named.
pub(crate) fn show_one(call: &Call<'_>, naming: &Naming, kinds: &[PersonKind]) -> Handled {
    Reply::json(&views::person(call.world, call.version, naming.one(call.world, kinds)?))
}

/// Puts a new person into the workspace, or a changed one back.
pub(crate) fn store(call: &mut Call<'_>, person: Person, is_new: bool) -> Result<(), Refusal> {
    if is_new {
        call.world.people.add(person)?;
    } else {
        call.world.people.change(&person.id.clone(), |known| *known = person);
    }
    Ok(())
}

/// Tells subscribers of a person.
pub(crate) fn raise(call: &mut Call<'_>, topic: &'static str, id: &str) {
    let person = call.world.people.get(id);
    let item = person.and_then(|person| call.written(&views::person(call.world, call.version, person)));
    call.raise(topic, item);
}

/// Makes the changes to the companies of a person.
pub(crate) fn join(call: &mut Call<'_>, person: &mut Person, changes: Vec<Membership>) -> Result<(), Refusal> {
    for change in changes {
        match change {
            Membership::Joins(company) => {
                let id = companies::store(call, *company)?;
                if !person.companies.contains(&id) {
                    person.companies.push(id);
                }
            }
            Membership::Leaves(id) => person.companies.retain(|company| *company != id),
        }
    }
    Ok(())
}

/// A list of all who have an address or a number.
pub(crate) fn all(call: &Call<'_>, found: Vec<&Person>, kind: &'static str, key: &'static str) -> Handled {
    let query = PageQuery::read(call, Limits::PEOPLE)?;
    let total = found.len();
    let shown = query.cut(found.into_iter()).into_iter();
    let shown = shown.map(|person| views::person(call.world, call.version, person)).collect();
    let mut list = List::new(kind, key, shown).pages(query.pages(call, total)).total(total);
    list.limited = Some(false);
    Reply::json(&list)
}

/// A page of a kind: of all, or of those with a tag, in a segment, or made in the last days.
pub(crate) fn page(call: &mut Call<'_>, kind: PersonKind, list: &'static str, key: &'static str) -> Handled {
    let query = PageQuery::read(call, Limits::PEOPLE)?;
    let ascending = super::order(call, "order")?.unwrap_or(false);
    let by = match call.query("sort") {
        None | Some("created_at") => SortKey::Created,
        Some("last_request_at") => SortKey::LastRequest,
        Some("signed_up_at") => SortKey::SignedUp,
        Some("updated_at") => SortKey::Updated,
        Some(_) => {
            let known = "sort must be one of created_at, last_request_at, signed_up_at, updated_at";
            return Err(Refusal::invalid("sort", known.to_owned()));
        }
    };
    let (tag, segment) = super::narrowed(call)?;
    let segment = match segment {
        Some(id) => {
            let segment = call.world.segments.get(id).filter(|segment| segment.of != SegmentOf::Company);
            Some(segment.ok_or_else(|| Refusal::no("Segment"))?.clone())
        }
        None => None,
    };
    let since = match super::list::positive(call, "created_since")? {
        Some(days) => Some(call.now.saturating_sub(i64::try_from(days).unwrap_or(i64::MAX).saturating_mul(86_400))),
        None => None,
    };
    let filtered = tag.is_some() || segment.is_some();
    let sorted = if filtered {
        // Of tags and segments, leads may be among the users.
        let mut keyed: Vec<_> = call
            .world
            .people
            .entries()
            .filter(|(_, person)| person.kind == kind || (kind == PersonKind::User && person.kind == PersonKind::Lead))
            .filter(|(_, person)| tag.is_none_or(|tag| person.tags.iter().any(|id| id == tag)))
            .filter(|(_, person)| {
                segment
                    .as_ref()
                    .is_none_or(|segment| segment.is_for(person.kind) && segment.has_person(call.world, person))
            })
            .map(|(seq, person)| (by.of(person), seq))
            .collect();
        keyed.sort_unstable();
        Arc::new(keyed)
    } else {
        call.world.people.sorted(kind, by)
    };
    let world = &*call.world;
    let recent = |(_, seq): &&Place| {
        since.is_none_or(|since| world.people.at(*seq).is_some_and(|person| person.created_at >= since))
    };
    let total = if since.is_some() { sorted.iter().filter(recent).count() } else { sorted.len() };
    let chosen =
        if ascending { query.cut(sorted.iter().filter(recent)) } else { query.cut(sorted.iter().rev().filter(recent)) };
    let people = chosen.into_iter().filter_map(|(_, seq)| world.people.at(*seq));
    let shown = people.map(|person| views::person(world, call.version, person)).collect();
    Reply::json(&List::new(list, key, shown).pages(query.pages(call, total)).total(total))
}

/// The next part of a scroll.
pub(crate) fn scroll(call: &mut Call<'_>, kind: PersonKind, list: &'static str, key: &'static str) -> Handled {
    let scroll = scroll::take(call)?;
    let part: Vec<_> = call
        .world
        .people
        .after(scroll.last)
        .filter(|(_, person)| person.kind == kind)
        .take(scroll::PART)
        .map(|(seq, _)| seq)
        .collect();
    let param = scroll::keep(call, scroll, part.last().copied());
    let people = part.iter().filter_map(|seq| call.world.people.at(*seq));
    let shown = people.map(|person| views::person(call.world, call.version, person)).collect();
    let mut list = List::new(list, key, shown);
    list.scroll_param = Some(param);
    Reply::json(&list)
}

/// Deletes a person by the id in the path or by what the query names, and answers it once more.
pub(crate) fn delete(call: &mut Call<'_>, kinds: &[PersonKind]) -> Handled {
    let naming = match call.path.first() {
        Some(id) => Naming::id(id),
        None => Naming::of_query(call, &["id"]),
    };
    let person = naming.one(call.world, kinds)?.clone();
    let reply = show(call, &person.id);
    forget(call, &person);
    reply
}

/// Takes a person out of the workspace, with all that belongs to no one else.
pub(crate) fn forget(call: &mut Call<'_>, person: &Person) {
    if person.kind == PersonKind::User {
        let item = call.written(&views::person_stub(person));
        call.raise("user.deleted", item);
    }
    let world = &mut *call.world;
    world.people.remove(&person.id);
    let notes = world.notes.iter().filter(|note| note.person == person.id).map(|note| note.id.clone());
    for id in notes.collect::<Vec<_>>() {
        world.notes.remove(&id);
    }
    for id in world.conversations.ids_of(&person.id) {
        world.conversations.remove(&id);
    }
}

/// An item of a bulk job.
pub(crate) fn bulk(
    call: &mut Call<'_>,
    method: &str,
    data: &Object,
    kinds: &[PersonKind],
    save: fn(&mut Call<'_>, &Object) -> Result<String, Refusal>,
) -> Result<(), Refusal> {
    if method == "delete" {
        let person = Naming::read(data)?.one(call.world, kinds)?.clone();
        forget(call, &person);
        return Ok(());
    }
    save(call, data).map(|_| ())
}
