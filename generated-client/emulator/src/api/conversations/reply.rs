//! Replies: comments, notes, and everything else that a reply does.

use super::show::{emit, show};
use crate::api::attributes;
use crate::api::person_selector::{CUSTOMERS, PersonSelector};
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::HandlerResult;
use crate::workspace::html::paragraph;
use crate::workspace::records::conversation::{Author, Conversation, ConversationState, Part};

const MAX_ATTACHMENTS: usize = 5;

/// `POST /conversations/{id}/reply`.
pub fn reply(call: &mut Call<'_>) -> HandlerResult {
    let id = call.path_param(0).to_owned();
    apply(call, &id, call.body())
}

/// `POST /conversations/last/reply`: to the person's conversation that was updated last.
pub fn reply_to_last(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let person = PersonSelector::of_reply(body)?.one(call.workspace, CUSTOMERS)?.id.clone();
    let own = call.workspace.conversations.entries().filter(|(_, conversation)| conversation.person == person);
    let last = own.max_by_key(|(seq, conversation)| (conversation.updated_at, *seq));
    let id = last.ok_or_else(|| ApiError::not_found("Conversation"))?.1.id.clone();
    apply(call, &id, body)
}

/// The effect of a reply.
struct Step {
    by_admin: bool,
    part_type: &'static str,
    needs_body: bool,
    topic: &'static str,
}

impl Step {
    fn apply(&self, conversation: &mut Conversation, now: i64, snoozed_until: Option<i64>) {
        conversation.updated_at = now;
        match self.part_type {
            "close" => {
                conversation.state = ConversationState::Closed;
                conversation.snoozed_until = None;
                conversation.waiting_since = None;
            }
            "open" | "unsnoozed" => {
                conversation.state = ConversationState::Open;
                conversation.snoozed_until = None;
            }
            "snoozed" => {
                conversation.state = ConversationState::Snoozed;
                conversation.snoozed_until = snoozed_until;
            }
            "comment" if self.by_admin => {
                conversation.waiting_since = None;
                conversation.read = false;
            }
            "comment" => {
                conversation.state = ConversationState::Open;
                conversation.snoozed_until = None;
                conversation.waiting_since.get_or_insert(now);
                conversation.read = true;
            }
            _ => {}
        }
    }
}

fn apply(call: &mut Call<'_>, id: &str, body: &JsonObject) -> HandlerResult {
    let known = call.workspace.conversations.get(id).ok_or_else(|| ApiError::not_found("Conversation"))?;
    let is_snoozed = known.state == ConversationState::Snoozed;
    let by_admin = match body.string("type")?.as_deref() {
        // An official SDK of API 1.x has sent the long forms since 2014.
        Some("admin" | "admin_reply") => true,
        Some("user" | "contact" | "lead" | "user_reply" | "contact_reply") => false,
        // Some of Intercom's own examples say it by the id alone.
        None if body.non_null("admin_id").is_some() => true,
        None if !PersonSelector::of_reply(body)?.is_empty() => false,
        _ => return Err(ApiError::invalid_parameter("type", "type must be admin or user")),
    };
    let message_type = body.string("message_type")?.unwrap_or_else(|| "comment".to_owned());
    let step = step(by_admin, &message_type, is_snoozed)?;
    let author = if by_admin {
        let id = body.string("admin_id")?.unwrap_or_default();
        Author::Admin(call.workspace.admins.get(&id).ok_or_else(ApiError::admin_not_found)?.id.clone())
    } else {
        Author::Person(PersonSelector::of_reply(body)?.one(call.workspace, CUSTOMERS)?.id.clone())
    };
    let text = body.string("body")?.filter(|text| !text.trim().is_empty());
    let attachments = body.strings("attachment_urls")?.unwrap_or_default();
    if attachments.len() > MAX_ATTACHMENTS {
        let message = format!("at most {MAX_ATTACHMENTS} attachments are allowed");
        return Err(ApiError::invalid_parameter("attachment_urls", message));
    }
    if step.needs_body && text.is_none() && attachments.is_empty() {
        return Err(ApiError::missing_parameter("body", "body is missing"));
    }
    let assignee = match message_type.as_str() {
        "assignment" => Some(assignee(call, body)?),
        _ => None,
    };
    let snoozed_until = match step.part_type {
        "snoozed" => Some(snoozed_until(body, call.now)?),
        _ => None,
    };
    // Nothing fails from here on.
    let (now, part_id) = (call.now, call.workspace.ids.number());
    let assigned_to = assignee.clone().flatten();
    let part = Part {
        id: part_id,
        part_type: step.part_type.to_owned(),
        body: text.as_deref().map(paragraph),
        created_at: now,
        assigned_to,
        author,
        attachments,
    };
    call.workspace.conversations.change(id, |conversation| {
        step.apply(conversation, now, snoozed_until);
        if let Some(assignee) = assignee {
            conversation.assignee = assignee;
        }
        conversation.parts.push(part);
    });
    emit(call, step.topic, id);
    show(call, id)
}

fn step(by_admin: bool, message_type: &str, is_snoozed: bool) -> Result<Step, ApiError> {
    let (part_type, needs_body, topic) = match (by_admin, message_type) {
        (true, "comment") => ("comment", true, "conversation.admin.replied"),
        (true, "note") => ("note", true, "conversation.admin.noted"),
        (true, "close") => ("close", false, "conversation.admin.closed"),
        (true, "open") if is_snoozed => ("unsnoozed", false, "conversation.admin.unsnoozed"),
        (true, "open") => ("open", false, "conversation.admin.opened"),
        (true, "assignment") => ("assignment", false, "conversation.admin.assigned"),
        (true, "snoozed" | "snooze") => ("snoozed", false, "conversation.admin.snoozed"),
        (false, "comment") => ("comment", true, "conversation.user.replied"),
        _ => {
            let known = "comment; for an admin also note, close, open, assignment, snoozed";
            return Err(ApiError::invalid_parameter("message_type", format!("message_type must be {known}")));
        }
    };
    Ok(Step { by_admin, part_type, needs_body, topic })
}

fn snoozed_until(body: &JsonObject, now: i64) -> Result<i64, ApiError> {
    match attributes::time(body, "snoozed_until")? {
        Some(until) if until > now => Ok(until),
        Some(_) => Err(ApiError::invalid_parameter("snoozed_until", "snoozed_until must be in the future")),
        None => Err(ApiError::missing_parameter("snoozed_until", "snoozed_until is missing")),
    }
}

/// The new assignee; `0` or `nobody` is none.
fn assignee(call: &Call<'_>, body: &JsonObject) -> Result<Option<String>, ApiError> {
    let id = body.string("assignee_id")?;
    let id = id.ok_or_else(|| ApiError::missing_parameter("assignee_id", "assignee_id is missing"))?;
    if matches!(id.as_str(), "0" | "nobody") {
        return Ok(None);
    }
    if call.workspace.has_team(&id) || call.workspace.admins.get(&id).is_some() {
        Ok(Some(id))
    } else {
        Err(ApiError::admin_not_found())
    }
}
