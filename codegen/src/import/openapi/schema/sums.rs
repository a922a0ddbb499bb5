//! Alternatives that are none: null beside a schema, equal branches, branches that only require members.

use crate::base::json::Json;
use crate::format::node::{Node, NodeKind};
use crate::import::openapi::document::Document;
use crate::import::openapi::view::{entries, get, is_null, items_of, text_of};

/// What is left of alternatives.
pub enum Simplified<'d> {
    /// Nothing that says what a value looks like.
    Nothing {
        /// Whether null was one of them.
        nullable: bool,
    },
    /// One schema.
    One {
        /// The schema.
        node: &'d Node,
        /// Whether null was one of them.
        nullable: bool,
    },
    /// Several schemas.
    Many {
        /// The schemas.
        branches: Vec<&'d Node>,
        /// Whether null was one of them.
        nullable: bool,
    },
}

/// Keys that describe a schema for people.
const PROSE: [&str; 7] = ["description", "title", "example", "examples", "deprecated", "externalDocs", "default"];

/// Leaves out what is no alternative.
pub fn simplify<'d>(document: &Document<'d>, branches: Vec<&'d Node>) -> Simplified<'d> {
    let mut nullable = false;
    let mut kept: Vec<(&Node, Json)> = Vec::new();
    for branch in branches {
        if is_only_null(document, branch) {
            nullable = true;
        } else if !is_only_required(branch) {
            let shape = without_prose(branch);
            if kept.iter().all(|(_, known)| *known != shape) {
                kept.push((branch, shape));
            }
        }
    }
    match &kept[..] {
        [] => Simplified::Nothing { nullable },
        [(node, _)] => Simplified::One { node, nullable },
        _ => Simplified::Many { branches: kept.into_iter().map(|(node, _)| node).collect(), nullable },
    }
}

/// `{ type: "null" }`, `{ enum: [null] }`, `{ nullable: true }` alone.
fn is_only_null<'d>(document: &Document<'d>, branch: &'d Node) -> bool {
    let Ok(resolved) = document.resolve(branch) else { return false };
    let node = resolved.node;
    let values = items_of(node, "enum");
    text_of(node, "type") == Some("null")
        || (!values.is_empty() && values.iter().all(is_null))
        || get(node, "const").is_some_and(is_null)
}

/// A branch that says which members must be there, and nothing else: it restricts, and is no shape.
fn is_only_required(branch: &Node) -> bool {
    let mut has_required = false;
    let only = entries(branch).iter().all(|(key, value)| {
        has_required |= key.value == "required";
        PROSE.contains(&key.value.as_str())
            || key.value == "required"
            || key.value == "not"
            || (key.value == "type" && matches!(&value.kind, NodeKind::Scalar(Json::String(kind)) if kind == "object"))
    });
    only && has_required
}

/// What a schema says for programs, to compare schemas.
pub fn without_prose(node: &Node) -> Json {
    match &node.kind {
        NodeKind::Scalar(json) => json.clone(),
        NodeKind::List(items) => Json::Array(items.iter().map(without_prose).collect()),
        NodeKind::Map(entries) => Json::Object(
            entries
                .iter()
                .filter(|(key, value)| !PROSE.contains(&key.value.as_str()) || matches!(value.kind, NodeKind::Map(_)))
                .map(|(key, value)| (key.value.clone(), without_prose(value)))
                .collect(),
        ),
    }
}
