//! Users: made and changed by the same request, found, listed, deleted.

use super::attributes;
use super::find::{Naming, USERS_AND_LEADS};
use super::list::{Limits, List, PageQuery};
use super::shape::shape;
use super::{people, views};
use crate::engine::{Call, Handled, Members, Refusal, Reply};
use crate::state::World;
use crate::state::records::{Object, Person, PersonKind};

const USER: &[PersonKind] = &[PersonKind::User];

/// `POST /users`.
pub(crate) fn upsert(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let id = save(call, body)?;
    people::show(call, &id)
}

/// The user who is meant, if there is one: by Intercom's id, which is looked up among these kinds, else by user id, else by
/// email. Whatever makes users asks here, so that nobody is there twice.
pub(crate) fn meant(world: &World, user: &Naming, kinds: &[PersonKind]) -> Result<Option<Person>, Refusal> {
    if user.is_empty() {
        return Err(Refusal::missing_parameter("user_id", "a user is named by user_id, email or id".to_owned()));
    }
    let known = match (&user.id, &user.user_id, &user.email) {
        (Some(id), ..) => Some(Naming::id(id).one(world, kinds)?),
        (None, Some(user_id), email) => world.people.by_user_id(PersonKind::User, user_id).or_else(|| {
            // A user who was only known by the address gets the id; one who has another id is somebody else.
            let same_address = world.people.by_email(PersonKind::User, email.as_deref()?);
            same_address.into_iter().find(|user| user.user_id.is_none())
        }),
        (None, None, Some(email)) => match world.people.by_email(PersonKind::User, email).as_slice() {
            [] => None,
            _ => Some(Naming::email(email).one(world, USER)?),
        },
        (None, None, None) => None,
    };
    if let (Some(known), Some(user_id)) = (known, &user.user_id)
        && world.people.by_user_id(known.kind, user_id).is_some_and(|other| other.id != known.id)
    {
        return Err(Refusal::conflict("another user has this user_id"));
    }
    Ok(known.cloned())
}

/// Makes or changes a user; nothing is changed when it is refused.
fn save(call: &mut Call<'_>, body: &Object) -> Result<String, Refusal> {
    let naming = Naming { id: body.name("id")?, ..Naming::of_user(body)? };
    let known = meant(call.world, &naming, USERS_AND_LEADS)?;
    let Naming { user_id, email, .. } = naming;
    let is_new = known.is_none();
    let before = known.as_ref().and_then(|known| known.email.clone());
    let was_subscribed = known.as_ref().is_some_and(|known| !known.unsubscribed_from_emails);
    let now = call.now;
    let mut user = known.unwrap_or_else(|| Person { created_at: now, ..Person::default() });
    // Named by Intercom's id, it may be a lead: one that keeps the user id that was made up, and has not signed up.
    let is_lead = user.kind == PersonKind::Lead;
    if user_id.is_some() && !is_lead {
        user.user_id = user_id;
    }
    if email.is_some() {
        user.email = email;
    }
    attributes::person(body, now, &mut user)?;
    user.signed_up_at = user.signed_up_at.filter(|_| !is_lead);
    let changes = attributes::memberships(call.world, body, now)?;
    // Nothing is refused from here on.
    people::join(call, &mut user, changes)?;
    if is_new {
        user.id = call.world.ids.object();
    }
    let id = user.id.clone();
    let unsubscribed = was_subscribed && user.unsubscribed_from_emails;
    let has_other_email = !is_new && before != user.email;
    people::store(call, user, is_new)?;
    if is_new {
        people::raise(call, "user.created", &id);
    }
    if has_other_email {
        people::raise(call, "user.email.updated", &id);
    }
    if unsubscribed {
        people::raise(call, "user.unsubscribed", &id);
    }
    Ok(id)
}

/// `GET /users`: one user by id or user id, one or a list by email, or a page.
pub(crate) fn get(call: &mut Call<'_>) -> Handled {
    if let Some(naming) = Naming::single(call)? {
        return people::show_one(call, &naming, USER);
    }
    if let Some(email) = call.named("email")? {
        if call.version.lists_by_email() {
            let found = call.world.people.by_email(PersonKind::User, email);
            return people::all(call, found, "user.list", "users");
        }
        return people::show_one(call, &Naming::email(email), USER);
    }
    people::page(call, PersonKind::User, "user.list", "users")
}

/// `GET /users/{id}`: a lead has such an id too.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    people::show_one(call, &Naming::id(call.segment(0)), USERS_AND_LEADS)
}

/// `DELETE /users` by user id or email, and `DELETE /users/{id}`.
pub(crate) fn delete(call: &mut Call<'_>) -> Handled {
    people::delete(call, USER)
}

/// `POST /user_delete_requests`, of SDKs: deletes for good.
pub(crate) fn request_deletion(call: &mut Call<'_>) -> Handled {
    let id = call.body().text("intercom_user_id")?;
    let id = id.ok_or_else(|| Refusal::missing_parameter("intercom_user_id", "a user is named by it".to_owned()))?;
    let person = Naming::id(&id).one(call.world, USERS_AND_LEADS)?.clone();
    people::forget(call, &person);
    let number = call.world.ids.number().parse::<u64>().unwrap_or_default();
    Reply::json(&shape! {"id": number})
}

/// `GET /users/scroll`.
pub(crate) fn scroll(call: &mut Call<'_>) -> Handled {
    people::scroll(call, PersonKind::User, "user.list", "users")
}

/// A page of people who are in a company: users and leads.
pub(crate) fn of_company(call: &mut Call<'_>, company: &str) -> Handled {
    let query = PageQuery::read(call, Limits::PEOPLE)?;
    let members = call.world.people.of_company(company);
    let total = members.len();
    let people = query.cut(members);
    let people = people.into_iter().filter_map(|seq| call.world.people.at(seq));
    let shown = people.map(|person| views::person(call.world, call.version, person)).collect();
    let pages = query.pages(call, total);
    Reply::json(&List::new("user.list", "users", shown).pages(pages).total(total))
}

/// An item of a bulk job.
pub(crate) fn bulk(call: &mut Call<'_>, method: &str, data: &Object) -> Result<(), Refusal> {
    people::bulk(call, method, data, USER, save)
}
