//! Tags: made, renamed, put on and taken off by the same request.

use super::find::{Naming, USERS_AND_LEADS};
use super::list::List;
use super::shape::shape;
use super::{attributes, companies, views};
use crate::engine::{Call, Handled, Members, Refusal, Reply};
use crate::state::records::{Object, PersonKind, Tag};
use http::StatusCode;

/// `POST /tags`.
pub(crate) fn save(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let name = name(body)?;
    let (users, companies) = (body.objects("users")?, body.objects("companies")?);
    if users.as_ref().is_some_and(|users| !users.is_empty()) && companies.as_ref().is_some_and(|list| !list.is_empty())
    {
        return Err(Refusal::invalid("companies", "users and companies cannot be tagged together".to_owned()));
    }
    // All are found before the first thing is changed, the name of the tag included.
    let users = users.unwrap_or_default().into_iter().map(|user| target(call, user));
    let users = users.collect::<Result<Vec<_>, _>>()?;
    let companies = companies.unwrap_or_default().into_iter().map(|company| company_target(call, company));
    let companies = companies.collect::<Result<Vec<_>, _>>()?;
    let id = body.name("id")?;
    let only_takes_off = users.iter().chain(&companies).all(|(_, untag)| *untag) && users.len() + companies.len() > 0;
    if only_takes_off && id.is_none() && call.world.tag_by_name(&name).is_none() {
        // There is nothing to take off, and taking off makes no tag.
        return Err(Refusal::no("Tag"));
    }
    if let Some(id) = id {
        rename(call, &id, &name)?;
    }
    let tag = call.world.tag(&name)?;
    for (person, untag) in users {
        put_on_person(call, &tag, &person, untag);
    }
    for (company, untag) in companies {
        if let Some(company) = call.world.companies.get_mut(&company) {
            change(&mut company.tags, &tag.id, untag);
        }
    }
    Reply::json(&views::tag(&tag))
}

/// `PUT /tags/{id}`, of SDKs.
pub(crate) fn update_by_id(call: &mut Call<'_>) -> Handled {
    let name = name(call.body())?;
    let tag = rename(call, call.segment(0), &name)?;
    Reply::json(&views::tag(&tag))
}

fn name(body: &Object) -> Result<String, Refusal> {
    let name = attributes::short_text(body, "name")?.map(|name| name.trim().to_owned());
    let name = name.filter(|name| !name.is_empty());
    name.ok_or_else(|| Refusal::missing_parameter("name", "name is missing".to_owned()))
}

fn rename(call: &mut Call<'_>, id: &str, name: &str) -> Result<Tag, Refusal> {
    if call.world.tag_by_name(name).is_some_and(|other| other.id != id) {
        return Err(Refusal::exists("another tag has this name"));
    }
    let tag = call.world.tags.get_mut(id).ok_or_else(|| Refusal::no("Tag"))?;
    name.clone_into(&mut tag.name);
    Ok(tag.clone())
}

fn target(call: &Call<'_>, named: &Object) -> Result<(String, bool), Refusal> {
    let person = Naming::read(named)?.one(call.world, USERS_AND_LEADS)?;
    Ok((person.id.clone(), named.boolean("untag")? == Some(true)))
}

fn company_target(call: &Call<'_>, named: &Object) -> Result<(String, bool), Refusal> {
    let company = companies::named(call.world, named)?.ok_or_else(|| Refusal::no("Company"))?;
    Ok((company.id.clone(), named.boolean("untag")? == Some(true)))
}

/// Whether something changed.
fn change(tags: &mut Vec<String>, tag: &str, untag: bool) -> bool {
    let before = tags.len();
    if untag {
        tags.retain(|known| known != tag);
    } else if !tags.iter().any(|known| known == tag) {
        tags.push(tag.to_owned());
    }
    tags.len() != before
}

fn put_on_person(call: &mut Call<'_>, tag: &Tag, id: &str, untag: bool) {
    let now = call.now;
    let changed = call.world.people.change(id, |person| {
        let changed = change(&mut person.tags, &tag.id, untag);
        if changed {
            person.updated_at = now;
        }
        changed
    });
    if changed != Some(true) {
        return;
    }
    let Some(person) = call.world.people.get(id) else { return };
    let (kind, key, topic) = match (person.kind, untag) {
        (PersonKind::Lead, false) => ("contact_tag", "contact", "contact.tag.created"),
        (PersonKind::Lead, true) => ("contact_tag", "contact", "contact.tag.deleted"),
        (_, false) => ("user_tag", "user", "user.tag.created"),
        (_, true) => ("user_tag", "user", "user.tag.deleted"),
    };
    let item = call.written(&views::person(call.world, call.version, person)).and_then(|person| {
        let tag = call.written(&views::tag(tag))?;
        call.written(&shape! {"type": kind, "created_at": now, "tag": tag}.with(key, person))
    });
    call.raise(topic, item);
}

/// `GET /tags`.
pub(crate) fn list(call: &mut Call<'_>) -> Handled {
    Reply::json(&List::new("tag.list", "tags", call.world.tags.iter().map(views::tag).collect()))
}

/// `GET /tags/{id}`, of SDKs.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    let tag = call.world.tags.get(call.segment(0)).ok_or_else(|| Refusal::no("Tag"))?;
    Reply::json(&views::tag(tag))
}

/// `DELETE /tags/{id}`: it is taken off everything.
pub(crate) fn delete(call: &mut Call<'_>) -> Handled {
    let tag = call.world.tags.remove(call.segment(0)).ok_or_else(|| Refusal::no("Tag"))?;
    let tagged: Vec<String> = call
        .world
        .people
        .of_tag(&tag.id)
        .filter_map(|seq| call.world.people.at(seq))
        .map(|person| person.id.clone())
        .collect();
    for id in tagged {
        call.world.people.change(&id, |person| person.tags.retain(|known| *known != tag.id));
    }
    for company in call.world.companies.iter_mut() {
        company.tags.retain(|known| *known != tag.id);
    }
    Ok(Reply::empty(StatusCode::OK))
}
