//! What changed between two specs, as the users of the client see it.
//!
//! [`diff`] compares two lowered models, not two texts: comments, order of keys and defaults written out make no row.
//! Whatever else differs makes at least one row; a difference that no rule knows is shown as such, as a major one, so
//! that nothing passes in silence.

mod arguments;
mod enums;
mod functions;
mod package;
mod render;
mod returns;
mod rows;
mod text;
mod types;
mod verdict;
mod wire;

pub use render::{Sides, human, json, markdown};
pub use rows::{Change, Class, Row};
pub use verdict::{Level, Verdict, Version};

use crate::model::Api;
use rows::Rows;

/// Compares two models as users see them.
#[must_use]
pub fn diff(old: &Api, new: &Api) -> Comparison {
    let mut rows = Rows::default();
    package::compare(&old.package, &new.package, &mut rows);
    // A renamed type is one row, not one for each place that names it.
    let old = types::compare(old, new, &mut rows);
    functions::compare(&old, new, &mut rows);
    Comparison { rows: rows.sorted() }
}

/// What changed between two models.
#[derive(Clone, Debug)]
pub struct Comparison {
    /// The changes: by class, within a class by level, within a level in the order of the spec.
    pub rows: Vec<Row>,
}

impl Comparison {
    /// The highest level of all rows; `None` when nothing changed.
    #[must_use]
    pub fn level(&self) -> Option<Level> {
        self.rows.iter().map(|row| row.level).max()
    }

    /// The level, and what it means for the version.
    #[must_use]
    pub fn verdict(&self, current: &Version) -> Verdict {
        let level = self.level();
        Verdict { level, current: current.clone(), next: level.map(|level| current.next(level)) }
    }

    /// How many rows have a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.rows.iter().filter(|row| row.level == level).count()
    }
}
