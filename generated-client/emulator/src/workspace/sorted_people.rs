//! The people of one kind in sorted order, kept up to date so that a request for the next page does not sort again.

use super::records::person::{Person, PersonKind};
use super::table::Seq;
use std::sync::Arc;

/// The sort value of a person and their insertion number.
pub type SortPosition = (Option<i64>, Seq);

/// What lists of people can be sorted by.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum SortKey {
    Created,
    LastRequest,
    SignedUp,
    Updated,
}

impl SortKey {
    pub fn of(self, person: &Person) -> Option<i64> {
        match self {
            Self::Created => Some(person.created_at),
            Self::LastRequest => person.last_request_at,
            Self::SignedUp => person.signed_up_at,
            Self::Updated => Some(person.updated_at),
        }
    }
}

#[derive(Clone, Debug)]
pub struct SortedPeople {
    kind: PersonKind,
    by: SortKey,
    positions: Arc<Vec<SortPosition>>,
}

impl SortedPeople {
    pub fn new<'a>(kind: PersonKind, by: SortKey, people: impl Iterator<Item = (Seq, &'a Person)>) -> Self {
        let of_kind = people.filter(|(_, person)| person.kind == kind);
        let mut positions: Vec<SortPosition> = of_kind.map(|(seq, person)| (by.of(person), seq)).collect();
        positions.sort_unstable();
        Self { kind, by, positions: Arc::new(positions) }
    }

    pub fn all(&self) -> Arc<Vec<SortPosition>> {
        Arc::clone(&self.positions)
    }

    /// The list, if it is of this kind and this order.
    pub fn positions(&self, kind: PersonKind, by: SortKey) -> Option<Arc<Vec<SortPosition>>> {
        ((self.kind, self.by) == (kind, by)).then(|| self.all())
    }

    /// The position of a person; none for one of another kind.
    pub fn position(&self, person: &Person, seq: Seq) -> Option<SortPosition> {
        (person.kind == self.kind).then(|| (self.by.of(person), seq))
    }

    pub fn replace(&mut self, old: Option<SortPosition>, new: Option<SortPosition>) {
        if old == new {
            return;
        }
        let positions = Arc::make_mut(&mut self.positions);
        if let Some(Ok(at)) = old.map(|old| positions.binary_search(&old)) {
            positions.remove(at);
        }
        if let Some((Err(at), new)) = new.map(|new| (positions.binary_search(&new), new)) {
            positions.insert(at, new);
        }
    }
}
