//! Our own overlay: a list of entries, each one change of a closed set with its reason.

use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::Diagnostic;
use crate::format::node::{Node, NodeKind};
use crate::import::openapi::view::{entries, get, head, text_of};

/// The changes that an entry can make.
pub const CHANGES: [&str; 23] = [
    "name",
    "method",
    "resource",
    "rename",
    "as",
    "type",
    "required",
    "nullable",
    "enum",
    "add",
    "drop",
    "keep",
    "response",
    "list",
    "also",
    "paging",
    "retry",
    "retry_with",
    "needs",
    "pii",
    "secret",
    "doc",
    "warning",
];

/// One correction.
#[derive(Clone, Copy, Debug)]
pub struct Correction<'o> {
    /// What it is about: `addLoan?reader_id`.
    pub at: &'o str,
    /// Where `at` stands.
    pub span: Span,
    /// The name of the change.
    pub change: &'o str,
    /// What it changes to.
    pub value: &'o Node,
}

/// Reads the entries of an overlay.
///
/// # Errors
///
/// Every entry that is not one change with a place and a reason.
pub fn read(overlay: &Node) -> Result<Vec<Correction<'_>>, Vec<Diagnostic>> {
    let error = |span: Span, message: String| Diagnostic::new(Code::OverlayAction, span, message);
    let NodeKind::List(items) = &overlay.kind else {
        let message = "an overlay is a list of `{ at: …, <change>: …, why: … }`".to_owned();
        return Err(vec![error(head(overlay), message)]);
    };
    let (mut corrections, mut errors) = (Vec::new(), Vec::new());
    for item in items {
        let (Some(at), Some(_)) = (get(item, "at"), text_of(item, "why").filter(|why| !why.trim().is_empty())) else {
            errors.push(error(head(item), "an entry needs `at` and `why`".to_owned()));
            continue;
        };
        let changes: Vec<_> = entries(item).iter().filter(|(key, _)| key.value != "at" && key.value != "why").collect();
        match &changes[..] {
            [(key, value)] if CHANGES.contains(&key.value.as_str()) => corrections.push(Correction {
                at: text_of(item, "at").unwrap_or_default(),
                span: at.span,
                change: &key.value,
                value,
            }),
            [(key, _)] => errors.push(
                error(key.span, format!("`{}` is not a change of an overlay", key.value)).did_you_mean(key, CHANGES),
            ),
            _ => errors.push(error(head(item), format!("an entry is one change, and this one has {}", changes.len()))),
        }
    }
    if errors.is_empty() { Ok(corrections) } else { Err(errors) }
}
