//! Tags: created, renamed, added to and removed from people and companies by the same request.

use crate::api::attributes;
use crate::api::list::List;
use crate::api::memberships::find_company;
use crate::api::person_selector::{PersonSelector, USERS_AND_LEADS};
use crate::api::views::admin::AdminStub;
use crate::api::views::label::{TagView, tag_view};
use crate::api::views::person::{PersonView, person_item};
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::records::label::Tag;
use crate::workspace::records::person::PersonKind;
use http::StatusCode;
use serde::Serialize;
use std::collections::HashMap;

/// With more changes, sorting people again takes less time than keeping them sorted.
const MAX_ORDERED_CHANGES: usize = 64;

/// `POST /tags`.
pub fn save(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let name = name(body)?;
    let (users, companies) = (body.objects("users")?, body.objects("companies")?);
    if users.as_ref().is_some_and(|users| !users.is_empty()) && companies.as_ref().is_some_and(|list| !list.is_empty())
    {
        return Err(ApiError::invalid_parameter("companies", "users and companies cannot be tagged together"));
    }
    // Finds everything before anything is changed, so that an error changes nothing.
    let users = users.unwrap_or_default().into_iter().map(|user| target(call, user));
    let users = users.collect::<Result<Vec<_>, _>>()?;
    let companies = companies.unwrap_or_default().into_iter().map(|company| company_target(call, company));
    let companies = companies.collect::<Result<Vec<_>, _>>()?;
    let id = body.identifier("id")?;
    let has_targets = !users.is_empty() || !companies.is_empty();
    let only_untags = has_targets && users.iter().chain(&companies).all(|(_, untag)| *untag);
    if only_untags && id.is_none() && call.workspace.tag_by_name(&name).is_none() {
        // Untagging creates no tag.
        return Err(ApiError::not_found("Tag"));
    }
    if let Some(id) = id {
        rename(call, &id, &name)?;
    }
    let tag = call.workspace.find_or_create_tag(&name)?;
    if users.len() > MAX_ORDERED_CHANGES {
        call.workspace.people.forget_order();
    }
    for (person, untag) in last_of_each(users) {
        tag_person(call, &tag, &person, untag);
    }
    for (company, untag) in last_of_each(companies) {
        if let Some(company) = call.workspace.companies.get_mut(&company) {
            change(&mut company.tags, &tag.id, untag);
        }
    }
    ApiResponse::json(&tag_view(&tag))
}

/// The last change of each record that a request names more than once.
fn last_of_each(changes: Vec<(String, bool)>) -> impl Iterator<Item = (String, bool)> {
    let mut last: HashMap<String, usize> = HashMap::new();
    for (position, (id, _)) in changes.iter().enumerate() {
        last.insert(id.clone(), position);
    }
    changes.into_iter().enumerate().filter(move |(at, (id, _))| last.get(id) == Some(at)).map(|(_, change)| change)
}

/// `PUT /tags/{id}`, used by SDKs.
pub fn update_by_id(call: &mut Call<'_>) -> HandlerResult {
    let name = name(call.body())?;
    let tag = rename(call, call.path_param(0), &name)?;
    ApiResponse::json(&tag_view(&tag))
}

fn name(body: &JsonObject) -> Result<String, ApiError> {
    let name = attributes::short_string(body, "name")?.map(|name| name.trim().to_owned());
    let name = name.filter(|name| !name.is_empty());
    name.ok_or_else(|| ApiError::missing_parameter("name", "name is missing"))
}

fn rename(call: &mut Call<'_>, id: &str, name: &str) -> Result<Tag, ApiError> {
    if call.workspace.tag_by_name(name).is_some_and(|other| other.id != id) {
        return Err(ApiError::resource_conflict("another tag has this name"));
    }
    call.workspace.tags.rename(id, name).ok_or_else(|| ApiError::not_found("Tag"))
}

fn target(call: &Call<'_>, object: &JsonObject) -> Result<(String, bool), ApiError> {
    let person = PersonSelector::read(object)?.one(call.workspace, USERS_AND_LEADS)?;
    Ok((person.id.clone(), object.boolean("untag")? == Some(true)))
}

fn company_target(call: &Call<'_>, object: &JsonObject) -> Result<(String, bool), ApiError> {
    let company = find_company(call.workspace, object)?.ok_or_else(|| ApiError::not_found("Company"))?;
    Ok((company.id.clone(), object.boolean("untag")? == Some(true)))
}

/// Returns whether the tags changed.
fn change(tags: &mut Vec<String>, tag: &str, untag: bool) -> bool {
    let before = tags.len();
    if untag {
        tags.retain(|known| known != tag);
    } else if !tags.iter().any(|known| known == tag) {
        tags.push(tag.to_owned());
    }
    tags.len() != before
}

fn tag_person(call: &mut Call<'_>, tag: &Tag, id: &str, untag: bool) {
    let now = call.now;
    let changed = call.workspace.people.change(id, |person| {
        let changed = change(&mut person.tags, &tag.id, untag);
        if changed {
            person.updated_at = now;
        }
        changed
    });
    if changed != Some(true) {
        return;
    }
    let Some(person) = call.workspace.people.get(id) else { return };
    let (is_lead, topic) = match (person.kind, untag) {
        (PersonKind::Lead, false) => (true, "contact.tag.created"),
        (PersonKind::Lead, true) => (true, "contact.tag.deleted"),
        (_, false) => (false, "user.tag.created"),
        (_, true) => (false, "user.tag.deleted"),
    };
    let view = person_item(call.workspace, call.version, person);
    let (user, contact) = if is_lead { (None, Some(view)) } else { (Some(view), None) };
    let kind = if is_lead { "contact_tag" } else { "user_tag" };
    // The admin of the token is the one of `/me`. Recorded notifications of leads have none.
    let admin = call.workspace.admins.iter().next().filter(|_| !is_lead).map(AdminStub::of);
    let item = call.webhook_item(&TagEvent { kind, created_at: now, tag: tag_view(tag), user, contact, admin });
    call.emit(topic, item);
}

/// The item of a notification.
#[derive(Serialize)]
struct TagEvent<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    created_at: i64,
    tag: TagView<'a>,
    #[serde(skip_serializing_if = "Option::is_none")]
    user: Option<PersonView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    contact: Option<PersonView<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    admin: Option<AdminStub<'a>>,
}

/// `GET /tags`.
pub fn list(call: &mut Call<'_>) -> HandlerResult {
    ApiResponse::json(&List::new("tag.list", "tags", call.workspace.tags.iter().map(tag_view).collect()))
}

/// `GET /tags/{id}`, used by SDKs.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    let tag = call.workspace.tags.get(call.path_param(0)).ok_or_else(|| ApiError::not_found("Tag"))?;
    ApiResponse::json(&tag_view(tag))
}

/// `DELETE /tags/{id}`: also removes it from people and companies.
pub fn delete(call: &mut Call<'_>) -> HandlerResult {
    let tag = call.workspace.tags.remove(call.path_param(0)).ok_or_else(|| ApiError::not_found("Tag"))?;
    let tagged: Vec<String> = call
        .workspace
        .people
        .of_tag(&tag.id)
        .filter_map(|seq| call.workspace.people.at(seq))
        .map(|person| person.id.clone())
        .collect();
    for id in tagged {
        call.workspace.people.change(&id, |person| person.tags.retain(|known| *known != tag.id));
    }
    for company in call.workspace.companies.iter_mut() {
        company.tags.retain(|known| *known != tag.id);
    }
    Ok(ApiResponse::empty(StatusCode::OK))
}
