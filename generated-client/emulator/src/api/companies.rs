//! Companies: made and changed by the same request and through users, found, listed.

use super::list::{Limits, List, PageQuery};
use super::{attributes, scroll, users, views};
use crate::engine::{Call, Handled, Members, Refusal, Reply};
use crate::state::World;
use crate::state::records::{Company, Object, SegmentOf};
use std::cmp::Reverse;

/// The company that an object names: by Intercom's id or by the caller's own.
pub(crate) fn named<'w>(world: &'w World, object: &Object) -> Result<Option<&'w Company>, Refusal> {
    if let Some(id) = object.name("id")?
        && let Some(company) = world.companies.get(&id)
    {
        return Ok(Some(company));
    }
    match object.name("company_id")? {
        Some(company_id) => Ok(world.company_by_own_id(&company_id)),
        None => Ok(None),
    }
}

/// A company as a request wants it; a new one has no id yet.
pub(crate) fn prepare(known: Option<&Company>, object: &Object, now: i64) -> Result<Company, Refusal> {
    let mut company = match known {
        Some(known) => known.clone(),
        None => {
            Company { company_id: attributes::short_name(object, "company_id")?, created_at: now, ..Company::default() }
        }
    };
    attributes::company(object, now, &mut company)?;
    Ok(company)
}

/// Puts a company into the workspace; one that is new gets an id and is told of.
pub(crate) fn store(call: &mut Call<'_>, mut company: Company) -> Result<String, Refusal> {
    if company.id.is_empty()
        && let Some(company_id) = &company.company_id
        && let Some(known) = call.world.company_by_own_id(company_id)
    {
        // Named twice in one request.
        company.id.clone_from(&known.id);
    }
    if let Some(known) = call.world.companies.get_mut(&company.id) {
        let id = company.id.clone();
        *known = company;
        return Ok(id);
    }
    company.id = call.world.ids.object();
    let id = company.id.clone();
    call.world.companies.add(company)?;
    raise_created(call, &id);
    Ok(id)
}

fn raise_created(call: &mut Call<'_>, id: &str) {
    let company = call.world.companies.get(id);
    let item = company.and_then(|company| call.written(&views::company(call.world, company)));
    call.raise("company.created", item);
}

/// `POST /companies`.
pub(crate) fn upsert(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let known = named(call.world, body)?;
    if let (Some(_), None) = (body.name("id")?, known) {
        return Err(Refusal::no("Company"));
    }
    let company = prepare(known, body, call.now)?;
    let id = store(call, company)?;
    show(call, &id)
}

fn show(call: &Call<'_>, id: &str) -> Handled {
    let company = call.world.companies.get(id).ok_or_else(|| Refusal::no("Company"))?;
    Reply::json(&views::company(call.world, company))
}

/// `GET /companies`: one company, the people of one, or a page.
pub(crate) fn get(call: &mut Call<'_>) -> Handled {
    let named = match (call.named("company_id")?, call.named("name")?) {
        (Some(company_id), _) => Some(call.world.company_by_own_id(company_id)),
        (None, Some(name)) => Some(call.world.companies.iter().find(|company| company.name.as_deref() == Some(name))),
        (None, None) => None,
    };
    let Some(named) = named else { return page(call) };
    let id = named.ok_or_else(|| Refusal::no("Company"))?.id.clone();
    match call.query("type") {
        Some("user" | "users") => users::of_company(call, &id),
        Some(_) => Err(Refusal::invalid("type", "type must be user".to_owned())),
        None => show(call, &id),
    }
}

/// `GET /companies/{id}`.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    show(call, call.segment(0))
}

/// `GET /companies/{id}/users`.
pub(crate) fn users(call: &mut Call<'_>) -> Handled {
    let id = call.world.companies.get(call.segment(0)).ok_or_else(|| Refusal::no("Company"))?.id.clone();
    users::of_company(call, &id)
}

/// `DELETE /companies/{id}`, of SDKs.
pub(crate) fn delete(call: &mut Call<'_>) -> Handled {
    let id = call.segment(0).to_owned();
    let reply = show(call, &id)?;
    let members: Vec<String> = call
        .world
        .people
        .of_company(&id)
        .filter_map(|seq| call.world.people.at(seq))
        .map(|person| person.id.clone())
        .collect();
    for member in members {
        call.world.people.change(&member, |person| person.companies.retain(|company| *company != id));
    }
    call.world.companies.remove(&id);
    Ok(reply)
}

/// A page of companies that have people, the latest request first.
fn page(call: &mut Call<'_>) -> Handled {
    let query = PageQuery::read(call, Limits::COMPANIES)?;
    let ascending = super::order(call, "order")?.unwrap_or(false);
    let (tag, segment) = super::narrowed(call)?;
    let world = &*call.world;
    let segment = match segment {
        Some(id) => {
            let segment = world.segments.get(id).filter(|segment| segment.of == SegmentOf::Company);
            Some(segment.ok_or_else(|| Refusal::no("Segment"))?)
        }
        None => None,
    };
    let mut found: Vec<(Option<i64>, u64, &Company)> = world
        .companies
        .entries()
        .filter(|(_, company)| world.people.of_company(&company.id).len() > 0)
        .filter(|(_, company)| tag.is_none_or(|tag| company.tags.iter().any(|id| id == tag)))
        .filter(|(_, company)| segment.is_none_or(|segment| segment.has_company(world, company)))
        .map(|(seq, company)| (company.last_request_at, seq, company))
        .collect();
    if ascending {
        found.sort_by_key(|(time, seq, _)| (*time, *seq));
    } else {
        found.sort_by_key(|(time, seq, _)| Reverse((*time, *seq)));
    }
    let total = found.len();
    let shown =
        query.cut(found.into_iter()).into_iter().map(|(_, _, company)| views::company(world, company)).collect();
    Reply::json(&List::new("company.list", "companies", shown).pages(query.pages(call, total)).total(total))
}

/// `GET /companies/scroll`.
pub(crate) fn scroll(call: &mut Call<'_>) -> Handled {
    let scroll = scroll::take(call)?;
    let part: Vec<_> = call
        .world
        .companies
        .after(scroll.last)
        .take(scroll::PART)
        .map(|(seq, company)| (seq, company.id.clone()))
        .collect();
    let param = scroll::keep(call, scroll, part.last().map(|(seq, _)| *seq));
    let companies = part.iter().filter_map(|(_, id)| call.world.companies.get(id));
    let shown = companies.map(|company| views::company(call.world, company)).collect();
    let mut list = List::new("company.list", "companies", shown);
    list.scroll_param = Some(param);
    Reply::json(&list)
}
