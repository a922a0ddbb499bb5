//! Tags and segments.

use crate::api::list::List;
use crate::state::World;
use crate::state::records::{Segment, SegmentOf, Tag};
use serde::Serialize;

#[derive(Serialize)]
pub(crate) struct TagView<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    id: &'a str,
    name: &'a str,
}

pub(crate) fn tag(tag: &Tag) -> TagView<'_> {
    TagView { kind: "tag", id: &tag.id, name: &tag.name }
}

pub(crate) fn tag_list<'a>(world: &'a World, ids: &[String]) -> List<TagView<'a>> {
    List::new("tag.list", "tags", ids.iter().filter_map(|id| world.tags.get(id)).map(tag).collect())
}

/// A segment where somebody is in it.
#[derive(Serialize)]
pub(super) struct SegmentStub<'a> {
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
pub(crate) struct SegmentView<'a> {
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

pub(crate) fn segment(segment: &Segment, count: Option<usize>) -> SegmentView<'_> {
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
