//! Responses → what a function returns, and its statuses.

use super::body::{examples, is_json};
use super::draft::{Returns, Type};
use super::names;
use super::schema::Schema;
use super::shapes::Shapes;
use super::shapes::typed::{Mode, Owner};
use super::view::{entries, entries_of, get, head};
use crate::base::json::Json;
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::format::node::Node;

/// What a function returns.
#[derive(Debug)]
pub struct Response<'d> {
    pub returns: Returns,
    /// Statuses of success, where they are not 200 alone.
    pub status: Vec<u16>,
    /// The schema of the body.
    pub schema: Option<Schema<'d>>,
    /// Bodies that the document shows, each with its name.
    pub examples: Vec<(String, Json)>,
    /// The response of success.
    pub node: Option<&'d Node>,
}

/// One response of success.
struct Success<'d> {
    status: u16,
    span: Span,
    node: &'d Node,
}

/// Reads the responses of an operation.
pub fn read<'d>(shapes: &mut Shapes<'d>, operation: &'d Node, function: &str) -> Response<'d> {
    let responses = entries_of(operation, "responses");
    let mut found = Vec::new();
    for (status, node) in responses {
        let Some(number) = success(status) else { continue };
        match shapes.document.resolve(node) {
            Ok(resolved) => found.push(Success { status: number, span: status.span, node: resolved.node }),
            Err(dangling) => {
                let message = format!("`{}` leads nowhere: this response is left out", dangling.reference);
                shapes.notes.note(Code::DanglingReference, dangling.span, message);
            }
        }
    }
    found.sort_by_key(|success| success.status);
    let empty = |returns, status| Response { returns, status, schema: None, examples: Vec::new(), node: None };
    if found.is_empty() {
        return without_success(shapes, operation, responses, function);
    }
    let status: Vec<u16> = found.iter().map(|success| success.status).filter(|status| *status < 300).collect();
    let status = if status == [200] { Vec::new() } else { status };
    // The first one with a body: of 200 and 204, 200.
    let with_content: Vec<&Success> =
        found.iter().filter(|success| !entries_of(success.node, "content").is_empty()).collect();
    let Some(chosen) = with_content.first() else {
        let first = &found[0];
        if first.status != 204 && first.status != 205 && !first.node_has_redirect() {
            let message =
                format!("the response of status {} has no content: the function returns `Empty`", first.status);
            shapes.notes.note(Code::NoContent, first.span, message);
        }
        return Response { node: Some(first.node), ..empty(Returns::Empty, status) };
    };
    for other in &with_content[1..] {
        if schema_text(chosen.node) != schema_text(other.node) {
            let message =
                format!("the response of status {} is read as that of status {}", other.status, chosen.status);
            shapes.notes.note(Code::NoContent, other.span, message);
        }
    }
    let (node, span) = (chosen.node, chosen.span);
    let (returns, schema, examples) = of_content(shapes, node, span, function);
    Response { returns, status, schema, examples, node: Some(node) }
}

impl Success<'_> {
    fn node_has_redirect(&self) -> bool {
        (300..400).contains(&self.status)
    }
}

/// The status of a response of success; `2XX` means 200.
fn success(status: &str) -> Option<u16> {
    if status.eq_ignore_ascii_case("2xx") {
        return Some(200);
    }
    status.parse().ok().filter(|status| (200..300).contains(status))
}

/// A function whose responses of success the document does not state: a redirect, the default, or nothing.
fn without_success<'d>(
    shapes: &mut Shapes<'d>,
    operation: &'d Node,
    responses: &'d [(Spanned<String>, Node)],
    function: &str,
) -> Response<'d> {
    let result = |returns, schema, examples, node| Response { returns, status: Vec::new(), schema, examples, node };
    if responses.iter().any(|(status, _)| status.starts_with('3') && !status.starts_with("304")) {
        return result(Returns::Redirect, None, Vec::new(), None);
    }
    if let Some((status, node)) = responses.iter().find(|(status, _)| status.value == "default")
        && let Ok(resolved) = shapes.document.resolve(node)
        && responses.len() == 1
        && !entries_of(resolved.node, "content").is_empty()
    {
        let (returns, schema, examples) = of_content(shapes, resolved.node, status.span, function);
        return result(returns, schema, examples, Some(resolved.node));
    }
    let span = get(operation, "responses").map_or(head(operation), head);
    let message = "no response of success is stated: the function returns `Empty`";
    shapes.notes.note_with_help(Code::NoContent, span, message, "state what it returns in an overlay");
    result(Returns::Empty, None, Vec::new(), None)
}

/// The first schema of a response, to compare two of them.
fn schema_text(node: &Node) -> String {
    let media = entries_of(node, "content").first();
    media.and_then(|(_, media)| get(media, "schema")).map(|schema| schema.to_json().to_string()).unwrap_or_default()
}

/// What the content of a response is.
fn of_content<'d>(
    shapes: &mut Shapes<'d>,
    node: &'d Node,
    span: Span,
    function: &str,
) -> (Returns, Option<Schema<'d>>, Vec<(String, Json)>) {
    let contents = get(node, "content").map_or(&[][..], entries);
    let json = contents.iter().find(|(kind, _)| is_json(kind));
    let Some((kind, media)) = json.or(contents.first()) else { return (Returns::Empty, None, Vec::new()) };
    let others: Vec<&str> =
        contents.iter().map(|(name, _)| name.as_str()).filter(|name| *name != kind.as_str()).collect();
    if !others.is_empty() {
        let message = format!("the response is read as `{}`, not as {}", kind.value, others.join(", "));
        shapes.notes.note(Code::ContentType, kind.span, message);
    }
    if !is_json(kind) {
        let base = kind.split(';').next().unwrap_or_default().trim().to_lowercase();
        let is_text =
            base.starts_with("text/") || base.ends_with("xml") || base.ends_with("yaml") || base.contains("javascript");
        if base.ends_with("xml") {
            shapes.notes.note(Code::ContentType, kind.span, format!("`{}` is returned as text", kind.value));
        }
        return (if is_text { Returns::Text } else { Returns::Bytes }, None, examples(shapes, media));
    }
    let Some(schema) = get(media, "schema") else {
        shapes.notes.note(Code::UntypedSchema, kind.span, "this response has no schema: it becomes `json`");
        return (Returns::Value(Type::Json), None, examples(shapes, media));
    };
    let typed = shapes.named(schema, &Owner::new(&names::pascal(function), "response"), Mode::Response);
    let mut found = examples(shapes, media);
    found.extend(typed.schema.example.map(|example| (String::new(), example.to_json())));
    let _ = span;
    (Returns::Value(typed.kind), Some(typed.schema), found)
}
