//! Counts, taken from the data at each request.

use super::list::{Limits, PageQuery};
use super::segments;
use super::shape::shape;
use crate::engine::{Call, Handled, Refusal, Reply};
use crate::state::World;
use crate::state::records::{Conversation, PersonKind, SegmentOf};
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;

/// `GET /counts`: by what the query asks for.
pub(crate) fn get(call: &mut Call<'_>) -> Handled {
    match (call.query("type"), call.query("count")) {
        (Some("conversation"), None) => conversations(call),
        (Some("conversation"), Some("admin")) => admins(call),
        (Some("user"), Some("segment")) => user_segments(call),
        (Some("user"), Some("tag")) => user_tags(call),
        (Some("company"), Some("segment")) => companies(call, "segment", company_segments),
        (Some("company"), Some("tag")) => companies(call, "tag", company_tags),
        (Some("company"), Some("user")) => companies(call, "user", company_users),
        (None | Some("company" | "segment" | "tag" | "user" | "lead"), None) => totals(call),
        (_, Some(_)) => Err(Refusal::invalid("count", "this count is not known for this type".to_owned())),
        (Some(_), None) => Err(Refusal::invalid("type", "this type is not counted".to_owned())),
    }
}

/// All totals, whatever the type: the documented form has none.
fn totals(call: &Call<'_>) -> Handled {
    let world = &*call.world;
    let count = |count: usize| shape! {"count": count};
    Reply::json(&shape! {
        "type": "count.hash",
        "company": count(world.companies.len()),
        "user": count(world.people.count(PersonKind::User)),
        "lead": count(world.people.count(PersonKind::Lead)),
        "tag": count(world.tags.len()),
        "segment": count(world.segments.len()),
    })
}

fn conversations(call: &Call<'_>) -> Handled {
    let all = &call.world.conversations;
    let count = |counts: fn(&Conversation) -> bool| all.iter().filter(|conversation| counts(conversation)).count();
    let counts = shape! {
        "open": count(Conversation::is_open),
        "closed": count(|conversation| !conversation.is_open()),
        "assigned": count(|conversation| conversation.is_open() && conversation.assignee.is_some()),
        "unassigned": count(|conversation| conversation.is_open() && conversation.assignee.is_none()),
    };
    Reply::json(&shape! {"type": "count", "conversation": counts})
}

fn admins(call: &Call<'_>) -> Handled {
    let counts = call.world.admins.iter().map(|admin| {
        let own = call.world.conversations.iter().filter(|it| it.assignee.as_ref() == Some(&admin.id));
        let (open, closed): (Vec<_>, Vec<_>) = own.partition(|conversation| conversation.is_open());
        shape! {
            "id": admin.id.as_str(),
            "name": admin.name.as_str(),
            "open": open.len(),
            "closed": closed.len(),
        }
    });
    let counts = shape! {"admin": counts.collect::<Vec<_>>()};
    Reply::json(&shape! {"type": "count", "conversation": counts})
}

/// A count under the name of what is counted.
struct Named {
    name: String,
    count: usize,
    /// Of companies, the caller's own id; SDKs need it to come last.
    remote_company_id: Option<Option<String>>,
}

impl Serialize for Named {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(&self.name, &self.count)?;
        if let Some(company_id) = &self.remote_company_id {
            map.serialize_entry("remote_company_id", company_id)?;
        }
        map.end()
    }
}

/// Counts below two keys.
#[derive(Debug)]
struct Below<'a, T>(&'a str, T);

impl<T: Serialize> Serialize for Below<'_, T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(1))?;
        map.serialize_entry(self.0, &self.1)?;
        map.end()
    }
}

#[derive(serde::Serialize)]
struct UserCounts<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    user: Below<'a, Vec<Named>>,
}

#[derive(serde::Serialize)]
struct CompanyCounts<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    company: Below<'a, Vec<Named>>,
    pages: serde_json::Value,
}

fn user_segments(call: &Call<'_>) -> Handled {
    let segments = call.world.segments.iter().filter(|segment| segment.of == SegmentOf::User);
    let counts = segments.map(|segment| Named {
        name: segment.name.clone(),
        count: segments::size(call.world, segment),
        remote_company_id: None,
    });
    Reply::json(&UserCounts { kind: "count", user: Below("segment", counts.collect()) })
}

fn user_tags(call: &Call<'_>) -> Handled {
    let world = &*call.world;
    let counts = world.tags.iter().map(|tag| {
        let tagged = world.people.of_tag(&tag.id).filter_map(|seq| world.people.at(seq));
        let count = tagged.filter(|person| person.kind == PersonKind::User).count();
        Named { name: tag.name.clone(), count, remote_company_id: None }
    });
    Reply::json(&UserCounts { kind: "count", user: Below("tag", counts.collect()) })
}

fn company_segments(world: &World) -> Vec<Named> {
    let segments = world.segments.iter().filter(|segment| segment.of == SegmentOf::Company);
    let named = segments.map(|segment| Named {
        name: segment.name.clone(),
        count: segments::size(world, segment),
        remote_company_id: None,
    });
    named.collect()
}

fn company_tags(world: &World) -> Vec<Named> {
    let named = world.tags.iter().map(|tag| {
        let count = world.companies.iter().filter(|company| company.tags.contains(&tag.id)).count();
        Named { name: tag.name.clone(), count, remote_company_id: None }
    });
    named.collect()
}

fn company_users(world: &World) -> Vec<Named> {
    let named = world.companies.iter().map(|company| Named {
        name: company.name.clone().unwrap_or_else(|| company.id.clone()),
        count: world.people.of_company(&company.id).len(),
        remote_company_id: Some(company.company_id.clone()),
    });
    named.collect()
}

fn companies(call: &Call<'_>, what: &'static str, counts: fn(&World) -> Vec<Named>) -> Handled {
    let counts = counts(call.world);
    let query = PageQuery::read(call, Limits::COMPANIES)?;
    let total = counts.len();
    // One page has no pages; of more, the object stands in itself.
    let pages = if total > query.per_page { json!({"pages": query.pages(call, total)}) } else { json!({}) };
    let shown = query.cut(counts.into_iter());
    Reply::json(&CompanyCounts { kind: "count", company: Below(what, shown), pages })
}
