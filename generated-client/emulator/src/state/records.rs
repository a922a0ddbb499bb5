//! What a workspace holds.

use super::table::Record;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use serde_json::{Map, Value};

/// A JSON object with its keys in order.
pub type Object = Map<String, Value>;

/// The workspace itself.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Workspace {
    pub id_code: String,
    pub name: String,
    pub created_at: i64,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    #[default]
    User,
    Lead,
    Visitor,
}

impl PersonKind {
    /// The `type` of an answer.
    pub fn wire(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Lead => "contact",
            Self::Visitor => "visitor",
        }
    }

    /// The `type` inside conversations, where a lead has another name.
    pub fn in_conversations(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Lead => "lead",
            Self::Visitor => "visitor",
        }
    }

    /// The list of them in seed data.
    pub fn list(self) -> &'static str {
        match self {
            Self::User => "users",
            Self::Lead => "leads",
            Self::Visitor => "visitors",
        }
    }

    /// As it stands in messages of errors.
    pub fn title(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Lead => "Contact",
            Self::Visitor => "Visitor",
        }
    }
}

/// A user, a lead or a visitor: one person can become the next.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Person {
    pub kind: PersonKind,
    pub id: String,
    pub user_id: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub name: Option<String>,
    pub pseudonym: Option<String>,
    pub avatar: Option<String>,
    /// Ids of companies.
    pub companies: Vec<String>,
    pub location_data: Option<Object>,
    pub last_request_at: Option<i64>,
    pub last_seen_ip: Option<String>,
    pub created_at: i64,
    pub remote_created_at: Option<i64>,
    pub signed_up_at: Option<i64>,
    pub updated_at: i64,
    pub session_count: i64,
    pub unsubscribed_from_emails: bool,
    pub user_agent_data: Option<String>,
    /// Ids of tags.
    pub tags: Vec<String>,
    pub custom_attributes: Object,
    pub owner_id: Option<String>,
    /// In order of time.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub struct Company {
    pub id: String,
    pub company_id: Option<String>,
    pub name: Option<String>,
    pub plan: Option<String>,
    pub remote_created_at: Option<i64>,
    pub created_at: i64,
    pub updated_at: i64,
    pub last_request_at: Option<i64>,
    pub monthly_spend: Option<i64>,
    pub session_count: i64,
    pub size: Option<i64>,
    pub website: Option<String>,
    pub industry: Option<String>,
    pub tags: Vec<String>,
    pub custom_attributes: Object,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Tag {
    pub id: String,
    pub name: String,
}

/// Whom a segment is made of.
#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum SegmentOf {
    #[default]
    User,
    Contact,
    Company,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Segment {
    pub id: String,
    pub name: String,
    pub of: SegmentOf,
    pub created_at: i64,
    pub updated_at: i64,
    /// All of them must hold.
    pub rules: Vec<Rule>,
}

/// One condition of a segment.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// An attribute as answers have it, such as `session_count` or `custom_attributes.plan`; `tag` and `company` hold when
    /// one of them has the name.
    pub attribute: String,
    #[serde(default)]
    pub is: Comparison,
    #[serde(default)]
    pub value: Value,
}

#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    #[default]
    Equal,
    NotEqual,
    Greater,
    Less,
    Contains,
    Known,
    Unknown,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Admin {
    pub id: String,
    pub name: String,
    pub email: String,
    #[serde(default)]
    pub away: bool,
    #[serde(default)]
    pub away_reassign: bool,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Team {
    pub id: String,
    pub name: String,
    pub admin_ids: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Note {
    pub id: String,
    pub created_at: i64,
    /// HTML.
    pub body: String,
    pub author: Option<String>,
    pub person: String,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Event {
    pub id: String,
    pub event_name: String,
    pub created_at: i64,
    pub metadata: Object,
}

/// Who wrote something.
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
    pub person: String,
    /// Since when the person waits for an answer; none when an admin spoke last.
    pub waiting_since: Option<i64>,
    pub snoozed_until: Option<i64>,
    pub assignee: Option<String>,
    pub state: ConversationState,
    /// Whether the person has read it.
    pub read: bool,
    pub message: Message,
    pub parts: Vec<Part>,
}

impl Conversation {
    /// A conversation that sleeps is still open.
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
    /// HTML; none for parts that say nothing.
    pub body: Option<String>,
    pub created_at: i64,
    pub assigned_to: Option<String>,
    pub author: Author,
    pub attachments: Vec<String>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Subscription {
    pub id: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub url: String,
    pub topics: Vec<String>,
    pub active: bool,
    pub event_names: Vec<String>,
    pub hub_secret: Option<String>,
}

/// A notification of one subscription, sent or to be sent.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Notification {
    pub id: String,
    pub subscription: String,
    pub topic: String,
    pub created_at: i64,
    pub item: Box<RawValue>,
    pub attempts: u32,
    pub first_sent_at: Option<i64>,
    pub delivered_at: Option<i64>,
    /// When it is to be sent, by the emulator's clock in milliseconds; none when it is settled.
    pub due: Option<i64>,
    pub failure: Option<Failure>,
}

/// What came of the last attempt to deliver a notification.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(default)]
pub struct Failure {
    /// As it was sent, so that its signature can be checked.
    pub request_entity: String,
    pub request_headers: Vec<(String, String)>,
    /// None when there was no answer.
    pub status: Option<u16>,
    pub headers: Vec<(String, String)>,
    /// The beginning of the answer, or why there is none.
    pub text: String,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Job {
    pub id: String,
    /// What its items are.
    pub kind: String,
    pub created_at: i64,
    pub updated_at: i64,
    pub completed_at: Option<i64>,
    pub closing_at: i64,
    pub tasks: Vec<Task>,
    pub errors: Vec<JobError>,
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Task {
    pub id: String,
    pub item_count: usize,
    pub created_at: i64,
}

/// An item of a job that failed.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct JobError {
    pub method: String,
    pub data: Value,
    pub code: String,
    pub message: String,
}

/// An app that may exchange codes for tokens. Only digests are kept.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct App {
    pub client_id: String,
    pub secret: String,
    /// Codes that may still be exchanged; empty with `any_code`.
    pub codes: Vec<Code>,
    /// Takes any code, each once.
    pub any_code: bool,
    /// Codes that were exchanged.
    pub spent: Vec<String>,
}

/// A code that a user's consent gave.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Code {
    pub digest: String,
    pub issued_at: i64,
}

/// An open scroll.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Scroll {
    pub param: String,
    /// What it goes over; of a seeded one, what asks for it first.
    pub over: Option<String>,
    /// The place of the last record that was given out.
    pub last: Option<u64>,
    pub used_at: i64,
}

macro_rules! records {
    ($($name:ident $list:literal),*) => {$(
        impl Record for $name {
            const LIST: &'static str = $list;

            fn id(&self) -> &str {
                &self.id
            }
        }
    )*};
}

records!(
    Admin "admins",
    Company "companies",
    Conversation "conversations",
    Job "jobs",
    Note "notes",
    Notification "notifications",
    Person "people",
    Segment "segments",
    Subscription "subscriptions",
    Tag "tags"
);
