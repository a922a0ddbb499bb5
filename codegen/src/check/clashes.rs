//! No two values may be sent to the same place of a request.

use super::checked::Destination;
use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};

/// A place in a request that a value takes.
pub struct Slot<'s> {
    /// The place.
    pub destination: Destination<'s>,
    /// What says so in the spec.
    pub span: Span,
    /// The selector and its value, when a case decides.
    pub when: Option<(&'s str, &'s str)>,
}

impl Slot<'_> {
    /// Whether the two are never both taken: two cases of one selector.
    fn excludes(&self, other: &Self) -> bool {
        matches!((self.when, other.when), (Some((a, x)), Some((b, y))) if a == b && x != y)
    }

    fn overlaps(&self, other: &Self) -> bool {
        match (&self.destination, &other.destination) {
            (Destination::Body(a), Destination::Body(b)) => a.overlaps(b),
            (Destination::Header(a), Destination::Header(b)) => a.eq_ignore_ascii_case(b),
            (a, b) => a == b,
        }
    }

    fn shown(&self) -> String {
        match &self.destination {
            Destination::Path(name) => format!("path `{{{name}}}`"),
            Destination::Query(key) => format!("query `{key}`"),
            Destination::Header(name) => format!("header `{name}`"),
            Destination::Body(pointer) => format!("body `{pointer}`"),
        }
    }
}

/// Reports values that are sent to the same place.
pub fn check(slots: &[Slot], diagnostics: &mut Diagnostics) {
    for (position, slot) in slots.iter().enumerate() {
        let earlier = slots[..position].iter().find(|earlier| earlier.overlaps(slot) && !earlier.excludes(slot));
        let Some(earlier) = earlier else { continue };
        let nested = matches!(
            (&earlier.destination, &slot.destination),
            (Destination::Body(a), Destination::Body(b)) if a != b
        );
        let message = if nested {
            format!("one of {} and {} is inside the other", slot.shown(), earlier.shown())
        } else {
            format!("two values are sent to {}", slot.shown())
        };
        diagnostics.push(
            Diagnostic::new(Code::DestinationClash, slot.span, message)
                .label("one is sent here")
                .also(earlier.span, "the other one here"),
        );
    }
}
