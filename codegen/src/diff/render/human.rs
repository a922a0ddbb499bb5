//! For a terminal.

use super::sections::{Sides, bump_line, counts, sections};
use crate::diff::compare::Comparison;
use crate::diff::rows::Class;
use crate::diff::version::VersionBump;

/// The comparison as plain text.
#[must_use]
pub fn human(comparison: &Comparison, bump: &VersionBump, sides: &Sides) -> String {
    let mut out = format!("{} → {}\n", sides.old, sides.new);
    if comparison.rows.is_empty() {
        out.push_str("no differences\n");
        return out;
    }
    for section in sections(comparison) {
        out.push('\n');
        out.push_str(section.title);
        if let Some(note) = section.note {
            out.push_str(&format!(": {note}"));
        }
        out.push('\n');
        for row in section.rows {
            out.push_str(&format!("  {:<5}  {}: {}\n", row.level, row.subject, row.what));
            // The heading is the reason of a change of descriptions.
            if row.class != Class::Docs {
                out.push_str(&format!("         {}\n", row.reason));
            }
        }
    }
    out.push_str(&format!("\n{}\nverdict: {}\n", counts(comparison), bump_line(bump)));
    out
}
