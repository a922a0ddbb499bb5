//! An ordered tree of values → YAML in the style of a spec: short maps on one line, long ones as blocks, quotes only where
//! YAML needs them, and every value read back as it was.
//!
//! Our own writer: libraries print every map as a block, or every map on one line, and a spec is read by people.

mod block;
mod flow;
mod scalar;
mod text_block;

use crate::base::json::Json;
use block::Writer;

/// Lines are at most this long where the values allow it.
pub const MAX_LINE_CHARS: usize = 140;

/// How the outer levels of a file are laid out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Layout {
    /// Maps and lists at less than this depth are blocks however short they are; the root has depth 0.
    pub block_levels: usize,
    /// Lists at less than this depth have an empty line between their items where an item has several lines.
    pub spaced_levels: usize,
}

impl Layout {
    /// `package.yaml`: a line a key where it fits.
    pub const PACKAGE: Self = Self { block_levels: 1, spaced_levels: 0 };
    /// `functions/*.yaml` and `types/*.yaml`: a block a function or a type, a line a field where it fits.
    pub const TABLE: Self = Self { block_levels: 3, spaced_levels: 2 };
}

/// Prints a file: comment lines first, then the value. A comment is one line without control characters; others are cut there.
#[must_use]
pub fn print(comments: &[&str], root: &Json, layout: Layout) -> String {
    let mut writer = Writer::new(layout);
    for comment in comments {
        let line: String = comment.chars().take_while(|c| !c.is_control() && !scalar::is_escaped(*c)).collect();
        writer.comment(&line);
    }
    writer.root(root);
    writer.into_text()
}
