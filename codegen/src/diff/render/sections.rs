//! What all forms of a comparison show: sections, counts, the version bump.

use crate::diff::compare::Comparison;
use crate::diff::level::Level;
use crate::diff::rows::{Class, Row};
use crate::diff::version::VersionBump;

/// The names of the two sides in output.
#[derive(Clone, Debug)]
pub struct Sides {
    /// The old side: `spec/v1 at HEAD (5ba69a8)`.
    pub old: String,
    /// The new side.
    pub new: String,
}

/// The rows under one heading.
pub struct Section<'a> {
    /// The heading.
    pub title: &'static str,
    /// What the reader must know about these rows.
    pub note: Option<&'static str>,
    /// The rows.
    pub rows: Vec<&'a Row>,
}

/// The sections that have rows. Changes of requests that callers' code does not notice come first, in capitals.
pub fn sections(comparison: &Comparison) -> Vec<Section<'_>> {
    let of = |title, note, keep: &dyn Fn(&Row) -> bool| Section {
        title,
        note,
        rows: comparison.rows.iter().filter(|row| keep(row)).collect(),
    };
    let is_breaking = |row: &Row| row.class == Class::Wire && row.level == Level::Major;
    let sections = [
        of(
            "SENT DIFFERENTLY",
            Some("callers' code may compile as before, but the API receives something else"),
            &is_breaking,
        ),
        of("Sent differently, harmlessly", None, &|row| row.class == Class::Wire && !is_breaking(row)),
        of("What callers write", None, &|row| row.class == Class::Api),
        of("What callers read", None, &|row| row.class == Class::Response),
        of("What else the client does", None, &|row| row.class == Class::Behaviour),
        of("Docs and examples", None, &|row| row.class == Class::Docs),
    ];
    sections.into_iter().filter(|section| !section.rows.is_empty()).collect()
}

/// `5 changes: 2 major, 1 minor, 2 patch`
pub fn counts(comparison: &Comparison) -> String {
    let counts: Vec<String> = Level::ALL
        .into_iter()
        .map(|level| (comparison.count(level), level))
        .filter(|(count, _)| *count > 0)
        .map(|(count, level)| format!("{count} {level}"))
        .collect();
    let total = comparison.rows.len();
    format!("{total} change{}: {}", if total == 1 { "" } else { "s" }, counts.join(", "))
}

/// `major, so 0.1.0 → 0.2.0`
pub fn bump_line(bump: &VersionBump) -> String {
    match (bump.level, &bump.next) {
        (Some(level), Some(next)) => format!("{level}, so {} → {next}", bump.current),
        _ => format!("no differences, so {} stays", bump.current),
    }
}
