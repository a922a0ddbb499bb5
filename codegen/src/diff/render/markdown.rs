//! For a pull request.

use super::sections::{Section, Sides, bump_line, counts, sections};
use crate::diff::compare::Comparison;
use crate::diff::rows::Class;
use crate::diff::text::code;
use crate::diff::version::VersionBump;

/// The comparison as Markdown. Names and values are in code spans, so that nothing in them is markup.
#[must_use]
pub fn markdown(comparison: &Comparison, bump: &VersionBump, sides: &Sides) -> String {
    let mut out = String::from("## What changes for users\n\n");
    if comparison.rows.is_empty() {
        out.push_str(&format!("No differences between {} and {}.\n", code(&sides.old), code(&sides.new)));
        return out;
    }
    out.push_str(&format!("**Verdict: {}.** {}.\n", bump_line(bump), counts(comparison)));
    out.push_str(&format!("Compared {} with {}.\n", code(&sides.old), code(&sides.new)));
    for section in sections(comparison) {
        // Changes of descriptions are long and minor.
        let folded = section.rows.iter().all(|row| row.class == Class::Docs);
        if folded {
            let count = section.rows.len();
            out.push_str(&format!("\n<details><summary>{} ({count})</summary>\n\n", section.title));
        } else {
            out.push_str(&format!("\n### {}\n\n", section.title));
        }
        if let Some(note) = section.note {
            out.push_str(&format!("> [!WARNING]\n> Look here first: {note}.\n\n"));
        }
        out.push_str(&table(&section));
        if folded {
            out.push_str("\n</details>\n");
        }
    }
    out
}

fn table(section: &Section) -> String {
    let mut out = String::from("| Level | What | Change | Why |\n|---|---|---|---|\n");
    for row in &section.rows {
        let cells = [row.level.to_string(), code(&row.subject), row.what.clone(), row.reason.clone()];
        let cells: Vec<String> = cells.iter().map(|text| cell(text)).collect();
        out.push_str(&format!("| {} |\n", cells.join(" | ")));
    }
    out
}

/// A bar ends a cell even in a code span, unless it is escaped.
fn cell(text: &str) -> String {
    text.replace('|', "\\|")
}
