//! Tags and segments.

use crate::workspace::table::Record;
use serde::{Deserialize, Serialize};
use serde_json::Value;

#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Tag {
    pub id: String,
    pub name: String,
}

/// The kind of records in a segment.
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
    /// A record must match all of them.
    pub rules: Vec<SegmentRule>,
}

/// One condition of a segment.
#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(deny_unknown_fields)]
pub struct SegmentRule {
    /// An attribute as responses name it, such as `session_count` or `custom_attributes.plan`. `tag` and `company` match if
    /// one of the record's tags or companies has the name.
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

impl Record for Tag {
    const LIST: &'static str = "tags";

    fn id(&self) -> &str {
        &self.id
    }
}

impl Record for Segment {
    const LIST: &'static str = "segments";

    fn id(&self) -> &str {
        &self.id
    }
}
