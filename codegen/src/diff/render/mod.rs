//! A comparison as text: for a terminal, for a pull request, for programs.

mod human;
mod json;
mod markdown;

pub use human::human;
pub use json::json;
pub use markdown::markdown;

use super::{Class, Comparison, Level, Row, Verdict};

/// What was compared, as output calls it.
#[derive(Clone, Debug)]
pub struct Sides {
    /// The old side: `spec/v1 at HEAD (5ba69a8)`.
    pub old: String,
    /// The new side.
    pub new: String,
}

/// The rows under one heading.
struct Section<'a> {
    title: &'static str,
    /// What the reader must know about these rows.
    note: Option<&'static str>,
    rows: Vec<&'a Row>,
}

/// The sections that have rows. Wire changes that callers' code does not notice come first, in capitals.
fn sections(comparison: &Comparison) -> Vec<Section<'_>> {
    let of = |title, note, keep: &dyn Fn(&Row) -> bool| Section {
        title,
        note,
        rows: comparison.rows.iter().filter(|row| keep(row)).collect(),
    };
    let loud = |row: &Row| row.class == Class::Wire && row.level == Level::Major;
    let sections = [
        of("SENT DIFFERENTLY", Some("callers' code may compile as before, and the API receives something else"), &loud),
        of("Sent differently, without harm", None, &|row| row.class == Class::Wire && !loud(row)),
        of("What callers write", None, &|row| row.class == Class::Api),
        of("What callers read", None, &|row| row.class == Class::Response),
        of("What the client does besides", None, &|row| row.class == Class::Behaviour),
        of("Docs and examples", None, &|row| row.class == Class::Docs),
    ];
    sections.into_iter().filter(|section| !section.rows.is_empty()).collect()
}

/// `5 changes: 2 major, 1 minor, 2 patch`
fn counts(comparison: &Comparison) -> String {
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
fn verdict_line(verdict: &Verdict) -> String {
    match (verdict.level, &verdict.next) {
        (Some(level), Some(next)) => format!("{level}, so {} → {next}", verdict.current),
        _ => format!("no differences, so {} stays", verdict.current),
    }
}
