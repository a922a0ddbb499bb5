//! Companies: created and changed by the same request or through users, found, listed, deleted.

use crate::api::list::{Limits, List, PageQuery};
use crate::api::memberships::{find_company, prepare_company, store_company};
use crate::api::query::{is_ascending, tag_and_segment_filter};
use crate::api::views::company::company_view;
use crate::api::{people, scroll};
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::records::company::Company;
use crate::workspace::records::label::SegmentOf;
use std::cmp::Reverse;

/// `POST /companies`.
pub fn upsert(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let known = find_company(call.workspace, body)?;
    if let (Some(_), None) = (body.identifier("id")?, known) {
        return Err(ApiError::not_found("Company"));
    }
    let company = prepare_company(known, body, call.now)?;
    let id = store_company(call, company)?;
    show(call, &id)
}

fn show(call: &Call<'_>, id: &str) -> HandlerResult {
    let company = call.workspace.companies.get(id).ok_or_else(|| ApiError::not_found("Company"))?;
    ApiResponse::json(&company_view(call.workspace, company))
}

/// `GET /companies`: one company, its people, or a page of companies.
pub fn get(call: &mut Call<'_>) -> HandlerResult {
    let named = match (call.query_identifier("company_id")?, call.query_identifier("name")?) {
        (Some(company_id), _) => Some(call.workspace.company_by_own_id(company_id)),
        (None, Some(name)) => {
            Some(call.workspace.companies.iter().find(|company| company.name.as_deref() == Some(name)))
        }
        (None, None) => None,
    };
    let Some(named) = named else { return page(call) };
    let id = named.ok_or_else(|| ApiError::not_found("Company"))?.id.clone();
    match call.query("type") {
        Some("user" | "users") => people::members_of_company(call, &id),
        Some(_) => Err(ApiError::invalid_parameter("type", "type must be user")),
        None => show(call, &id),
    }
}

/// `GET /companies/{id}`.
pub fn get_by_id(call: &mut Call<'_>) -> HandlerResult {
    show(call, call.path_param(0))
}

/// `GET /companies/{id}/users`.
pub fn users(call: &mut Call<'_>) -> HandlerResult {
    let id = call.workspace.companies.get(call.path_param(0)).ok_or_else(|| ApiError::not_found("Company"))?.id.clone();
    people::members_of_company(call, &id)
}

/// `DELETE /companies/{id}`, used by SDKs.
pub fn delete(call: &mut Call<'_>) -> HandlerResult {
    let id = call.path_param(0).to_owned();
    let response = show(call, &id)?;
    let members: Vec<String> = call
        .workspace
        .people
        .of_company(&id)
        .filter_map(|seq| call.workspace.people.at(seq))
        .map(|person| person.id.clone())
        .collect();
    for member in members {
        call.workspace.people.change(&member, |person| person.companies.retain(|company| *company != id));
    }
    call.workspace.companies.remove(&id);
    Ok(response)
}

/// A page of the companies that have people, latest request first.
fn page(call: &mut Call<'_>) -> HandlerResult {
    let query = PageQuery::read(call, Limits::COMPANIES)?;
    let is_ascending = is_ascending(call)?;
    let (tag, segment) = tag_and_segment_filter(call)?;
    let workspace = &*call.workspace;
    let segment = match segment {
        Some(id) => {
            let segment = workspace.segments.get(id).filter(|segment| segment.of == SegmentOf::Company);
            Some(segment.ok_or_else(|| ApiError::not_found("Segment"))?)
        }
        None => None,
    };
    let mut found: Vec<(Option<i64>, u64, &Company)> = workspace
        .companies
        .entries()
        .filter(|(_, company)| workspace.people.of_company(&company.id).len() > 0)
        .filter(|(_, company)| tag.is_none_or(|tag| company.tags.iter().any(|id| id == tag)))
        .filter(|(_, company)| segment.is_none_or(|segment| segment.has_company(workspace, company)))
        .map(|(seq, company)| (company.last_request_at, seq, company))
        .collect();
    if is_ascending {
        found.sort_by_key(|(time, seq, _)| (*time, *seq));
    } else {
        found.sort_by_key(|(time, seq, _)| Reverse((*time, *seq)));
    }
    let total = found.len();
    let shown =
        query.slice(found.into_iter()).into_iter().map(|(_, _, company)| company_view(workspace, company)).collect();
    ApiResponse::json(&List::new("company.list", "companies", shown).pages(query.pages(call, total)).total(total))
}

/// `GET /companies/scroll`.
pub fn scroll(call: &mut Call<'_>) -> HandlerResult {
    let scroll = scroll::open(call)?;
    let page: Vec<_> = call
        .workspace
        .companies
        .after(scroll.last)
        .take(scroll::PAGE_SIZE)
        .map(|(seq, company)| (seq, company.id.clone()))
        .collect();
    let param = scroll::advance(call, scroll, page.last().map(|(seq, _)| *seq));
    let companies = page.iter().filter_map(|(_, id)| call.workspace.companies.get(id));
    let shown = companies.map(|company| company_view(call.workspace, company)).collect();
    let mut list = List::new("company.list", "companies", shown);
    list.scroll_param = Some(param);
    ApiResponse::json(&list)
}
