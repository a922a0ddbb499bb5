//! Files that others wrote → nodes: YAML as it is found, not only what a spec may contain.

use super::{json, yaml};
use crate::base::span::FileId;
use crate::diagnostic::finding::Diagnostics;
use crate::format::node::Node;

/// A text that starts like JSON and is none is tried as YAML up to this length.
const MAX_GUESSED_BYTES: usize = 1024 * 1024;

/// Parses a document that is no spec, such as one to import, in JSON or YAML. Numbers that JSON cannot write are texts, with a
/// note each.
pub fn parse_foreign(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    if !json::looks_like_json(text) {
        return yaml::parse(file, text, yaml::Source::Foreign, diagnostics);
    }
    match json::parse(file, text) {
        Ok(node) => Some(node),
        // It may be YAML that starts with a map on one line; what is neither is mostly meant to be JSON.
        Err(error) if text.len() > MAX_GUESSED_BYTES => {
            diagnostics.push(*error);
            None
        }
        Err(error) => {
            let mut found = Diagnostics::default();
            let node = yaml::parse(file, text, yaml::Source::Foreign, &mut found);
            match node {
                Some(_) => diagnostics.append(&mut found),
                None => diagnostics.push(*error),
            }
            node
        }
    }
}
