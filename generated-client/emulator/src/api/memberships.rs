//! Companies as requests describe them: on their own, or as the companies of a person.

use super::attributes;
use super::views::company::company_view;
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::workspace::model::Workspace;
use crate::workspace::records::company::Company;
use crate::workspace::records::person::Person;

/// Finds the company that an object names, by Intercom's id or by the id that the caller chose.
pub fn find_company<'w>(workspace: &'w Workspace, object: &JsonObject) -> Result<Option<&'w Company>, ApiError> {
    if let Some(id) = object.identifier("id")?
        && let Some(company) = workspace.companies.get(&id)
    {
        return Ok(Some(company));
    }
    match object.identifier("company_id")? {
        Some(company_id) => Ok(workspace.company_by_own_id(&company_id)),
        None => Ok(None),
    }
}

/// A company with the attributes of a request. A new one has no id yet.
pub fn prepare_company(known: Option<&Company>, object: &JsonObject, now: i64) -> Result<Company, ApiError> {
    let mut company = match known {
        Some(known) => known.clone(),
        None => {
            let company_id = attributes::short_identifier(object, "company_id")?;
            Company { company_id, created_at: now, ..Company::default() }
        }
    };
    attributes::set_company(object, now, &mut company)?;
    Ok(company)
}

/// Stores a company. A new one gets an id, and subscriptions are notified. Returns its id.
pub fn store_company(call: &mut Call<'_>, mut company: Company) -> Result<String, ApiError> {
    if company.id.is_empty()
        && let Some(company_id) = &company.company_id
        && let Some(known) = call.workspace.company_by_own_id(company_id)
    {
        // The request names it twice.
        company.id.clone_from(&known.id);
    }
    if let Some(known) = call.workspace.companies.get_mut(&company.id) {
        let id = company.id.clone();
        *known = company;
        return Ok(id);
    }
    company.id = call.workspace.ids.object();
    let id = company.id.clone();
    call.workspace.companies.add(company)?;
    let company = call.workspace.companies.get(&id);
    let item = company.and_then(|company| call.webhook_item(&company_view(call.workspace, company)));
    call.emit("company.created", item);
    Ok(id)
}

/// A change to the companies of a person, checked but not applied.
pub enum MembershipChange {
    /// Joins this company, with its new attributes. A new company has no id yet.
    Join(Box<Company>),
    /// Leaves the company with this id.
    Leave(String),
}

/// Reads the `companies` of a person. Changes nothing: either all of the list is applied or nothing.
pub fn read_changes(workspace: &Workspace, person: &JsonObject, now: i64) -> Result<Vec<MembershipChange>, ApiError> {
    let mut changes: Vec<MembershipChange> = Vec::new();
    for company in person.objects("companies")?.unwrap_or_default() {
        let change = read_change(workspace, &changes, company, now)?;
        changes.push(change);
    }
    Ok(changes)
}

fn read_change(
    workspace: &Workspace,
    previous: &[MembershipChange],
    object: &JsonObject,
    now: i64,
) -> Result<MembershipChange, ApiError> {
    let company_id = object.identifier("company_id")?;
    let known = find_company(workspace, object)?;
    if object.boolean("remove")? == Some(true) {
        let known = known.ok_or_else(|| ApiError::not_found("Company"))?;
        return Ok(MembershipChange::Leave(known.id.clone()));
    }
    if known.is_none() && company_id.is_none() {
        // A company cannot be created with an id of Intercom, nor without any id or name.
        if object.non_null("id").is_some() {
            return Err(ApiError::not_found("Company"));
        }
        if object.non_null("name").is_none() {
            return Err(ApiError::missing_parameter("companies.company_id", "a company needs a company_id"));
        }
    }
    // A company that is named twice gets the attributes of both.
    let is_same = |other: &Company| match known {
        Some(known) => other.id == known.id,
        None => company_id.is_some() && other.company_id == company_id,
    };
    let earlier = previous.iter().rev().find_map(|change| match change {
        MembershipChange::Join(other) if is_same(other) => Some(&**other),
        _ => None,
    });
    Ok(MembershipChange::Join(Box::new(prepare_company(earlier.or(known), object, now)?)))
}

/// Applies changes to the companies of a person.
pub fn apply_changes(call: &mut Call<'_>, person: &mut Person, changes: Vec<MembershipChange>) -> Result<(), ApiError> {
    for change in changes {
        match change {
            MembershipChange::Join(company) => {
                let id = store_company(call, *company)?;
                if !person.companies.contains(&id) {
                    person.companies.push(id);
                }
            }
            MembershipChange::Leave(id) => person.companies.retain(|company| *company != id),
        }
    }
    Ok(())
}
