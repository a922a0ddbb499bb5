//! The shape of seed data.

use crate::state::records::{Object, Rule};
use serde::Deserialize;

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct SeedData {
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
pub(super) struct WorkspaceSeed {
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
pub(super) struct AppSeed {
    pub client_id: String,
    pub client_secret: String,
    #[serde(default)]
    pub codes: Vec<String>,
    #[serde(default)]
    pub any_code: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct AdminSeed {
    pub id: Option<String>,
    pub name: String,
    pub email: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct TeamSeed {
    pub id: Option<String>,
    pub name: String,
    /// Ids of admins.
    #[serde(default)]
    pub admins: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(untagged, expecting = "a name or { id, name } is needed")]
pub(super) enum TagSeed {
    Name(String),
    Whole { id: Option<String>, name: String },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SegmentSeed {
    pub id: Option<String>,
    pub name: String,
    /// `user`, `contact` or `company`.
    #[serde(default)]
    pub of: crate::state::records::SegmentOf,
    pub created_at: Option<i64>,
    pub updated_at: Option<i64>,
    #[serde(default)]
    pub rules: Vec<Rule>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct CompanySeed {
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
    /// Names of tags; made when they are not there.
    pub tags: Vec<String>,
    pub custom_attributes: Object,
}

#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct PersonSeed {
    pub id: Option<String>,
    pub user_id: Option<String>,
    pub email: Option<String>,
    pub phone: Option<String>,
    pub name: Option<String>,
    pub pseudonym: Option<String>,
    pub avatar: Option<String>,
    /// Own ids of companies.
    pub companies: Vec<String>,
    pub location_data: Option<Object>,
    pub last_request_at: Option<i64>,
    pub last_seen_ip: Option<String>,
    pub created_at: Option<i64>,
    pub remote_created_at: Option<i64>,
    pub signed_up_at: Option<i64>,
    pub updated_at: Option<i64>,
    pub session_count: i64,
    pub unsubscribed_from_emails: bool,
    pub user_agent_data: Option<String>,
    /// Names of tags; made when they are not there.
    pub tags: Vec<String>,
    pub custom_attributes: Object,
    pub owner_id: Option<String>,
}

/// A person by one of the ids that seed data gives.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum PersonRef {
    /// A user by user id.
    User(String),
    /// A lead by user id.
    Lead(String),
    /// Anybody by Intercom's id.
    Id(String),
    /// Anybody by email.
    Email(String),
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NoteSeed {
    pub id: Option<String>,
    pub person: PersonRef,
    pub body: String,
    pub admin: Option<String>,
    pub created_at: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct EventSeed {
    pub id: Option<String>,
    pub person: PersonRef,
    pub event_name: String,
    pub created_at: Option<i64>,
    #[serde(default)]
    pub metadata: Object,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ConversationSeed {
    pub id: Option<String>,
    pub message_id: Option<String>,
    /// The person; who wrote first as well, unless an admin did.
    pub from: PersonRef,
    /// The admin who wrote first.
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
pub(super) struct PartSeed {
    pub id: Option<String>,
    /// The admin who wrote it; else the person did.
    pub admin: Option<String>,
    pub body: String,
    pub created_at: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct SubscriptionSeed {
    pub id: Option<String>,
    pub url: String,
    pub topics: Vec<String>,
    #[serde(default)]
    pub event_names: Vec<String>,
    pub hub_secret: Option<String>,
    /// Notifications that were sent before.
    #[serde(default)]
    pub sent: Vec<NotificationSeed>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NotificationSeed {
    pub topic: String,
    #[serde(default)]
    pub item: Object,
    /// The status that the receiver answered.
    pub status: u16,
    pub created_at: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct JobSeed {
    pub id: Option<String>,
    /// `user`, `contact` or `event`.
    pub kind: String,
    pub items: usize,
    pub created_at: Option<i64>,
}

/// A scroll that is open.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ScrollSeed {
    pub param: String,
    /// `users`, `contacts` or `companies`; else what asks for it first.
    pub over: Option<String>,
}

/// How many more to make up.
#[derive(Debug, Default, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Generate {
    pub users: usize,
    pub leads: usize,
    pub companies: usize,
}
