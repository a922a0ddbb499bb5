//! Conversations, with and without their parts.

use super::reference::{Reference, assignee_reference, person_reference, person_type};
use crate::json::JsonObject;
use crate::protocol::version::Version;
use crate::workspace::html;
use crate::workspace::model::Workspace;
use crate::workspace::records::conversation::{Author, Conversation, ConversationState, Message, Part};
use serde::Serialize;
use std::borrow::Cow;

/// Before API 1.2, the `waiting_since` of a conversation in which an admin wrote last: the year 4000.
const NOT_WAITING: i64 = 64_060_588_800;

/// The newest parts of a conversation are returned, up to this number.
const MAX_PARTS: usize = 500;

/// The format of a conversation.
#[derive(Clone, Copy)]
pub struct Display {
    pub version: Version,
    /// As text instead of HTML.
    pub plaintext: bool,
    /// With parts and tags, which lists omit.
    pub full: bool,
    /// As the item of a notification.
    pub is_item: bool,
}

impl Display {
    /// The format of notifications.
    pub fn item(version: Version) -> Self {
        Self { version, plaintext: false, full: true, is_item: true }
    }
}

impl Display {
    fn body(self, html: &str) -> Cow<'_, str> {
        if self.plaintext { html::plain_text(html).into() } else { html.into() }
    }
}

#[derive(Serialize)]
pub struct ConversationView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    created_at: i64,
    updated_at: i64,
    waiting_since: Option<i64>,
    snoozed_until: Option<i64>,
    sent_at: i64,
    first_action_at: Option<i64>,
    last_action_at: Option<i64>,
    user: Reference<'a>,
    customers: [Reference<'a>; 1],
    /// API 1.1 and later.
    #[serde(skip_serializing_if = "Option::is_none")]
    customer_first_reply: Option<Option<FirstReply>>,
    assignee: Reference<'a>,
    conversation_message: MessageView<'a>,
    open: bool,
    state: ConversationState,
    read: bool,
    conversation_rating: Option<()>,
    #[serde(skip_serializing_if = "Option::is_none")]
    conversation_parts: Option<PartList<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tags: Option<NoTags>,
    #[serde(flatten)]
    item: Option<ItemView>,
}

/// What only the items of notifications have.
#[derive(Serialize)]
struct ItemView {
    tags_added: NoTags,
    metadata: JsonObject,
    links: LinksView,
}

#[derive(Serialize)]
struct LinksView {
    conversation_web: String,
}

#[derive(Serialize)]
struct FirstReply {
    created_at: i64,
    #[serde(rename = "type")]
    kind: &'static str,
    url: Option<()>,
}

#[derive(Serialize)]
struct MessageView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    subject: &'a str,
    body: Cow<'a, str>,
    /// API 1.1 and later.
    #[serde(skip_serializing_if = "Option::is_none")]
    delivered_as: Option<&'static str>,
    author: AuthorView<'a>,
    attachments: [(); 0],
    url: Option<()>,
}

#[derive(Serialize)]
struct AuthorView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    name: Option<&'a str>,
    email: Option<&'a str>,
}

#[derive(Serialize)]
struct PartList<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    conversation_parts: Vec<PartView<'a>>,
    total_count: usize,
}

#[derive(Serialize)]
struct PartView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    part_type: &'a str,
    body: Option<Cow<'a, str>>,
    created_at: i64,
    updated_at: i64,
    notified_at: i64,
    assigned_to: Option<Reference<'a>>,
    author: AuthorView<'a>,
    attachments: Vec<AttachmentView<'a>>,
    external_id: Option<()>,
}

#[derive(Serialize)]
struct AttachmentView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    name: &'a str,
    url: &'a str,
    content_type: Option<()>,
    filesize: Option<()>,
}

/// The emulator has no tags of conversations.
const NO_TAGS: NoTags = NoTags { kind: "tag.list", tags: [] };

#[derive(Serialize)]
struct NoTags {
    #[serde(rename = "type")]
    kind: &'static str,
    tags: [(); 0],
}

