//! Users, leads and visitors, with their events.

use crate::json::JsonObject;
use crate::workspace::table::Record;
use serde::{Deserialize, Serialize};

#[derive(Clone, Copy, Debug, Default, Deserialize, Eq, Hash, PartialEq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum PersonKind {
    #[default]
    User,
    Lead,
    Visitor,
}

impl PersonKind {
    /// The `type` of a person in a response: the API calls a lead `contact`.
    pub fn api_type(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Lead => "contact",
            Self::Visitor => "visitor",
        }
    }

    /// The `type` of a person inside a conversation: there a lead is `lead`.
    pub fn conversation_type(self) -> &'static str {
        match self {
            Self::User => "user",
            Self::Lead => "lead",
            Self::Visitor => "visitor",
        }
    }

    /// The list in seed data.
    pub fn list(self) -> &'static str {
        match self {
            Self::User => "users",
            Self::Lead => "leads",
            Self::Visitor => "visitors",
        }
    }

    /// The name in error messages.
    pub fn title(self) -> &'static str {
        match self {
            Self::User => "User",
            Self::Lead => "Contact",
            Self::Visitor => "Visitor",
        }
    }
}

/// A user, a lead or a visitor. A visitor can become a lead, and both can become a user: the record stays the same.
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
    pub location_data: Option<JsonObject>,
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
    pub custom_attributes: JsonObject,
    pub owner_id: Option<String>,
    /// Oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
}

#[derive(Clone, Debug, Deserialize, PartialEq, Serialize)]
pub struct Event {
    pub id: String,
    pub event_name: String,
    pub created_at: i64,
    pub metadata: JsonObject,
}

impl Person {
    /// Adds an event in the order of time, after others of the same second.
    pub fn add_event(&mut self, event: Event) {
        let position = self.events.partition_point(|known| known.created_at <= event.created_at);
        self.events.insert(position, event);
    }

    /// As [`Person::add_event`], for many.
    pub fn add_events(&mut self, events: Vec<Event>) {
        self.events.extend(events);
        // Stable.
        self.events.sort_by_key(|event| event.created_at);
    }
}

impl Record for Person {
    const LIST: &'static str = "people";

    fn id(&self) -> &str {
        &self.id
    }
}
