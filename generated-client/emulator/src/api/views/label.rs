//! Tags and segments.

use crate::api::list::List;
use crate::workspace::model::Workspace;
use crate::workspace::records::label::{Segment, SegmentOf, Tag};
use serde::Serialize;

#[derive(Serialize)]
pub struct TagView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    name: &'a str,
}

pub fn tag_view(tag: &Tag) -> TagView<'_> {
    TagView { kind: "tag", id: &tag.id, name: &tag.name }
}

pub fn tag_list<'a>(workspace: &'a Workspace, ids: &[String]) -> List<TagView<'a>> {
    List::new("tag.list", "tags", ids.iter().filter_map(|id| workspace.tags.get(id)).map(tag_view).collect())
}

/// A segment in the list of a person or a company.
#[derive(Serialize)]
pub struct SegmentStub<'a> {
    #[serde(rename = "type")]
    pub kind: &'static str,
    pub id: &'a str,
}

impl<'a> SegmentStub<'a> {
    pub fn of(segment: &'a Segment) -> Self {
        Self { kind: "segment", id: &segment.id }
    }
}

#[derive(Serialize)]
pub struct SegmentView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    name: &'a str,
    created_at: i64,
    updated_at: i64,
    #[serde(skip_serializing_if = "Option::is_none")]
    person_type: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    count: Option<usize>,
}

pub fn segment_view(segment: &Segment, count: Option<usize>) -> SegmentView<'_> {
    SegmentView {
        kind: "segment",
        id: &segment.id,
        name: &segment.name,
        created_at: segment.created_at,
        updated_at: segment.updated_at,
        person_type: match segment.of {
            SegmentOf::User => Some("user"),
            SegmentOf::Contact => Some("contact"),
            SegmentOf::Company => None,
        },
        count,
    }
}
