//! Segments. Their rules come from the seed data; who is in them follows from the data.

use super::list::List;
use super::views;
use crate::engine::{Call, Handled, Refusal, Reply};
use crate::state::World;
use crate::state::records::{PersonKind, Segment, SegmentOf};

impl Segment {
    /// Whether people of a kind can be in it.
    pub(crate) fn is_for(&self, kind: PersonKind) -> bool {
        matches!((self.of, kind), (SegmentOf::User, PersonKind::User) | (SegmentOf::Contact, PersonKind::Lead))
    }
}

/// How many people or companies are in a segment.
pub(crate) fn size(world: &World, segment: &Segment) -> usize {
    match segment.of {
        SegmentOf::Company => world.companies.iter().filter(|company| segment.has_company(world, company)).count(),
        SegmentOf::User | SegmentOf::Contact => {
            let people = world.people.iter().filter(|person| segment.is_for(person.kind));
            people.filter(|person| segment.has_person(world, person)).count()
        }
    }
}

/// `GET /segments`: those of people, or those of companies.
pub(crate) fn list(call: &mut Call<'_>) -> Handled {
    let of_companies = match call.query("type") {
        None | Some("user" | "contact") => false,
        Some("company") => true,
        Some(_) => return Err(Refusal::invalid("type", "type must be user or company".to_owned())),
    };
    let counts = super::flag(call, "include_count")?.unwrap_or(false);
    let segments = call.world.segments.iter().filter(|segment| (segment.of == SegmentOf::Company) == of_companies);
    let shown = segments.map(|segment| views::segment(segment, counts.then(|| size(call.world, segment))));
    Reply::json(&List::new("segment.list", "segments", shown.collect()))
}

/// `GET /segments/{id}`.
pub(crate) fn get_by_id(call: &mut Call<'_>) -> Handled {
    let counts = super::flag(call, "include_count")?.unwrap_or(false);
    let segment = call.world.segments.get(call.segment(0)).ok_or_else(|| Refusal::no("Segment"))?;
    Reply::json(&views::segment(segment, counts.then(|| size(call.world, segment))))
}
