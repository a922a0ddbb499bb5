//! A workspace with all its records.

use super::companies::Companies;
use super::conversations::Conversations;
use super::ids::Ids;
use super::notifications::Notifications;
use super::people::People;
use super::records::account::{Admin, App, Scroll, Team, WorkspaceInfo};
use super::records::company::Company;
use super::records::conversation::Note;
use super::records::job::Job;
use super::records::label::{Segment, Tag};
use super::records::webhook::Subscription;
use super::table::{DuplicateKey, Table};
use super::tags::Tags;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// The format of a serialized workspace.
const FORMAT: u64 = 1;

/// A workspace with all its records. `invariants` implements its `Deserialize`. Snapshots and state files
/// contain it. Rejects an unknown member: it would be lost when the workspace is written again.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct Workspace {
    /// First, so that a file of another format is rejected before its members are read.
    #[serde(default)]
    format: Format,
    #[serde(rename = "workspace")]
    pub info: WorkspaceInfo,
    pub ids: Ids,
    pub apps: Vec<App>,
    /// Digests of the tokens that apps got for their codes.
    pub tokens: Vec<String>,
    pub admins: Table<Admin>,
    pub teams: Table<Team>,
    pub people: People,
    pub companies: Companies,
    pub tags: Tags,
    pub segments: Table<Segment>,
    pub notes: Table<Note>,
    pub conversations: Conversations,
    pub subscriptions: Table<Subscription>,
    pub notifications: Notifications,
    pub jobs: Table<Job>,
    #[serde(deserialize_with = "unstarted_scroll")]
    pub scroll: Option<Scroll>,
    /// When it was written to a file (unix seconds): the clock of the next run starts no earlier.
    #[serde(default)]
    pub saved_at: Option<i64>,
}

impl Serialize for Workspace {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

/// Insertion numbers are assigned anew when a workspace is read, so a scroll that has started cannot continue.
fn unstarted_scroll<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Scroll>, D::Error> {
    let scroll = Option::<Scroll>::deserialize(deserializer)?;
    Ok(scroll.filter(|scroll| scroll.last.is_none()))
}

impl Workspace {
    /// A workspace without records. Another `id_seed` results in other ids.
    pub fn new(info: WorkspaceInfo, id_seed: u32) -> Self {
        Self { info, ids: Ids::new(id_seed), ..Self::default() }
    }

    /// The company with the id that the caller chose.
    pub fn company_by_own_id(&self, company_id: &str) -> Option<&Company> {
        self.companies.by_own_id(company_id)
    }

    pub fn has_team(&self, id: &str) -> bool {
        self.teams.get(id).is_some()
    }

    /// Finds a tag by name, ignoring case.
    pub fn tag_by_name(&self, name: &str) -> Option<&Tag> {
        self.tags.by_name(name)
    }

    /// Finds a tag by name, or creates it.
    pub fn find_or_create_tag(&mut self, name: &str) -> Result<Tag, DuplicateKey> {
        if let Some(tag) = self.tag_by_name(name) {
            return Ok(tag.clone());
        }
        let tag = Tag { id: self.ids.number(), name: name.to_owned() };
        self.tags.add(tag.clone())?;
        Ok(tag)
    }
}

/// The one format that this emulator reads and writes; data without a format is of format 1 too.
#[derive(Clone, Copy, Debug, Default)]
struct Format;

impl Serialize for Format {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(FORMAT)
    }
}

impl<'de> Deserialize<'de> for Format {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match serde_json::Value::deserialize(deserializer)? {
            format if format.as_u64() == Some(FORMAT) => Ok(Self),
            other => Err(serde::de::Error::custom(format!("its format is {other}; this emulator reads only {FORMAT}"))),
        }
    }
}
