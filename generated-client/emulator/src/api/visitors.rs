//! Visitors: anonymous people of the messenger. They come from the seed data.

use crate::api::person_selector::PersonSelector;
use crate::api::{attributes, convert, people};
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::HandlerResult;
use crate::workspace::ids::pseudonym;
use crate::workspace::records::person::{Person, PersonKind};

const VISITOR: &[PersonKind] = &[PersonKind::Visitor];

/// `GET /visitors` by user id.
pub fn get(call: &mut Call<'_>) -> HandlerResult {
    let user_id = call.query("user_id");
    let user_id = user_id.ok_or_else(|| ApiError::missing_parameter("user_id", "user_id is missing"))?;
    people::show_one(call, &PersonSelector::user_id(user_id), VISITOR)
}

/// `GET /visitors/{id}`.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    people::show_one(call, &PersonSelector::id(call.path_param(0)), VISITOR)
}

/// `PUT /visitors`; with an email the visitor becomes a lead.
pub fn update(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let known = PersonSelector { email: None, ..PersonSelector::read(body)? }.one(call.workspace, VISITOR)?.clone();
    store(call, body, known)
}

/// `PUT /visitors/{id}`, used by SDKs.
pub fn update_by_id(call: &mut Call<'_>) -> HandlerResult {
    let known = PersonSelector::id(call.path_param(0)).one(call.workspace, VISITOR)?.clone();
    let body = call.body();
    store(call, body, known)
}

fn store(call: &mut Call<'_>, body: &JsonObject, mut visitor: Person) -> HandlerResult {
    let email = attributes::email(body)?;
    attributes::set_person(body, call.now, &mut visitor)?;
    visitor.signed_up_at = None;
    let id = visitor.id.clone();
    people::store(call, visitor, false)?;
    if email.is_some() {
        into_lead(call, &id);
        call.workspace.people.change(&id, |person| person.email = email);
        people::emit(call, "contact.added_email", &id);
    }
    people::show(call, &id)
}

/// Makes a visitor a lead, who keeps all ids.
pub fn into_lead(call: &mut Call<'_>, id: &str) {
    let now = call.now;
    let changed = call.workspace.people.change(id, |person| {
        if person.kind == PersonKind::Visitor {
            person.kind = PersonKind::Lead;
            person.pseudonym.get_or_insert_with(|| pseudonym(&person.id));
            person.updated_at = now;
            return true;
        }
        false
    });
    if changed == Some(true) {
        people::emit(call, "contact.created", id);
    }
}

/// `DELETE /visitors` by user id, and `DELETE /visitors/{id}`.
pub fn delete(call: &mut Call<'_>) -> HandlerResult {
    people::delete(call, VISITOR)
}

/// `POST /visitors/convert`: to a new or an existing lead or user.
pub fn convert(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let visitor = body.object("visitor")?;
    let visitor = visitor.ok_or_else(|| ApiError::missing_parameter("visitor", "visitor is missing"))?;
    let visitor = PersonSelector::read(visitor)?.one(call.workspace, VISITOR)?.clone();
    let id = match body.string("type")?.as_deref() {
        Some("lead") => {
            let lead = match body.object("contact")? {
                Some(contact) => PersonSelector::read(contact)?,
                None => PersonSelector::default(),
            };
            let known = lead.all(call.workspace, &[PersonKind::Lead]).first().map(|lead| lead.id.clone());
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
            let user = user.ok_or_else(|| ApiError::missing_parameter("user", "user is missing"))?;
            let user = PersonSelector::of_user(user)?;
            if user.is_empty() {
                return Err(ApiError::missing_parameter("user.user_id", "the user needs a user_id, an email or an id"));
            }
            convert::into_user(call, &visitor, user)?
        }
        _ => return Err(ApiError::invalid_parameter("type", "type must be lead or user")),
    };
    people::show(call, &id)
}
