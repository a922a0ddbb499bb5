//! The format of seed data. Unlike the records, entries name people, companies and tags by what the author of the data knows,
//! and leave out ids and times that the emulator can generate.

use crate::json::JsonObject;
use crate::workspace::records::label::{SegmentOf, SegmentRule};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct SeedData {
    pub workspace: WorkspaceSeed,
    pub apps: Vec<AppSeed>,
    pub admins: Vec<AdminSeed>,
    pub teams: Vec<TeamSeed>,
    pub tags: Vec<TagSeed>,
    pub segments: Vec<SegmentSeed>,
    pub companies: Vec<CompanySeed>,
    pub users: Vec<PersonSeed>,
    pub leads: Vec<PersonSeed>,
    pub visitors: Vec<PersonSeed>,
    pub notes: Vec<NoteSeed>,
    pub events: Vec<EventSeed>,
    pub conversations: Vec<ConversationSeed>,
    pub subscriptions: Vec<SubscriptionSeed>,
    pub jobs: Vec<JobSeed>,
    pub scroll: Option<ScrollSeed>,
    pub generate: Generate,
}

#[derive(Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct WorkspaceSeed {
    pub id: String,
    pub name: String,
    pub created_at: Option<i64>,
}

impl Default for WorkspaceSeed {
    fn default() -> Self {
        Self { id: "emulated".to_owned(), name: "Emulated workspace".to_owned(), created_at: None }
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AppSeed {
    pub client_id: String,
    pub client_secret: String,
    #[serde(default)]
    pub codes: Vec<String>,
    #[serde(default)]
    pub any_code: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AdminSeed {
    pub id: Option<String>,
    pub name: String,
    pub email: String,
    /// The URL of a picture.
    pub avatar: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TeamSeed {
    pub id: Option<String>,
    pub name: String,
    /// Ids of admins.
    #[serde(default)]
    pub admins: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "expected a name or { id, name }")]
pub enum TagSeed {
    Name(String),
    Record { id: Option<String>, name: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentSeed {
    pub id: Option<String>,
    pub name: String,
    /// `user`, `contact` or `company`.
    #[serde(default)]
    pub of: SegmentOf,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    #[serde(default)]
    pub rules: Vec<SegmentRule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CompanySeed {
    pub id: Option<String>,
    pub company_id: Option<String>,
    pub name: Option<String>,
    pub plan: Option<String>,
    pub monthly_spend: Option<i64>,
    pub size: Option<i64>,
    pub website: Option<String>,
    pub industry: Option<String>,
    pub remote_created_at: Option<i64>,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub last_request_at: Option<i64>,
    pub session_count: i64,
    /// Names of tags; created if they do not exist.
    pub tags: Vec<String>,
    pub custom_attributes: JsonObject,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PersonSeed {
    pub id: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub name: Option<String>,
    pub pseudonym: Option<String>,
    pub avatar: Option<String>,
    /// The `company_id`s of companies.
    pub companies: Vec<String>,
    pub location_data: Option<JsonObject>,
    pub last_request_at: Option<i64>,
    pub last_seen_ip: Option<String>,
    pub created_at: Option<i64>,
    pub remote_created_at: Option<i64>,
    pub signed_up_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub session_count: i64,
    pub unsubscribed_from_emails: bool,
    pub user_agent_data: Option<String>,
    /// Names of tags; created if they do not exist.
    pub tags: Vec<String>,
    pub custom_attributes: JsonObject,
    pub owner_id: Option<String>,
}

/// A reference to a person.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonRef {
    /// A user, by user id.
    User(String),
    /// A lead, by user id.
    Lead(String),
    /// Any person, by Intercom's id.
    Id(String),
    /// Any person, by email.
    Email(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NoteSeed {
    pub id: Option<String>,
    pub person: PersonRef,
    pub body: String,
    pub admin: Option<String>,
    pub created_at: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventSeed {
    pub id: Option<String>,
    pub person: PersonRef,
    pub event_name: String,
    pub created_at: Option<i64>,
    #[serde(default)]
    pub metadata: JsonObject,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConversationSeed {
    pub id: Option<String>,
    pub message_id: Option<String>,
    /// The person, who also wrote the first message unless `admin` is set.
    pub from: PersonRef,
    /// The admin who wrote the first message.
    pub admin: Option<String>,
    pub subject: Option<String>,
    pub body: String,
    pub assignee: Option<String>,
    #[serde(default)]
    pub closed: bool,
    pub created_at: Option<i64>,
    #[serde(default)]
    pub parts: Vec<PartSeed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartSeed {
    pub id: Option<String>,
    /// The admin who wrote it; without it, the person did.
    pub admin: Option<String>,
    pub body: String,
    pub created_at: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SubscriptionSeed {
    pub id: Option<String>,
    pub url: String,
    pub topics: Vec<String>,
    #[serde(default)]
    pub event_names: Vec<String>,
    pub hub_secret: Option<String>,
    /// Notifications that were sent already.
    #[serde(default)]
    pub sent: Vec<NotificationSeed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NotificationSeed {
    pub topic: String,
    #[serde(default)]
    pub item: JsonObject,
    /// The status of the receiver's response.
    pub status: u16,
    pub created_at: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct JobSeed {
    pub id: Option<String>,
    /// `user`, `contact` or `event`.
    pub kind: String,
    pub items: usize,
    pub created_at: Option<i64>,
}

/// An open scroll.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ScrollSeed {
    pub param: String,
    /// `users`, `contacts` or `companies`; without it, the list that asks for it first.
    pub over: Option<String>,
}

/// How many records to generate.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Generate {
    pub users: usize,
    pub leads: usize,
    pub companies: usize,
}
