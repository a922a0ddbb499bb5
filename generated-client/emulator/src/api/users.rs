//! Users: created and changed by the same request, found, listed, deleted.

use crate::api::person_selector::{PersonSelector, USERS_AND_LEADS};
use crate::api::{attributes, memberships, people};
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::model::Workspace;
use crate::workspace::records::person::{Person, PersonKind};
use serde::Serialize;

const USER: &[PersonKind] = &[PersonKind::User];

/// `POST /users`.
pub fn upsert(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let id = save(call, body)?;
    people::show(call, &id)
}

/// Finds the user of a request: by Intercom's id among these kinds, otherwise by user id, otherwise by email. Everything that
/// creates users asks here first, so that no user exists twice.
pub fn find_existing(
    workspace: &Workspace,
    user: &PersonSelector,
    kinds: &[PersonKind],
) -> Result<Option<Person>, ApiError> {
    if user.is_empty() {
        return Err(ApiError::missing_parameter("user_id", "a user needs a user_id, an email or an id"));
    }
    let known = match (&user.id, &user.user_id, &user.email) {
        (Some(id), ..) => Some(PersonSelector::id(id).one(workspace, kinds)?),
        (None, Some(user_id), email) => workspace.people.by_user_id(PersonKind::User, user_id).or_else(|| {
            // A user who had only an email gets the user id; one with another user id is another user.
            let same_email = workspace.people.by_email(PersonKind::User, email.as_deref()?);
            same_email.into_iter().find(|user| user.user_id.is_none())
        }),
        (None, None, Some(email)) => match workspace.people.by_email(PersonKind::User, email).as_slice() {
            [] => None,
            _ => Some(PersonSelector::email(email).one(workspace, USER)?),
        },
        (None, None, None) => None,
    };
    if let (Some(known), Some(user_id)) = (known, &user.user_id)
        && workspace.people.by_user_id(known.kind, user_id).is_some_and(|other| other.id != known.id)
    {
        return Err(ApiError::conflict("another user has this user_id"));
    }
    Ok(known.cloned())
}

/// Creates or changes a user. An error changes nothing.
fn save(call: &mut Call<'_>, body: &JsonObject) -> Result<String, ApiError> {
    let selector = PersonSelector { id: body.identifier("id")?, ..PersonSelector::of_user(body)? };
    let known = find_existing(call.workspace, &selector, USERS_AND_LEADS)?;
    let PersonSelector { user_id, email, .. } = selector;
    let is_new = known.is_none();
    let before = known.as_ref().and_then(|known| known.email.clone());
    let was_subscribed = known.as_ref().is_some_and(|known| !known.unsubscribed_from_emails);
    let now = call.now;
    let mut user = known.unwrap_or_else(|| Person { created_at: now, ..Person::default() });
    // Selected by Intercom's id, it may be a lead: a lead keeps its generated user id and never signs up.
    let is_lead = user.kind == PersonKind::Lead;
    if user_id.is_some() && !is_lead {
        user.user_id = user_id;
    }
    if email.is_some() {
        user.email = email;
    }
    attributes::set_person(body, now, &mut user)?;
    user.signed_up_at = user.signed_up_at.filter(|_| !is_lead);
    let changes = memberships::read_changes(call.workspace, body, now)?;
    // Nothing fails from here on.
    memberships::apply_changes(call, &mut user, changes)?;
    if is_new {
        user.id = call.workspace.ids.object();
    }
    let id = user.id.clone();
    let has_unsubscribed = was_subscribed && user.unsubscribed_from_emails;
    let has_new_email = !is_new && before != user.email;
    people::store(call, user, is_new)?;
    if is_new {
        people::emit(call, "user.created", &id);
    }
    if has_new_email {
        people::emit(call, "user.email.updated", &id);
    }
    if has_unsubscribed {
        people::emit(call, "user.unsubscribed", &id);
    }
    Ok(id)
}

/// `GET /users`: one user by id or user id, one or a list by email, or a page.
pub fn get(call: &mut Call<'_>) -> HandlerResult {
    if let Some(selector) = PersonSelector::single(call)? {
        return people::show_one(call, &selector, USER);
    }
    if let Some(email) = call.query_identifier("email")? {
        if call.version.lists_by_email() {
            let found = call.workspace.people.by_email(PersonKind::User, email);
            return people::found(call, found, "user.list", "users");
        }
        return people::show_one(call, &PersonSelector::email(email), USER);
    }
    people::page(call, PersonKind::User, "user.list", "users")
}

/// `GET /users/{id}`, which also returns leads.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    people::show_one(call, &PersonSelector::id(call.path_param(0)), USERS_AND_LEADS)
}

/// `DELETE /users` by user id or email, and `DELETE /users/{id}`.
pub fn delete(call: &mut Call<'_>) -> HandlerResult {
    people::delete(call, USER)
}

/// `POST /user_delete_requests`, used by SDKs: deletes a user for good.
pub fn request_deletion(call: &mut Call<'_>) -> HandlerResult {
    let id = call.body().string("intercom_user_id")?;
    let id = id.ok_or_else(|| ApiError::missing_parameter("intercom_user_id", "intercom_user_id is missing"))?;
    let person = PersonSelector::id(&id).one(call.workspace, USERS_AND_LEADS)?.clone();
    people::remove(call, &person);
    let number = call.workspace.ids.number().parse::<u64>().unwrap_or_default();
    ApiResponse::json(&DeletionRequest { id: number })
}

#[derive(Serialize)]
struct DeletionRequest {
    id: u64,
}

/// `GET /users/scroll`.
pub fn scroll(call: &mut Call<'_>) -> HandlerResult {
    people::scroll(call, PersonKind::User, "user.list", "users")
}

/// An item of a bulk job.
pub fn bulk(call: &mut Call<'_>, method: &str, data: &JsonObject) -> Result<(), ApiError> {
    people::bulk(call, method, data, USER, save)
}
