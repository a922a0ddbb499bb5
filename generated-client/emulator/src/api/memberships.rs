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
use std::collections::{HashMap, HashSet};

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

/// Changes to the companies of a person, checked but not applied.
#[derive(Default)]
pub struct MembershipChanges {
    /// With their new attributes, each company once. A new one has no id yet.
    companies: Vec<Company>,
    /// The position of each of them.
    positions: HashMap<CompanyKey, usize>,
    steps: Vec<Step>,
}

#[derive(Eq, Hash, PartialEq)]
enum CompanyKey {
    Known(String),
    /// The id that the caller chose, of a new company.
    New(String),
}

enum Step {
    /// Joins the company at this position.
    Join(usize),
    /// Leaves the company with this id.
    Leave(String),
}

/// Reads the `companies` of a person. Changes nothing: either all of the list is applied or nothing.
pub fn read_changes(workspace: &Workspace, person: &JsonObject, now: i64) -> Result<MembershipChanges, ApiError> {
    let mut changes = MembershipChanges::default();
    for company in person.objects("companies")?.unwrap_or_default() {
        read_change(workspace, &mut changes, company, now)?;
    }
    Ok(changes)
}

fn read_change(
    workspace: &Workspace,
    changes: &mut MembershipChanges,
    object: &JsonObject,
    now: i64,
) -> Result<(), ApiError> {
    let company_id = object.identifier("company_id")?;
    let known = find_company(workspace, object)?;
    if object.boolean("remove")? == Some(true) {
        let known = known.ok_or_else(|| ApiError::not_found("Company"))?;
        changes.steps.push(Step::Leave(known.id.clone()));
        return Ok(());
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
    let key = known.map(|known| CompanyKey::Known(known.id.clone())).or(company_id.map(CompanyKey::New));
    let position = match key.as_ref().and_then(|key| changes.positions.get(key)) {
        // A company that is named twice gets the attributes of both.
        Some(position) => *position,
        None => changes.companies.len(),
    };
    match changes.companies.get_mut(position) {
        Some(company) => attributes::set_company(object, now, company)?,
        None => changes.companies.push(prepare_company(known, object, now)?),
    }
    changes.positions.extend(key.map(|key| (key, position)));
    changes.steps.push(Step::Join(position));
    Ok(())
}

/// Applies changes to the companies of a person.
pub fn apply_changes(call: &mut Call<'_>, person: &mut Person, changes: MembershipChanges) -> Result<(), ApiError> {
    let ids: Vec<String> =
        changes.companies.into_iter().map(|company| store_company(call, company)).collect::<Result<_, _>>()?;
    // The last step of each company counts.
    let mut is_member: HashMap<&str, bool> = HashMap::new();
    for step in &changes.steps {
        match step {
            Step::Join(position) => is_member.extend(ids.get(*position).map(|id| (id.as_str(), true))),
            Step::Leave(id) => drop(is_member.insert(id, false)),
        }
    }
    person.companies.retain(|id| is_member.get(id.as_str()) != Some(&false));
    let mut members: HashSet<String> = person.companies.iter().cloned().collect();
    let joined = ids.iter().filter(|id| is_member.get(id.as_str()) == Some(&true));
    person.companies.extend(joined.filter(|id| members.insert((*id).clone())).cloned());
    Ok(())
}
