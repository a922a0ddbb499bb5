//! Errors that any decoder may report: values of the wrong type, and invisible characters.

use super::node::{Node, NodeKind};
use crate::base::json::Json;
use crate::base::span::{Span, Spanned};
use crate::base::unicode::{described, is_invisible};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};

/// Reports a value of the wrong type.
pub fn wrong_kind(node: &Node, expected: &str, diagnostics: &mut Diagnostics) {
    let diagnostic =
        Diagnostic::new(Code::WrongKind, node.span, format!("expected {expected}, found {}", node.kind_name()));
    let quotable = matches!(node.kind, NodeKind::Scalar(Json::Number(_) | Json::Bool(_)));
    diagnostics.push(if expected == "a string" && quotable { diagnostic.help("quote it") } else { diagnostic });
}

/// Whether readers can see a whole text; reports the first invisible character.
pub fn is_visible(text: &str, span: Span, diagnostics: &mut Diagnostics) -> bool {
    let Some(invisible) = text.chars().find(|character| is_invisible(*character)) else { return true };
    diagnostics.push(
        Diagnostic::new(
            Code::InvisibleText,
            span,
            format!("this text contains the invisible character {}", described(invisible)),
        )
        .help("remove it: readers of the diff, the code and the docs cannot see it"),
    );
    false
}

/// The same for a key of a map.
pub fn key_is_visible(key: &Spanned<String>, diagnostics: &mut Diagnostics) -> bool {
    is_visible(key, key.span, diagnostics)
}

/// The same for all texts in a value; reports each invisible one.
pub fn all_visible(node: &Node, diagnostics: &mut Diagnostics) -> bool {
    let mut visible = true;
    match &node.kind {
        NodeKind::Scalar(Json::String(text)) => visible = is_visible(text, node.span, diagnostics),
        NodeKind::Scalar(_) => {}
        NodeKind::List(items) => items.iter().for_each(|item| visible &= all_visible(item, diagnostics)),
        NodeKind::Map(entries) => {
            for (key, value) in entries {
                visible &= key_is_visible(key, diagnostics);
                visible &= all_visible(value, diagnostics);
            }
        }
    }
    visible
}
