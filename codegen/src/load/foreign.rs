//! Files that others wrote → nodes: YAML as it is found, not only what a spec may contain.

use super::yaml;
use crate::base::span::FileId;
use crate::diagnostic::finding::Diagnostics;
use crate::format::node::Node;

/// Parses a document that is no spec, such as one to import. Numbers that JSON cannot write are texts, with a note each.
pub fn parse_foreign(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    yaml::parse(file, text, yaml::Source::Foreign, diagnostics)
}
