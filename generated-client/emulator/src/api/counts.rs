//! Counts, computed at each request.

use crate::api::list::{Limits, PageQuery};
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::model::Workspace;
use crate::workspace::records::conversation::Conversation;
use crate::workspace::records::label::SegmentOf;
use crate::workspace::records::person::PersonKind;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::json;
use std::collections::HashMap;

/// `GET /counts`.
pub fn get(call: &mut Call<'_>) -> HandlerResult {
    match (call.query("type"), call.query("count")) {
        (Some("conversation"), None) => conversations(call),
        (Some("conversation"), Some("admin")) => admins(call),
        (Some("user"), Some("segment")) => user_segments(call),
        (Some("user"), Some("tag")) => user_tags(call),
        (Some("company"), Some("segment")) => companies(call, "segment", company_segments),
        (Some("company"), Some("tag")) => companies(call, "tag", company_tags),
        (Some("company"), Some("user")) => companies(call, "user", company_users),
        (None | Some("company" | "segment" | "tag" | "user" | "lead"), None) => totals(call),
        (_, Some(_)) => Err(ApiError::invalid_parameter("count", "unknown count of this type")),
        (Some(_), None) => Err(ApiError::invalid_parameter("type", "unknown type")),
    }
}

#[derive(serde::Serialize)]
struct Totals {
    #[serde(rename = "type")]
    kind: &'static str,
    company: Total,
    user: Total,
    lead: Total,
    tag: Total,
    segment: Total,
}

#[derive(serde::Serialize)]
struct Total {
    count: usize,
}

/// All totals, whatever the type: the documented request has none.
fn totals(call: &Call<'_>) -> HandlerResult {
    let workspace = &*call.workspace;
    let total = |count: usize| Total { count };
    ApiResponse::json(&Totals {
        kind: "count.hash",
        company: total(workspace.companies.len()),
        user: total(workspace.people.count(PersonKind::User)),
        lead: total(workspace.people.count(PersonKind::Lead)),
        tag: total(workspace.tags.len()),
        segment: total(workspace.segments.len()),
    })
}

/// Counts of conversations.
#[derive(serde::Serialize)]
struct ConversationCounts<T> {
    #[serde(rename = "type")]
    kind: &'static str,
    conversation: T,
}

#[derive(serde::Serialize)]
struct ByState {
    open: usize,
    closed: usize,
    assigned: usize,
    unassigned: usize,
}

#[derive(serde::Serialize)]
struct OfAdmin<'a> {
    id: &'a str,
    name: &'a str,
    open: usize,
    closed: usize,
}

fn conversations(call: &Call<'_>) -> HandlerResult {
    let all = &call.workspace.conversations;
    let count = |is_counted: fn(&Conversation) -> bool| all.iter().filter(|it| is_counted(it)).count();
    let conversation = ByState {
        open: count(Conversation::is_open),
        closed: count(|it| !it.is_open()),
        assigned: count(|it| it.is_open() && it.assignee.is_some()),
        unassigned: count(|it| it.is_open() && it.assignee.is_none()),
    };
    ApiResponse::json(&ConversationCounts { kind: "count", conversation })
}

fn admins(call: &Call<'_>) -> HandlerResult {
    let mut open: HashMap<&str, usize> = HashMap::new();
    let mut closed: HashMap<&str, usize> = HashMap::new();
    for conversation in call.workspace.conversations.iter() {
        let counts = if conversation.is_open() { &mut open } else { &mut closed };
        conversation.assignee.iter().for_each(|id| count_up(counts, id));
    }
    let count = |counts: &HashMap<&str, usize>, id: &str| counts.get(id).copied().unwrap_or_default();
    let counts = call.workspace.admins.iter().map(|admin| OfAdmin {
        id: &admin.id,
        name: &admin.name,
        open: count(&open, &admin.id),
        closed: count(&closed, &admin.id),
    });
    let conversation = Below("admin", counts.collect::<Vec<_>>());
    ApiResponse::json(&ConversationCounts { kind: "count", conversation })
}

fn count_up<'a>(counts: &mut HashMap<&'a str, usize>, id: &'a str) {
    let count = counts.entry(id).or_default();
    *count = count.saturating_add(1);
}

/// A count, with the name of a record as its key.
struct NamedCount {
    name: String,
    count: usize,
    /// Of companies, the id that the caller chose; SDKs require it to come last.
    remote_company_id: Option<Option<String>>,
}

impl Serialize for NamedCount {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(None)?;
        map.serialize_entry(&self.name, &self.count)?;
        if let Some(company_id) = &self.remote_company_id {
            map.serialize_entry("remote_company_id", company_id)?;
        }
        map.end()
    }
}

/// Counts below a key.
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
    user: Below<'a, Vec<NamedCount>>,
}

#[derive(serde::Serialize)]
struct CompanyCounts<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    company: Below<'a, Vec<NamedCount>>,
    pages: serde_json::Value,
}

fn user_segments(call: &Call<'_>) -> HandlerResult {
    let segments = call.workspace.segments.iter().filter(|segment| segment.of == SegmentOf::User);
    let counts = segments.map(|segment| NamedCount {
        name: segment.name.clone(),
        count: segment.size(call.workspace),
        remote_company_id: None,
    });
    ApiResponse::json(&UserCounts { kind: "count", user: Below("segment", counts.collect()) })
}

fn user_tags(call: &Call<'_>) -> HandlerResult {
    let workspace = &*call.workspace;
    let counts = workspace.tags.iter().map(|tag| {
        let tagged = workspace.people.of_tag(&tag.id).filter_map(|seq| workspace.people.at(seq));
        let count = tagged.filter(|person| person.kind == PersonKind::User).count();
        NamedCount { name: tag.name.clone(), count, remote_company_id: None }
    });
    ApiResponse::json(&UserCounts { kind: "count", user: Below("tag", counts.collect()) })
}

fn company_segments(workspace: &Workspace) -> Vec<NamedCount> {
    let segments = workspace.segments.iter().filter(|segment| segment.of == SegmentOf::Company);
    let named = segments.map(|segment| NamedCount {
        name: segment.name.clone(),
        count: segment.size(workspace),
        remote_company_id: None,
    });
    named.collect()
}

fn company_tags(workspace: &Workspace) -> Vec<NamedCount> {
    let mut counts: HashMap<&str, usize> = HashMap::new();
    for company in workspace.companies.iter() {
        company.tags.iter().for_each(|id| count_up(&mut counts, id));
    }
    let named = workspace.tags.iter().map(|tag| {
        let count = counts.get(tag.id.as_str()).copied().unwrap_or_default();
        NamedCount { name: tag.name.clone(), count, remote_company_id: None }
    });
    named.collect()
}

fn company_users(workspace: &Workspace) -> Vec<NamedCount> {
    let named = workspace.companies.iter().map(|company| NamedCount {
        name: company.name.clone().unwrap_or_else(|| company.id.clone()),
        count: workspace.people.of_company(&company.id).len(),
        remote_company_id: Some(company.company_id.clone()),
    });
    named.collect()
}

fn companies(call: &Call<'_>, what: &'static str, counts: fn(&Workspace) -> Vec<NamedCount>) -> HandlerResult {
    let counts = counts(call.workspace);
    let query = PageQuery::read(call, Limits::COMPANIES)?;
    let total = counts.len();
    // A single page has an empty object; several pages have `pages` inside `pages`.
    let pages = if total > query.per_page { json!({"pages": query.pages(call, total)}) } else { json!({}) };
    let shown = query.slice(counts.into_iter());
    ApiResponse::json(&CompanyCounts { kind: "count", company: Below(what, shown), pages })
}
