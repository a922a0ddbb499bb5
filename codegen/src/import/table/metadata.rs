//! A marketplace's `metadata.json` → [`Sheet`].

use super::sheet::{Row, Sheet, SheetFunction};
use crate::base::http::HttpMethod;
use crate::base::json::Json;
use crate::base::span::{FileId, Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::node::{Node, NodeKind};
use crate::load::parse_json;

/// Reads a `metadata.json`; `None` when it is none.
pub fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Sheet> {
    let root = match parse_json(file, text) {
        Ok(root) => root,
        Err(error) => {
            let message = format!("this is not valid JSON: {}", error.message);
            diagnostics.push(Diagnostic::new(Code::NotJson, error.primary.span, message));
            return None;
        }
    };
    let blocks = member(&root, &["blocks"]).map(|node| &node.kind);
    let Some(NodeKind::List(blocks)) = blocks else {
        let start = Span { file, start: 0, end: 0 };
        diagnostics.push(
            Diagnostic::new(Code::NoTables, start, "this JSON has no list `blocks`, so it is no `metadata.json`")
                .help("import a `metadata.json`, or a README with function tables"),
        );
        return None;
    };
    let accounts = member(&root, &["accounts"]);
    let mut reader = Reader { diagnostics };
    let tagline = text_of(&root, &["tagline"]);
    let doc = text_of(&root, &["description"]);
    Some(Sheet {
        package: text_of(&root, &["package", "name"]),
        doc: if doc.trim().is_empty() { tagline } else { doc },
        domain: accounts.map(|accounts| text_of(accounts, &["domain"])).filter(|domain| !domain.trim().is_empty()),
        credentials: accounts.and_then(|accounts| member(accounts, &["credentials"])).map(texts).unwrap_or_default(),
        functions: blocks.iter().filter_map(|block| reader.function(block)).collect(),
    })
}

struct Reader<'a> {
    diagnostics: &'a mut Diagnostics,
}

impl Reader<'_> {
    fn function(&mut self, block: &Node) -> Option<SheetFunction> {
        let name = self.name(block, "function")?;
        let rows = member(block, &["args"]).map(|args| self.rows(args)).unwrap_or_default();
        let method = text_of(block, &["method", "httpMethod"]);
        let known = HttpMethod::ALL.into_iter().find(|known| method.eq_ignore_ascii_case(known.as_str()));
        if known.is_none() && !method.trim().is_empty() {
            let message = format!("`{method}` of `{name}` is not an HTTP method: the function's request is left open");
            self.diagnostics.push(Diagnostic::new(Code::OpenRequest, start_of(block), message));
        }
        let url = text_of(block, &["url", "vendorUrl", "path"]);
        Some(SheetFunction {
            name,
            doc: text_of(block, &["description", "info"]),
            method: known,
            url: (!url.trim().is_empty()).then_some(url),
            rows,
            span: start_of(block),
        })
    }

    /// Rows in a list, or one row.
    fn rows(&mut self, node: &Node) -> Vec<Row> {
        match &node.kind {
            NodeKind::List(items) => items.iter().filter_map(|item| self.row(item)).collect(),
            NodeKind::Map(_) => self.row(node).into_iter().collect(),
            NodeKind::Scalar(_) => {
                let message = format!("expected rows, found {}: it is left out", node.kind_name());
                self.diagnostics.push(Diagnostic::new(Code::BrokenRow, start_of(node), message));
                Vec::new()
            }
        }
    }

    fn row(&mut self, node: &Node) -> Option<Row> {
        let name = self.name(node, "row")?;
        let wire = text_of(node, &["vendorName", "snaName"]);
        let wrap = text_of(node, &["wrapName"]);
        Some(Row {
            name,
            kind: text_of(node, &["type"]),
            doc: text_of(node, &["info", "description"]),
            required: member(node, &["required"]).is_some_and(is_true),
            options: member(node, &["options"]).map(texts).unwrap_or_default(),
            structure: member(node, &["structure"]).map(|structure| self.rows(structure)).unwrap_or_default(),
            wire: (!wire.trim().is_empty()).then_some(wire),
            wrap: wrap
                .split(['.', '/'])
                .filter(|key| !key.trim().is_empty())
                .map(|key| key.trim().to_owned())
                .collect(),
            span: start_of(node),
        })
    }

    /// The name of a block or an argument, which are left out without one.
    fn name(&mut self, node: &Node, what: &str) -> Option<String> {
        let name = text_of(node, &["name"]);
        if !name.trim().is_empty() {
            return Some(name);
        }
        let problem = match node.kind {
            NodeKind::Map(_) => format!("a {what} without a name"),
            _ => format!("expected a {what}, found {}", node.kind_name()),
        };
        self.diagnostics.push(Diagnostic::new(Code::BrokenRow, start_of(node), format!("{problem}: it is left out")));
        None
    }
}

/// The member of an object under the first of these keys that it has; of duplicates, the last one counts.
fn member<'n>(node: &'n Node, keys: &[&str]) -> Option<&'n Node> {
    let NodeKind::Map(entries) = &node.kind else { return None };
    let find = |key: &&str| entries.iter().rev().find(|(Spanned { value, .. }, _)| value == key).map(|(_, node)| node);
    keys.iter().find_map(find)
}

/// A member as text; empty when it is absent, a list or an object.
fn text_of(node: &Node, keys: &[&str]) -> String {
    member(node, keys).and_then(scalar).unwrap_or_default()
}

fn scalar(node: &Node) -> Option<String> {
    match &node.kind {
        NodeKind::Scalar(Json::String(text)) => Some(text.clone()),
        NodeKind::Scalar(Json::Number(digits)) => Some(digits.clone()),
        NodeKind::Scalar(Json::Bool(value)) => Some(value.to_string()),
        _ => None,
    }
}

/// The texts of a list, a text by itself included.
fn texts(node: &Node) -> Vec<String> {
    match &node.kind {
        NodeKind::List(items) => items.iter().filter_map(scalar).collect(),
        _ => scalar(node).into_iter().collect(),
    }
}

fn is_true(node: &Node) -> bool {
    match &node.kind {
        NodeKind::Scalar(Json::Bool(value)) => *value,
        NodeKind::Scalar(Json::String(text)) => text.trim().eq_ignore_ascii_case("true"),
        _ => false,
    }
}

/// A complete block would fill the screen: its first character stands for it.
fn start_of(node: &Node) -> Span {
    Span { end: node.span.start + 1, ..node.span }
}
