//! Leads, which the API calls contacts.

use crate::api::person_selector::PersonSelector;
use crate::api::{attributes, convert, memberships, people};
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::HandlerResult;
use crate::workspace::ids::pseudonym;
use crate::workspace::records::person::{Person, PersonKind};

const LEAD: &[PersonKind] = &[PersonKind::Lead];

/// `POST /contacts`: changes the lead with the id or user id, otherwise creates one.
pub fn upsert(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let id = save(call, body)?;
    people::show(call, &id)
}

/// `PUT /contacts/{id}`, used by SDKs.
pub fn update_by_id(call: &mut Call<'_>) -> HandlerResult {
    let known = PersonSelector::id(call.path_param(0)).one(call.workspace, LEAD)?.clone();
    let body = call.body();
    let id = store(call, body, Some(known))?;
    people::show(call, &id)
}

fn save(call: &mut Call<'_>, body: &JsonObject) -> Result<String, ApiError> {
    let known = match (body.identifier("id")?, body.identifier("user_id")?) {
        (Some(id), _) => Some(PersonSelector::id(&id).one(call.workspace, LEAD)?.clone()),
        // An unknown user id is no error: Intercom generates user ids of leads itself.
        (None, Some(user_id)) => call.workspace.people.by_user_id(PersonKind::Lead, &user_id).cloned(),
        (None, None) => None,
    };
    store(call, body, known)
}

fn store(call: &mut Call<'_>, body: &JsonObject, known: Option<Person>) -> Result<String, ApiError> {
    let (is_new, now) = (known.is_none(), call.now);
    let mut lead = known.unwrap_or_else(|| Person { kind: PersonKind::Lead, created_at: now, ..Person::default() });
    let had_email = lead.email.is_some();
    if let Some(email) = attributes::email(body)? {
        lead.email = Some(email);
    }
    attributes::set_person(body, now, &mut lead)?;
    // Leads never sign up.
    lead.signed_up_at = None;
    let changes = memberships::read_changes(call.workspace, body, now)?;
    // Nothing fails from here on.
    memberships::apply_changes(call, &mut lead, changes)?;
    if is_new {
        lead.id = call.workspace.ids.object();
        lead.user_id = Some(call.workspace.ids.uuid());
        lead.pseudonym = Some(pseudonym(&lead.id));
    }
    let (id, has_email) = (lead.id.clone(), lead.email.is_some());
    people::store(call, lead, is_new)?;
    if is_new {
        people::emit(call, "contact.created", &id);
    }
    if has_email && !had_email {
        people::emit(call, "contact.added_email", &id);
    }
    Ok(id)
}

/// `GET /contacts`: one lead by id or user id, a list by email or phone, or a page.
pub fn get(call: &mut Call<'_>) -> HandlerResult {
    if let Some(selector) = PersonSelector::single(call)? {
        return people::show_one(call, &selector, LEAD);
    }
    if let Some(email) = call.query_identifier("email")? {
        let found = call.workspace.people.by_email(PersonKind::Lead, email);
        return people::found(call, found, "contact.list", "contacts");
    }
    // Several leads can have the same number.
    if let Some(phone) = call.query_identifier("phone")? {
        let leads = call.workspace.people.iter().filter(|person| person.kind == PersonKind::Lead);
        let found = leads.filter(|lead| lead.phone.as_deref() == Some(phone)).collect();
        return people::found(call, found, "contact.list", "contacts");
    }
    people::page(call, PersonKind::Lead, "contact.list", "contacts")
}

/// `GET /contacts/{id}`.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    people::show_one(call, &PersonSelector::id(call.path_param(0)), LEAD)
}

/// `DELETE /contacts/{id}`, or by user id, or by the email of one lead.
pub fn delete(call: &mut Call<'_>) -> HandlerResult {
    people::delete(call, LEAD)
}

/// `GET /contacts/scroll`.
pub fn scroll(call: &mut Call<'_>) -> HandlerResult {
    people::scroll(call, PersonKind::Lead, "contact.list", "contacts")
}

/// `POST /contacts/convert`: converts the lead to a user, or merges it into an existing one.
pub fn convert(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let contact =
        body.object("contact")?.ok_or_else(|| ApiError::missing_parameter("contact", "contact is missing"))?;
    let lead = PersonSelector::read(contact)?.one(call.workspace, LEAD)?.clone();
    let user = match body.object("user")? {
        Some(user) => PersonSelector::of_user(user)?,
        None => PersonSelector::default(),
    };
    let id = convert::into_user(call, &lead, user)?;
    people::show(call, &id)
}

/// An item of a bulk job.
pub fn bulk(call: &mut Call<'_>, method: &str, data: &JsonObject) -> Result<(), ApiError> {
    people::bulk(call, method, data, LEAD, save)
}
