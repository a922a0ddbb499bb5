//! Converts leads and visitors to users, or merges them into existing people.

use crate::api::person_selector::PersonSelector;
use crate::api::users;
use crate::api::views::person::person_item;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::workspace::model::Workspace;
use crate::workspace::records::conversation::Author;
use crate::workspace::records::person::{Person, PersonKind};
use std::collections::HashSet;

const USER: &[PersonKind] = &[PersonKind::User];

/// Converts a person to a user, or merges the person into the existing user. Without an email in the request, the person's own
/// email selects the user.
pub fn into_user(call: &mut Call<'_>, person: &Person, given: PersonSelector) -> Result<String, ApiError> {
    let email = given.email.clone().or_else(|| person.email.clone());
    let selector = PersonSelector { id: given.id, user_id: given.user_id.clone(), email };
    let known = users::find_existing(call.workspace, &selector, USER)?;
    // Nothing fails from here on. The notification has the person as before the conversion.
    let signed_up = call.webhook_item(&person_item(call.workspace, call.version, person));
    let id = known.as_ref().map_or_else(|| person.id.clone(), |known| known.id.clone());
    if known.is_some() {
        merge(call, person, &id);
    }
    let (is_new, now) = (known.is_none(), call.now);
    call.workspace.people.change(&id, |user| {
        if is_new {
            user.kind = PersonKind::User;
            // The generated one.
            user.user_id = None;
            user.pseudonym = None;
            user.signed_up_at = Some(now);
            user.updated_at = now;
        }
        user.user_id = given.user_id.or(user.user_id.take());
        user.email = given.email.or(user.email.take());
    });
    let topic = if person.kind == PersonKind::Visitor { "visitor.signed_up" } else { "contact.signed_up" };
    call.emit(topic, signed_up);
    Ok(id)
}

/// Moves everything of one person to another, and removes the first one.
pub fn merge(call: &mut Call<'_>, from: &Person, into: &str) {
    let now = call.now;
    move_records(call.workspace, &from.id, into);
    call.workspace.people.remove(&from.id);
    call.workspace.people.change(into, |person| {
        merge_attributes(person, from.clone());
        person.updated_at = now;
    });
}

/// Moves notes and conversations.
fn move_records(workspace: &mut Workspace, from: &str, into: &str) {
    for note in workspace.notes.iter_mut().filter(|note| note.person == from) {
        into.clone_into(&mut note.person);
    }
    for id in workspace.conversations.ids_of(from) {
        workspace.conversations.change(&id, |conversation| {
            into.clone_into(&mut conversation.person);
            let authors = conversation.parts.iter_mut().map(|part| &mut part.author);
            for author in authors.chain([&mut conversation.message.author]) {
                if matches!(author, Author::Person(id) if id == from) {
                    *author = Author::Person(into.to_owned());
                }
            }
        });
    }
}

/// A person keeps their own attributes and gets those that they lack. Names all members, so that a new one is not forgotten
/// here.
fn merge_attributes(person: &mut Person, from: Person) {
    let Person {
        kind: _,
        id: _,
        // Identifies a person of another kind.
        user_id: _,
        email,
        phone,
        name,
        pseudonym: _,
        avatar,
        companies,
        location_data,
        last_request_at,
        last_seen_ip,
        created_at: _,
        remote_created_at,
        signed_up_at,
        updated_at: _,
        session_count,
        unsubscribed_from_emails,
        user_agent_data,
        tags,
        custom_attributes,
        owner_id,
        events,
    } = from;
    fill(&mut person.email, email);
    fill(&mut person.phone, phone);
    fill(&mut person.name, name);
    fill(&mut person.avatar, avatar);
    fill(&mut person.location_data, location_data);
    fill(&mut person.last_seen_ip, last_seen_ip);
    fill(&mut person.remote_created_at, remote_created_at);
    fill(&mut person.signed_up_at, signed_up_at);
    fill(&mut person.user_agent_data, user_agent_data);
    fill(&mut person.owner_id, owner_id);
    join(&mut person.companies, companies);
    join(&mut person.tags, tags);
    for (key, value) in custom_attributes {
        person.custom_attributes.entry(key).or_insert(value);
    }
    // Either of them may have unsubscribed.
    person.unsubscribed_from_emails |= unsubscribed_from_emails;
    person.last_request_at = person.last_request_at.max(last_request_at);
    person.session_count = person.session_count.saturating_add(session_count);
    person.events.extend(events);
    person.events.sort_by(|a, b| (a.created_at, &a.event_name).cmp(&(b.created_at, &b.event_name)));
    // An event that was submitted for both counts once.
    person.events.dedup_by(|a, b| (a.created_at, &a.event_name) == (b.created_at, &b.event_name));
}

fn fill<T>(own: &mut Option<T>, other: Option<T>) {
    if own.is_none() {
        *own = other;
    }
}

fn join(own: &mut Vec<String>, others: Vec<String>) {
    let known: HashSet<String> = own.iter().cloned().collect();
    own.extend(others.into_iter().filter(|other| !known.contains(other)));
}
