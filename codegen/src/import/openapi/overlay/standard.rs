//! Documents of the OpenAPI Overlay Specification 1.0 and 1.1: actions with a JSONPath, applied to the document before it is
//! read. Paths are those of RFC 9535, as `serde_json_path` reads them.

use crate::base::json::Json;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::Diagnostic;
use crate::format::node::{Node, NodeKind};
use crate::import::openapi::document::stated_version;
use crate::import::openapi::view::{flag, get, head, items_of, text};
use serde_json::{Map, Number, Value};
use serde_json_path::{JsonPath, PathElement};

/// A step from a value to one inside of it.
#[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
enum Step {
    Name(String),
    Index(usize),
}

/// Applies the actions of an overlay, in their order.
///
/// # Errors
///
/// What is wrong with the overlay, and each action that matches nothing.
pub fn apply(document: &mut Node, overlay: &Node) -> Result<(), Vec<Diagnostic>> {
    let is_known =
        stated_version(overlay, "overlay").is_some_and(|version| version == "1" || version.starts_with("1."));
    if !is_known {
        let message = "this is not a document of the OpenAPI Overlay Specification 1.0 or 1.1";
        let help = "its first line says `overlay: 1.0.0`; corrections of our own go into the overlay of the spec";
        return Err(vec![Diagnostic::new(Code::OverlayAction, head(overlay), message).help(help)]);
    }
    let mut errors = Vec::new();
    for action in items_of(overlay, "actions") {
        if let Err(error) = perform(document, action) {
            errors.push(*error);
        }
    }
    if errors.is_empty() { Ok(()) } else { Err(errors) }
}

fn perform(document: &mut Node, action: &Node) -> Result<(), Box<Diagnostic>> {
    let error = |span, message: String| Box::new(Diagnostic::new(Code::OverlayAction, span, message));
    let target = get(action, "target").ok_or_else(|| error(head(action), "an action needs a `target`".to_owned()))?;
    let found = query(document, target)?;
    if found.is_empty() {
        let message = format!("`{}` matches nothing in the document", text(target).unwrap_or_default());
        return Err(error(target.span, message));
    }
    if flag(action, "remove") {
        // Later positions first: what is removed moves those behind it.
        for path in found.iter().rev() {
            remove(document, path);
        }
        return Ok(());
    }
    let update = match get(action, "copy") {
        Some(source) => {
            let paths = query(document, source)?;
            let [path] = &paths[..] else {
                return Err(error(source.span, format!("`copy` must match one value, and matches {}", paths.len())));
            };
            at(document, path).cloned()
        }
        None => get(action, "update").cloned(),
    };
    let Some(update) = update else {
        return Err(error(head(action), "an action needs `update`, `copy` or `remove: true`".to_owned()));
    };
    for path in &found {
        if let Some(node) = at(document, path) {
            merge(node, &update);
        }
    }
    Ok(())
}

/// The values that a JSONPath leads to, in the order of the document.
fn query(document: &Node, path: &Node) -> Result<Vec<Vec<Step>>, Box<Diagnostic>> {
    let written = text(path).unwrap_or_default();
    let parsed = JsonPath::parse(written).map_err(|error| {
        let message = format!("`{written}` is not a JSONPath: {error}");
        let help = "write a path of RFC 9535, such as `$.paths['/things'].get`";
        Box::new(Diagnostic::new(Code::OverlayAction, path.span, message).help(help))
    })?;
    let value = to_value(document);
    let mut found: Vec<Vec<Step>> = parsed
        .query_located(&value)
        .iter()
        .map(|node| {
            let steps = node.location().iter().map(|step| match step {
                PathElement::Name(name) => Step::Name((*name).to_owned()),
                PathElement::Index(index) => Step::Index(*index),
            });
            steps.collect()
        })
        .collect();
    found.sort();
    found.dedup();
    Ok(found)
}

/// The document as the JSONPath library reads it. Numbers keep their value; nothing else of them matters to a path.
fn to_value(node: &Node) -> Value {
    match &node.kind {
        NodeKind::Scalar(Json::Null) => Value::Null,
        NodeKind::Scalar(Json::Bool(value)) => Value::Bool(*value),
        NodeKind::Scalar(Json::Number(digits)) => digits.parse::<Number>().map_or(Value::Null, Value::Number),
        NodeKind::Scalar(Json::String(text)) => Value::String(text.clone()),
        NodeKind::Scalar(_) => Value::Null,
        NodeKind::List(items) => Value::Array(items.iter().map(to_value).collect()),
        NodeKind::Map(entries) => Value::Object(
            entries.iter().map(|(key, value)| (key.value.clone(), to_value(value))).collect::<Map<_, _>>(),
        ),
    }
}

fn step<'a>(node: &'a mut Node, step: &Step) -> Option<&'a mut Node> {
    match (&mut node.kind, step) {
        (NodeKind::Map(entries), Step::Name(name)) => {
            entries.iter_mut().find(|(key, _)| key.value == *name).map(|(_, value)| value)
        }
        (NodeKind::List(items), Step::Index(index)) => items.get_mut(*index),
        _ => None,
    }
}

fn at<'a>(node: &'a mut Node, path: &[Step]) -> Option<&'a mut Node> {
    path.iter().try_fold(node, |node, next| step(node, next))
}

fn remove(document: &mut Node, path: &[Step]) {
    let Some((last, before)) = path.split_last() else { return };
    let Some(parent) = at(document, before) else { return };
    match (&mut parent.kind, last) {
        (NodeKind::Map(entries), Step::Name(name)) => entries.retain(|(key, _)| key.value != *name),
        (NodeKind::List(items), Step::Index(index)) if *index < items.len() => {
            items.remove(*index);
        }
        _ => {}
    }
}

/// Objects are merged, lists get the items behind their own, other values are replaced.
fn merge(node: &mut Node, update: &Node) {
    match (&mut node.kind, &update.kind) {
        (NodeKind::Map(entries), NodeKind::Map(updates)) => {
            for (key, value) in updates {
                match entries.iter_mut().find(|(known, _)| known.value == key.value) {
                    Some((_, known)) => merge(known, value),
                    None => entries.push((key.clone(), value.clone())),
                }
            }
        }
        (NodeKind::List(items), NodeKind::List(more)) => items.extend(more.iter().cloned()),
        (NodeKind::List(items), _) => items.push(update.clone()),
        _ => *node = update.clone(),
    }
}
