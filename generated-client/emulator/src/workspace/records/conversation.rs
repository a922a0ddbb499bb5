//! Conversations and notes.

use crate::workspace::table::Record;
use serde::{Deserialize, Serialize};

/// The author of a message or of a part.
#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Author {
    Person(String),
    Admin(String),
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Conversation {
    pub id: String,
    pub created_at: i64,
    pub updated_at: i64,
    /// The id of the person.
    pub person: String,
    /// Since when the person waits for an admin; none if an admin wrote last.
    pub waiting_since: Option<i64>,
    pub snoozed_until: Option<i64>,
    /// The id of an admin or a team.
    pub assignee: Option<String>,
    pub state: ConversationState,
    /// Whether the person has read it.
    pub read: bool,
    pub message: Message,
    pub parts: Vec<Part>,
}

impl Conversation {
    /// A snoozed conversation is open.
    pub fn is_open(&self) -> bool {
        self.state != ConversationState::Closed
    }
}

#[derive(Clone, Copy, Debug, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ConversationState {
    Open,
    Closed,
    Snoozed,
}

/// The message that opened a conversation.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Message {
    pub id: String,
    pub message_type: String,
    pub subject: Option<String>,
    /// HTML.
    pub body: String,
    pub author: Author,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Part {
    pub id: String,
    pub part_type: String,
    /// HTML; none for parts without text.
    pub body: Option<String>,
    pub created_at: i64,
    pub assigned_to: Option<String>,
    pub author: Author,
    /// URLs.
    pub attachments: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Note {
    pub id: String,
    pub created_at: i64,
    /// HTML.
    pub body: String,
    /// The id of an admin.
    pub author: Option<String>,
    /// The id of the person.
    pub person: String,
}

impl Record for Conversation {
    const LIST: &'static str = "conversations";

    fn id(&self) -> &str {
        &self.id
    }
}

impl Record for Note {
    const LIST: &'static str = "notes";

    fn id(&self) -> &str {
        &self.id
    }
}
