//! The comparison of two models.

use super::level::Level;
use super::rows::{Row, Rows};
use super::version::{Version, VersionBump};
use super::{functions, groups, inputs, package, types};
use crate::model::Api;

/// Compares two models as users see them.
#[must_use]
pub fn diff(old: &Api, new: &Api) -> Comparison {
    let mut rows = Rows::default();
    package::compare(&old.package, &new.package, &mut rows);
    // A renamed type is one row, not one for each place that refers to it.
    let old = types::compare(old, new, &mut rows);
    groups::compare(&old, new, &mut rows);
    inputs::compare(&old, new, &mut rows);
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

    /// The version that the level asks for.
    #[must_use]
    pub fn version_bump(&self, current: &Version) -> VersionBump {
        let level = self.level();
        VersionBump { level, current: current.clone(), next: level.map(|level| current.next(level)) }
    }

    /// The number of rows with a level.
    #[must_use]
    pub fn count(&self, level: Level) -> usize {
        self.rows.iter().filter(|row| row.level == level).count()
    }
}