pub fn conversation_view<'a>(
    workspace: &'a Workspace,
    conversation: &'a Conversation,
    display: Display,
) -> ConversationView<'a> {
    let first_admin = conversation.parts.iter().find(|part| matches!(part.author, Author::Admin(_)));
    let first_reply = conversation.parts.iter().find(|part| matches!(part.author, Author::Person(_)));
    let first_reply =
        first_reply.map(|part| FirstReply { created_at: part.created_at, kind: "conversation", url: None });
    let not_waiting = if display.version.omits_personal_data() { None } else { Some(NOT_WAITING) };
    let item = || ItemView {
        tags_added: NO_TAGS,
        metadata: JsonObject::new(),
        links: LinksView {
            conversation_web: format!(
                "https://app.intercom.io/a/apps/{}/conversations/{}",
                workspace.info.id_code, conversation.id
            ),
        },
    };
    ConversationView {
        kind: "conversation",
        id: &conversation.id,
        created_at: conversation.created_at,
        updated_at: conversation.updated_at,
        waiting_since: conversation.waiting_since.or(not_waiting),
        snoozed_until: conversation.snoozed_until,
        sent_at: conversation.created_at,
        first_action_at: first_admin.map(|part| part.created_at),
        last_action_at: conversation.parts.last().map(|part| part.created_at),
        user: person_reference(workspace, &conversation.person, display.is_item),
        customers: [person_reference(workspace, &conversation.person, false)],
        customer_first_reply: display.version.has_delivery_details().then_some(first_reply),
        assignee: assignee_reference(workspace, conversation.assignee.as_deref(), display.is_item),
        conversation_message: message_view(workspace, &conversation.message, display),
        open: conversation.is_open(),
        state: conversation.state,
        read: conversation.read,
        conversation_rating: None,
        conversation_parts: display.full.then(|| part_list(workspace, conversation, display)),
        tags: display.full.then_some(NO_TAGS),
        item: display.is_item.then(item),
    }
}

fn author_view<'a>(workspace: &'a Workspace, author: &'a Author) -> AuthorView<'a> {
    match author {
        Author::Person(id) => {
            let person = workspace.people.get(id);
            AuthorView {
                kind: person_type(workspace, id),
                id,
                name: person.and_then(|person| person.name.as_deref()),
                email: person.and_then(|person| person.email.as_deref()),
            }
        }
        Author::Admin(id) => {
            let admin = workspace.admins.get(id);
            let (name, email) = (admin.map(|admin| admin.name.as_str()), admin.map(|admin| admin.email.as_str()));
            AuthorView { kind: "admin", id, name, email }
        }
    }
}

fn message_view<'a>(workspace: &'a Workspace, message: &'a Message, display: Display) -> MessageView<'a> {
    let has_details = display.version.has_delivery_details();
    let delivered_as = match &message.author {
        Author::Person(_) => "customer_initiated",
        Author::Admin(_) => "admin_initiated",
    };
    MessageView {
        kind: match (has_details, message.message_type.as_str()) {
            (false, _) => "conversation_message",
            (true, "email") => "email",
            (true, _) => "conversation",
        },
        id: &message.id,
        subject: message.subject.as_deref().unwrap_or_default(),
        body: display.body(&message.body),
        delivered_as: has_details.then_some(delivered_as),
        author: author_view(workspace, &message.author),
        attachments: [],
        url: None,
    }
}

fn part_list<'a>(workspace: &'a Workspace, conversation: &'a Conversation, display: Display) -> PartList<'a> {
    let skipped = conversation.parts.len().saturating_sub(MAX_PARTS);
    let parts = conversation.parts.iter().skip(skipped);
    PartList {
        kind: "conversation_part.list",
        conversation_parts: parts.map(|part| part_view(workspace, part, display)).collect(),
        total_count: conversation.parts.len(),
    }
}

fn part_view<'a>(workspace: &'a Workspace, part: &'a Part, display: Display) -> PartView<'a> {
    let attachment = |url: &'a String| AttachmentView {
        kind: "upload",
        name: url.rsplit('/').next().unwrap_or_default(),
        url,
        content_type: None,
        filesize: None,
    };
    PartView {
        kind: "conversation_part",
        id: &part.id,
        part_type: &part.part_type,
        body: part.body.as_ref().map(|body| display.body(body)),
        created_at: part.created_at,
        updated_at: part.created_at,
        notified_at: part.created_at,
        assigned_to: part.assigned_to.as_ref().map(|id| assignee_reference(workspace, Some(id), display.is_item)),
        author: author_view(workspace, &part.author),
        attachments: part.attachments.iter().map(attachment).collect(),
        external_id: None,
    }
}
