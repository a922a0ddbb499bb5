//! An ordered tree of values → YAML in the style of a spec: short maps on one line, long ones as blocks, quotes only where
//! YAML needs them, and every value read back as it was.
//!
//! Our own writer: libraries print every map as a block, or every map on one line, and a spec is read by people.

mod block;
mod flow;
mod layout;
mod scalar;
mod text_block;

use crate::base::json::Json;
use block::Writer;

pub use layout::{Layout, MAX_LINE_CHARS};

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
