//! Leads and visitors become users, or part of somebody who is there.

use super::find::Naming;
use super::{users, views};
use crate::engine::{Call, Refusal};
use crate::state::World;
use crate::state::records::{Author, Person, PersonKind};

const USER: &[PersonKind] = &[PersonKind::User];

/// Makes a user of somebody: a new one, or part of the one who is meant. Who has no address in the request goes by the own one.
pub(crate) fn into_user(call: &mut Call<'_>, person: &Person, given: Naming) -> Result<String, Refusal> {
    let email = given.email.clone().or_else(|| person.email.clone());
    let sought = Naming { id: given.id, user_id: given.user_id.clone(), email };
    let known = users::meant(call.world, &sought, USER)?;
    // Nothing is refused from here on. Subscribers are told of who signed up, as they were until now.
    let signed_up = call.written(&views::person(call.world, call.version, person));
    let id = known.as_ref().map_or_else(|| person.id.clone(), |known| known.id.clone());
    if known.is_some() {
        merge(call, person, &id);
    }
    let (is_new, now) = (known.is_none(), call.now);
    call.world.people.change(&id, |user| {
        if is_new {
            user.kind = PersonKind::User;
            // The one that was made up.
            user.user_id = None;
            user.pseudonym = None;
            user.signed_up_at = Some(now);
            user.updated_at = now;
        }
        user.user_id = given.user_id.or(user.user_id.take());
        user.email = given.email.or(user.email.take());
    });
    let topic = if person.kind == PersonKind::Visitor { "visitor.signed_up" } else { "contact.signed_up" };
    call.raise(topic, signed_up);
    Ok(id)
}

/// Gives all that one person has to another, and takes the first out of the workspace.
pub(crate) fn merge(call: &mut Call<'_>, from: &Person, into: &str) {
    let now = call.now;
    hand_over(call.world, &from.id, into);
    call.world.people.remove(&from.id);
    call.world.people.change(into, |person| {
        take_over(person, from.clone());
        person.updated_at = now;
    });
}

/// Notes and conversations of one person become those of another.
fn hand_over(world: &mut World, from: &str, into: &str) {
    for note in world.notes.iter_mut().filter(|note| note.person == from) {
        into.clone_into(&mut note.person);
    }
    for id in world.conversations.ids_of(from) {
        world.conversations.change(&id, |conversation| {
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

/// What a person has of their own counts more; what they lack comes from the other. All members are named, so that one that
/// is new is not forgotten here.
fn take_over(person: &mut Person, from: Person) {
    let Person {
        kind: _,
        id: _,
        // Names a person of another kind.
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
    // Who wanted no emails under either name wants none.
    person.unsubscribed_from_emails |= unsubscribed_from_emails;
    person.last_request_at = person.last_request_at.max(last_request_at);
    person.session_count = person.session_count.saturating_add(session_count);
    person.events.extend(events);
    person.events.sort_by(|a, b| (a.created_at, &a.event_name).cmp(&(b.created_at, &b.event_name)));
    // Sent for both, it is still one.
    person.events.dedup_by(|a, b| (a.created_at, &a.event_name) == (b.created_at, &b.event_name));
}

fn fill<T>(own: &mut Option<T>, other: Option<T>) {
    if own.is_none() {
        *own = other;
    }
}

fn join(own: &mut Vec<String>, others: Vec<String>) {
    for other in others {
        if !own.contains(&other) {
            own.push(other);
        }
    }
}
