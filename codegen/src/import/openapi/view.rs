//! Reading access to the nodes of a document.

use crate::base::json::Json;
use crate::base::span::{Span, Spanned};
use crate::format::node::{Node, NodeKind};

/// The member of a map.
pub fn get<'d>(node: &'d Node, key: &str) -> Option<&'d Node> {
    entries(node).iter().find(|(name, _)| name.value == key).map(|(_, value)| value)
}

/// The members of a map; none of another value.
pub fn entries(node: &Node) -> &[(Spanned<String>, Node)] {
    match &node.kind {
        NodeKind::Map(entries) => entries,
        _ => &[],
    }
}

/// The members of a map below a key.
pub fn entries_of<'d>(node: &'d Node, key: &str) -> &'d [(Spanned<String>, Node)] {
    get(node, key).map_or(&[], entries)
}

/// The items of a list below a key.
pub fn items_of<'d>(node: &'d Node, key: &str) -> &'d [Node] {
    match get(node, key).map(|list| &list.kind) {
        Some(NodeKind::List(items)) => items,
        _ => &[],
    }
}

/// The text of a string.
pub fn text(node: &Node) -> Option<&str> {
    match &node.kind {
        NodeKind::Scalar(Json::String(text)) => Some(text),
        _ => None,
    }
}

/// The text of a string below a key.
pub fn text_of<'d>(node: &'d Node, key: &str) -> Option<&'d str> {
    get(node, key).and_then(text)
}

/// Whether a member is `true`.
pub fn flag(node: &Node, key: &str) -> bool {
    flag_or(node, key, false)
}

/// A boolean below a key.
pub fn flag_or(node: &Node, key: &str, default: bool) -> bool {
    match get(node, key).map(|value| &value.kind) {
        Some(NodeKind::Scalar(Json::Bool(value))) => *value,
        _ => default,
    }
}

/// The number below a key, in the digits of the document.
pub fn number_of<'d>(node: &'d Node, key: &str) -> Option<&'d str> {
    match get(node, key).map(|value| &value.kind) {
        Some(NodeKind::Scalar(Json::Number(digits))) => Some(digits),
        _ => None,
    }
}

/// Whether a node is null.
pub fn is_null(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Scalar(Json::Null))
}

/// Where a node starts, for messages: the first key of a map, as a complete map would fill the screen.
pub fn head(node: &Node) -> Span {
    entries(node).first().map_or(node.span, |(key, _)| key.span)
}
