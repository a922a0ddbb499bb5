//! Visitors: people whom only the messenger knows. They come from the seed data.

use super::find::Naming;
use super::{attributes, convert, leads, people};
use crate::engine::{Call, Handled, Members, Refusal};
use crate::state::records::{Object, Person, PersonKind};

const VISITOR: &[PersonKind] = &[PersonKind::Visitor];

/// `GET /visitors` by user id.
pub(crate) fn get(call: &mut Call<'_>) -> Handled {
    let user_id = call.query("user_id");
    let user_id =
        user_id.ok_or_else(|| Refusal::missing_parameter("user_id", "a visitor is named by it".to_owned()))?;
    people::show_one(call, &Naming::user_id(user_id), VISITOR)
}

/// `GET /visitors/{id}`.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    people::show_one(call, &Naming::id(call.segment(0)), VISITOR)
}

/// `PUT /visitors`; an email makes a lead of the visitor.
pub(crate) fn update(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let known = Naming { email: None, ..Naming::read(body)? }.one(call.world, VISITOR)?.clone();
    store(call, body, known)
}

/// `PUT /visitors/{id}`, of SDKs.
pub(crate) fn update_by_id(call: &mut Call<'_>) -> Handled {
    let known = Naming::id(call.segment(0)).one(call.world, VISITOR)?.clone();
    let body = call.body();
    store(call, body, known)
}

fn store(call: &mut Call<'_>, body: &Object, mut visitor: Person) -> Handled {
    let email = attributes::email(body)?;
    attributes::person(body, call.now, &mut visitor)?;
    visitor.signed_up_at = None;
    let id = visitor.id.clone();
    people::store(call, visitor, false)?;
    if email.is_some() {
        into_lead(call, &id);
        call.world.people.change(&id, |person| person.email = email);
        people::raise(call, "contact.added_email", &id);
    }
    people::show(call, &id)
}

/// A visitor becomes a lead and keeps all ids.
pub(crate) fn into_lead(call: &mut Call<'_>, id: &str) {
    let now = call.now;
    let changed = call.world.people.change(id, |person| {
        if person.kind == PersonKind::Visitor {
            person.kind = PersonKind::Lead;
            person.pseudonym.get_or_insert_with(|| leads::pseudonym(&person.id));
            person.updated_at = now;
            return true;
        }
        false
    });
    if changed == Some(true) {
        people::raise(call, "contact.created", id);
    }
}

/// `DELETE /visitors` by user id, and `DELETE /visitors/{id}`.
pub(crate) fn delete(call: &mut Call<'_>) -> Handled {
    people::delete(call, VISITOR)
}

/// `POST /visitors/convert`: to a lead or to a user, a new one or one that is there.
pub(crate) fn convert(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let visitor = body.object("visitor")?;
    let visitor = visitor.ok_or_else(|| Refusal::missing_parameter("visitor", "the visitor is missing".to_owned()))?;
    let visitor = Naming::read(visitor)?.one(call.world, VISITOR)?.clone();
    let id = match body.text("type")?.as_deref() {
        Some("lead") => {
            let lead = match body.object("contact")? {
                Some(contact) => Naming::read(contact)?,
                None => Naming::default(),
            };
            let known = lead.all(call.world, &[PersonKind::Lead]).first().map(|lead| lead.id.clone());
            match known {
                Some(id) => {
                    convert::merge(call, &visitor, &id);
                    id
                }
                None => {
                    into_lead(call, &visitor.id);
                    visitor.id.clone()
                }
            }
        }
        Some("user") => {
            let user = body.object("user")?;
            let user = user.ok_or_else(|| Refusal::missing_parameter("user", "the user is missing".to_owned()))?;
            let user = Naming::of_user(user)?;
            if user.is_empty() {
                return Err(Refusal::missing_parameter("user.user_id", "the user is not named".to_owned()));
            }
            convert::into_user(call, &visitor, user)?
        }
        _ => return Err(Refusal::invalid("type", "type must be lead or user".to_owned())),
    };
    people::show(call, &id)
}
