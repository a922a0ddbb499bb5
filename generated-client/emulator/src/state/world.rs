//! A workspace with all that is in it.

use super::companies::Companies;
use super::conversations::Conversations;
use super::format::Format;
use super::ids::Ids;
use super::notifications::Notifications;
use super::people::People;
use super::records::{
    Admin, App, Company, Job, Note, Person, PersonKind, Scroll, Segment, SegmentOf, Subscription, Tag, Team, Workspace,
};
use super::table::{Table, Taken};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A workspace with all that is in it; what a snapshot and a state file hold. A member that is not known is refused: it
/// would be lost when the workspace is written again.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(remote = "Self", deny_unknown_fields)]
pub struct World {
    /// First, so that a file of another format is known as one before its members are looked at.
    #[serde(default)]
    pub format: Format,
    pub workspace: Workspace,
    pub ids: Ids,
    pub apps: Vec<App>,
    /// Digests of the tokens that apps got for their codes.
    pub tokens: Vec<String>,
    pub admins: Table<Admin>,
    pub teams: Vec<Team>,
    pub people: People,
    pub companies: Companies,
    pub tags: Table<Tag>,
    pub segments: Table<Segment>,
    pub notes: Table<Note>,
    pub conversations: Conversations,
    pub subscriptions: Table<Subscription>,
    pub notifications: Notifications,
    pub jobs: Table<Job>,
    #[serde(deserialize_with = "not_begun")]
    pub scroll: Option<Scroll>,
    /// When it was written to a file (unix seconds): the clock does not go back behind it.
    #[serde(default)]
    pub saved_at: Option<i64>,
}

impl Serialize for World {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        Self::serialize(self, serializer)
    }
}

impl<'de> Deserialize<'de> for World {
    /// A workspace that cannot be is refused wherever it comes from.
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let mut world = Self::deserialize(deserializer)?;
        if let Some(problem) = world.problem() {
            return Err(serde::de::Error::custom(problem));
        }
        world.reserve_ids();
        Ok(world)
    }
}

/// Places are counted anew when a workspace is taken up again, so that a scroll that has begun is over then.
fn not_begun<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Scroll>, D::Error> {
    let scroll = Option::<Scroll>::deserialize(deserializer)?;
    Ok(scroll.filter(|scroll| scroll.last.is_none()))
}

impl World {
    /// A workspace without anything.
    pub fn bare() -> Self {
        Self::new(Workspace { id_code: String::new(), name: String::new(), created_at: 0 }, 0)
    }

    pub fn new(workspace: Workspace, seed: u32) -> Self {
        Self {
            format: Format,
            workspace,
            ids: Ids::new(seed),
            apps: Vec::new(),
            tokens: Vec::new(),
            admins: Table::default(),
            teams: Vec::new(),
            people: People::default(),
            companies: Companies::default(),
            tags: Table::default(),
            segments: Table::default(),
            notes: Table::default(),
            conversations: Conversations::default(),
            subscriptions: Table::default(),
            notifications: Notifications::default(),
            jobs: Table::default(),
            scroll: None,
            saved_at: None,
        }
    }

    /// The company by the caller's own id.
    pub fn company_by_own_id(&self, company_id: &str) -> Option<&Company> {
        self.companies.by_own_id(company_id)
    }

    /// The tag of a name, whatever its case.
    pub fn tag_by_name(&self, name: &str) -> Option<&Tag> {
        let name = name.to_lowercase();
        self.tags.iter().find(|tag| tag.name.to_lowercase() == name)
    }

    /// The tag of a name; made if there is none.
    pub fn tag(&mut self, name: &str) -> Result<Tag, Taken> {
        if let Some(tag) = self.tag_by_name(name) {
            return Ok(tag.clone());
        }
        let tag = Tag { id: self.ids.number(), name: name.to_owned() };
        self.tags.add(tag.clone())?;
        Ok(tag)
    }

    /// The segments that a person is in.
    pub fn segments_of(&self, person: &Person) -> Vec<&Segment> {
        let of = match person.kind {
            PersonKind::User => SegmentOf::User,
            PersonKind::Lead => SegmentOf::Contact,
            PersonKind::Visitor => return Vec::new(),
        };
        self.segments.iter().filter(|segment| segment.of == of && segment.has_person(self, person)).collect()
    }
}
