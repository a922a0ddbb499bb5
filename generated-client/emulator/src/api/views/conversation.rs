//! Conversations, with and without their parts.

use crate::api::shape::{Shape, shape};
use crate::protocol::version::Version;
use crate::workspace::html;
use crate::workspace::model::Workspace;
use crate::workspace::records::conversation::{Author, Conversation, ConversationState, Message, Part};

/// The `waiting_since` of a conversation in which an admin spoke last, before API 1.2: the year 4000.
const NOBODY_WAITS: i64 = 64_060_588_800;

/// The newest parts of a conversation that are shown.
const MAX_PARTS: usize = 500;

/// How a conversation is shown.
#[derive(Clone, Copy)]
pub struct Display {
    pub version: Version,
    /// Without HTML.
    pub plaintext: bool,
    /// With its parts and tags; lists have neither.
    pub full: bool,
}

impl Display {
    fn body(self, html: &str) -> String {
        if self.plaintext { html::plain_text(html) } else { html.to_owned() }
    }
}

pub fn conversation_view(workspace: &Workspace, conversation: &Conversation, display: Display) -> Shape {
    let person = person(workspace, &conversation.person);
    let first_admin = conversation.parts.iter().find(|part| matches!(part.author, Author::Admin(_)));
    let nobody_waits = if display.version.omits_personal_data() { None } else { Some(NOBODY_WAITS) };
    let view = shape! {
        "type": "conversation",
        "id": conversation.id.as_str(),
        "created_at": conversation.created_at,
        "updated_at": conversation.updated_at,
        "waiting_since": conversation.waiting_since.or(nobody_waits),
        "snoozed_until": conversation.snoozed_until,
        "sent_at": conversation.created_at,
        "first_action_at": first_admin.map(|part| part.created_at),
        "last_action_at": conversation.parts.last().map(|part| part.created_at),
        "user": person.clone(),
        "customers": vec![person],
    };
    let view = if display.version.has_delivery_details() {
        let reply = conversation.parts.iter().find(|part| matches!(part.author, Author::Person(_)));
        let reply = reply.map(|part| {
            shape! {"created_at": part.created_at, "type": "conversation", "url": None::<&str>}
        });
        view.with("customer_first_reply", reply)
    } else {
        view
    };
    let view = view
        .with("assignee", assignee(workspace, conversation.assignee.as_deref()))
        .with("conversation_message", message(workspace, &conversation.message, display))
        .with("open", conversation.is_open())
        .with("state", state(conversation.state))
        .with("read", conversation.read)
        .with("conversation_rating", None::<Shape>);
    if display.full { with_parts(view, workspace, conversation, display) } else { view }
}

fn with_parts(view: Shape, workspace: &Workspace, conversation: &Conversation, display: Display) -> Shape {
    let hidden = conversation.parts.len().saturating_sub(MAX_PARTS);
    let parts = conversation.parts.iter().skip(hidden).map(|shown| part(workspace, shown, display));
    let parts = shape! {
        "type": "conversation_part.list",
        "conversation_parts": parts.collect::<Vec<_>>(),
        "total_count": conversation.parts.len(),
    };
    let tags = shape! {"type": "tag.list", "tags": Vec::<Shape>::new()};
    view.with("conversation_parts", parts).with("tags", tags)
}

fn state(state: ConversationState) -> &'static str {
    match state {
        ConversationState::Open => "open",
        ConversationState::Closed => "closed",
        ConversationState::Snoozed => "snoozed",
    }
}

fn person(workspace: &Workspace, id: &str) -> Shape {
    let kind = workspace.people.get(id).map_or("user", |person| person.kind.conversation_type());
    shape! {"type": kind, "id": id}
}

fn assignee(workspace: &Workspace, id: Option<&str>) -> Shape {
    let kind = match id {
        None => "nobody_admin",
        Some(id) if workspace.teams.iter().any(|team| team.id == id) => "team",
        Some(_) => "admin",
    };
    shape! {"type": kind, "id": id}
}

fn author(workspace: &Workspace, author: &Author) -> Shape {
    match author {
        Author::Person(id) => {
            let known = workspace.people.get(id);
            let name = known.and_then(|person| person.name.as_deref());
            person(workspace, id).with("name", name).with("email", known.and_then(|person| person.email.as_deref()))
        }
        Author::Admin(id) => {
            let admin = workspace.admins.get(id);
            let (name, email) = (admin.map(|admin| admin.name.as_str()), admin.map(|admin| admin.email.as_str()));
            shape! {"type": "admin", "id": id.as_str(), "name": name, "email": email}
        }
    }
}

fn message(workspace: &Workspace, message: &Message, display: Display) -> Shape {
    let tells = display.version.has_delivery_details();
    let kind = match (tells, message.message_type.as_str()) {
        (false, _) => "conversation_message",
        (true, "email") => "email",
        (true, _) => "conversation",
    };
    let view = shape! {
        "type": kind,
        "id": message.id.as_str(),
        "subject": message.subject.as_deref().unwrap_or_default(),
        "body": display.body(&message.body),
    };
    let view = match (tells, &message.author) {
        (false, _) => view,
        (true, Author::Person(_)) => view.with("delivered_as", "customer_initiated"),
        (true, Author::Admin(_)) => view.with("delivered_as", "admin_initiated"),
    };
    let author = author(workspace, &message.author);
    view.with("author", author).with("attachments", Vec::<Shape>::new()).with("url", None::<&str>)
}

fn part(workspace: &Workspace, part: &Part, display: Display) -> Shape {
    let attachments = part.attachments.iter().map(|url| {
        let name = url.rsplit('/').next().unwrap_or_default();
        shape! {
            "type": "upload",
            "name": name,
            "url": url.as_str(),
            "content_type": None::<&str>,
            "filesize": None::<u64>,
        }
    });
    shape! {
        "type": "conversation_part",
        "id": part.id.as_str(),
        "part_type": part.part_type.as_str(),
        "body": part.body.as_ref().map(|body| display.body(body)),
        "created_at": part.created_at,
        "updated_at": part.created_at,
        "notified_at": part.created_at,
        "assigned_to": part.assigned_to.as_ref().map(|id| assignee(workspace, Some(id))),
        "author": author(workspace, &part.author),
        "attachments": attachments.collect::<Vec<_>>(),
        "external_id": None::<&str>,
    }
}
