//! Messages. Each opens a conversation, and the answer is the message.

use super::find::{Naming, kinds_of};
use super::html::paragraph;
use super::shape::shape;
use super::{conversations, visitors};
use crate::engine::{Call, Handled, Members, Refusal, Reply};
use crate::state::records::{Author, Conversation, ConversationState, Message, Object, PersonKind};

/// `POST /messages`: from an admin to somebody, or from somebody.
pub(crate) fn create(call: &mut Call<'_>) -> Handled {
    let body = call.body();
    let from = body.object("from")?.ok_or_else(|| Refusal::missing_parameter("from", "from is missing".to_owned()))?;
    let text = body.text("body")?.filter(|text| !text.trim().is_empty());
    let text = text.ok_or_else(|| Refusal::missing_parameter("body", "body is missing".to_owned()))?;
    match from.text("type")?.as_deref() {
        Some("admin") => from_admin(call, body, from, &text),
        Some(kind) => from_person(call, from, kind, &text),
        None => Err(Refusal::missing_parameter("from.type", "from.type is missing".to_owned())),
    }
}

fn from_admin(call: &mut Call<'_>, body: &Object, from: &Object, text: &str) -> Handled {
    let admin = from.text("id")?.unwrap_or_default();
    let admin = call.world.admins.get(&admin).ok_or_else(Refusal::no_admin)?.clone();
    let to = body.object("to")?.ok_or_else(|| Refusal::missing_parameter("to", "to is missing".to_owned()))?;
    let kinds = kinds_of(to.text("type")?.as_deref())?;
    let person = Naming::read(to)?.one(call.world, kinds)?.clone();
    let message_type = body.text("message_type")?.unwrap_or_else(|| "inapp".to_owned());
    let by_email = match message_type.as_str() {
        "email" => true,
        "inapp" => false,
        _ => return Err(Refusal::invalid("message_type", "message_type must be inapp or email".to_owned())),
    };
    let subject = body.text("subject")?.filter(|subject| by_email && !subject.is_empty());
    if by_email {
        if subject.is_none() {
            return Err(Refusal::missing_parameter("subject", "an email needs a subject".to_owned()));
        }
        if person.unsubscribed_from_emails {
            return Err(Refusal::action_forbidden("User has unsubscribed from emails"));
        }
        if person.email.is_none() {
            return Err(Refusal::invalid("to", "the receiver has no email address".to_owned()));
        }
    }
    let template = body.text("template")?.filter(|_| by_email);
    if template.as_ref().is_some_and(|template| template != "plain" && template != "personal") {
        return Err(Refusal::invalid("template", "template must be plain or personal".to_owned()));
    }
    let message = Message {
        id: call.world.ids.number(),
        message_type,
        subject,
        body: paragraph(text),
        author: Author::Admin(admin.id.clone()),
    };
    let owner = shape! {
        "type": "admin",
        "id": admin.id.as_str(),
        "name": admin.name.as_str(),
        "email": admin.email.as_str(),
    };
    let reply = shape! {
        "type": "admin_message",
        "id": message.id.as_str(),
        "created_at": call.now,
        "message_type": message.message_type.as_str(),
        "subject": message.subject.as_deref(),
        "body": text,
        "template": template,
        "owner": owner,
    };
    let id = open(call, &person.id, message)?;
    conversations::raise(call, "conversation.admin.single.created", &id);
    Reply::json(&reply)
}

fn from_person(call: &mut Call<'_>, from: &Object, kind: &str, text: &str) -> Handled {
    let person = Naming::read(from)?.one(call.world, kinds_of(Some(kind))?)?.clone();
    if person.kind == PersonKind::Visitor {
        visitors::into_lead(call, &person.id);
    }
    let message = Message {
        id: call.world.ids.number(),
        message_type: "inapp".to_owned(),
        subject: None,
        body: paragraph(text),
        author: Author::Person(person.id.clone()),
    };
    let reply = shape! {
        "type": "user_message",
        "id": message.id.as_str(),
        "created_at": call.now,
        "message_type": "inapp",
        "body": text,
    };
    let id = open(call, &person.id, message)?;
    conversations::raise(call, "conversation.user.created", &id);
    Reply::json(&reply)
}

/// Opens a conversation with a message.
fn open(call: &mut Call<'_>, person: &str, message: Message) -> Result<String, Refusal> {
    let (id, now) = (call.world.ids.number(), call.now);
    let from_person = matches!(message.author, Author::Person(_));
    call.world.conversations.add(Conversation {
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
