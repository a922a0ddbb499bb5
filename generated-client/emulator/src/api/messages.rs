//! Messages. Each one opens a conversation; the response is the message.

use crate::api::conversations::show::emit;
use crate::api::person_selector::{PersonSelector, kinds_of};
use crate::api::views::admin::AdminStub;
use crate::api::visitors;
use crate::json::JsonObject;
use crate::protocol::api_error::ApiError;
use crate::protocol::call::Call;
use crate::protocol::json_object::JsonObjectExt;
use crate::protocol::response::{ApiResponse, HandlerResult};
use crate::workspace::html::paragraph;
use crate::workspace::records::conversation::{Author, Conversation, ConversationState, Message};
use crate::workspace::records::person::PersonKind;
use serde::Serialize;

/// `POST /messages`: from an admin to a person, or from a person.
pub fn create(call: &mut Call<'_>) -> HandlerResult {
    let body = call.body();
    let from = body.object("from")?.ok_or_else(|| ApiError::missing_parameter("from", "from is missing"))?;
    let text = body.string("body")?.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| ApiError::missing_parameter("body", "body is missing"))?;
    match from.string("type")?.as_deref() {
        Some("admin") => from_admin(call, body, from, &text),
        Some(kind) => from_person(call, from, kind, &text),
        None => Err(ApiError::missing_parameter("from.type", "from.type is missing")),
    }
}

fn from_admin(call: &mut Call<'_>, body: &JsonObject, from: &JsonObject, text: &str) -> HandlerResult {
    let admin = from.string("id")?.unwrap_or_default();
    let admin = call.workspace.admins.get(&admin).ok_or_else(ApiError::admin_not_found)?.clone();
    let to = body.object("to")?.ok_or_else(|| ApiError::missing_parameter("to", "to is missing"))?;
    let kinds = kinds_of(to.string("type")?.as_deref())?;
    let person = PersonSelector::read(to)?.one(call.workspace, kinds)?.clone();
    let message_type = body.string("message_type")?.unwrap_or_else(|| "inapp".to_owned());
    let by_email = match message_type.as_str() {
        "email" => true,
        "inapp" => false,
        _ => return Err(ApiError::invalid_parameter("message_type", "message_type must be inapp or email")),
    };
    let subject = body.string("subject")?.filter(|subject| by_email && !subject.is_empty());
    if by_email {
        if subject.is_none() {
            return Err(ApiError::missing_parameter("subject", "an email needs a subject"));
        }
        if person.unsubscribed_from_emails {
            return Err(ApiError::action_forbidden("User has unsubscribed from emails"));
        }
        if person.email.is_none() {
            return Err(ApiError::invalid_parameter("to", "the recipient has no email address"));
        }
    }
    let template = body.string("template")?.filter(|_| by_email);
    if template.as_ref().is_some_and(|template| template != "plain" && template != "personal") {
        return Err(ApiError::invalid_parameter("template", "template must be plain or personal"));
    }
    let message = Message {
        id: call.workspace.ids.number(),
        message_type,
        subject,
        body: paragraph(text),
        author: Author::Admin(admin.id.clone()),
    };
    let view = AdminMessageView {
        kind: "admin_message",
        id: message.id.clone(),
        created_at: call.now,
        message_type: message.message_type.clone(),
        subject: message.subject.clone(),
        body: text,
        template,
        owner: AdminStub::of(&admin),
    };
    let id = open(call, &person.id, message)?;
    emit(call, "conversation.admin.single.created", &id);
    ApiResponse::json(&view)
}

fn from_person(call: &mut Call<'_>, from: &JsonObject, kind: &str, text: &str) -> HandlerResult {
    let person = PersonSelector::read(from)?.one(call.workspace, kinds_of(Some(kind))?)?.clone();
    if person.kind == PersonKind::Visitor {
        visitors::into_lead(call, &person.id);
    }
    let message = Message {
        id: call.workspace.ids.number(),
        message_type: "inapp".to_owned(),
        subject: None,
        body: paragraph(text),
        author: Author::Person(person.id.clone()),
    };
    let view = UserMessageView {
        kind: "user_message",
        id: message.id.clone(),
        created_at: call.now,
        message_type: "inapp",
        body: text,
    };
    let id = open(call, &person.id, message)?;
    emit(call, "conversation.user.created", &id);
    ApiResponse::json(&view)
}

#[derive(Serialize)]
struct AdminMessageView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    created_at: i64,
    message_type: String,
    subject: Option<String>,
    body: &'a str,
    template: Option<String>,
    owner: AdminStub<'a>,
}

#[derive(Serialize)]
struct UserMessageView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: String,
    created_at: i64,
    message_type: &'static str,
    body: &'a str,
}

/// Opens a conversation with a message.
fn open(call: &mut Call<'_>, person: &str, message: Message) -> Result<String, ApiError> {
    let (id, now) = (call.workspace.ids.number(), call.now);
    let from_person = matches!(message.author, Author::Person(_));
    call.workspace.conversations.add(Conversation {
        id: id.clone(),
        created_at: now,
        updated_at: now,
        person: person.to_owned(),
        waiting_since: from_person.then_some(now),
        snoozed_until: None,
        assignee: None,
        state: ConversationState::Open,
        read: from_person,
        message,
        parts: Vec::new(),
    })?;
    Ok(id)
}
