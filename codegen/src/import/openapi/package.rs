//! What a document says about all of an API: its name, servers, version header and error bodies.

use super::document::Document;
use super::names::{self, Taken};
use super::parameters::Parameter;
use super::schema::Schema;
use super::text;
use super::view::{entries_of, get, head, items_of, text_of};
use crate::base::json::Json;
use crate::diagnostic::code::Code;
use crate::format::node::Node;
use crate::import::notes::Notes;
use std::collections::BTreeMap;

/// A map of a spec's YAML.
pub fn object(members: Vec<(&str, Json)>) -> Json {
    Json::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}

/// The name of an API.
pub fn title(document: &Document) -> String {
    let title = get(document.root, "info").and_then(|info| text_of(info, "title")).map(text::line).unwrap_or_default();
    if title.is_empty() { "API".to_owned() } else { title }
}

/// What an API is.
pub fn description(document: &Document) -> String {
    let info = get(document.root, "info");
    info.and_then(|info| text_of(info, "description").or_else(|| text_of(info, "summary")))
        .map(text::prose)
        .filter(|doc| !doc.is_empty())
        .unwrap_or_else(|| format!("The API {}.", title(document)))
}

/// Servers as they are found: the document's own, then those of paths and operations.
#[derive(Debug, Default)]
pub struct Servers {
    /// As the spec lists them.
    pub list: Vec<Json>,
    by_url: BTreeMap<String, String>,
    taken: Taken,
}

impl Servers {
    /// The servers of the document.
    pub fn read(document: &Document, notes: &mut Notes) -> Self {
        let mut servers = Self::default();
        for node in items_of(document.root, "servers") {
            servers.add(node, notes);
        }
        if servers.list.is_empty() {
            let message = "the document names no server: `https://localhost` stands for it";
            let span =
                get(document.root, "servers").or_else(|| get(document.root, "info")).map_or(head(document.root), head);
            notes.note_with_help(
                Code::Server,
                span,
                message,
                "set the base URL when the client is built, or in an overlay",
            );
            servers.list.push(object(vec![
                ("name", Json::text("main")),
                ("url", Json::text("https://localhost")),
                ("doc", Json::text("The document names no server.")),
            ]));
            servers.taken.take("main");
        }
        servers
    }

    /// The name of a server of an operation or a path, if it has its own.
    pub fn of_operation(&mut self, item: &Node, operation: &Node, notes: &mut Notes) -> Option<String> {
        let node = items_of(operation, "servers").first().or_else(|| items_of(item, "servers").first())?;
        let name = self.add(node, notes)?;
        let is_default = self.list.first().and_then(|first| first.get("name")).and_then(Json::as_str) == Some(&name);
        (!is_default).then_some(name)
    }

    fn add(&mut self, node: &Node, notes: &mut Notes) -> Option<String> {
        let url_span = get(node, "url").map_or(head(node), |url| url.span);
        let stated = text_of(node, "url").unwrap_or_default().trim();
        if let Some(known) = self.by_url.get(stated) {
            return Some(known.clone());
        }
        let mut url = stated.trim_end_matches('/').to_owned();
        if let Some((before, _)) = url.split_once(['?', '#']) {
            url = before.to_owned();
        }
        if url.starts_with("//") {
            url = format!("https:{url}");
        }
        let is_absolute = url.starts_with("https://") || url.starts_with("http://") || url.starts_with('{');
        if !is_absolute {
            let message = format!("`{stated}` is relative to where the document was found: the host is `localhost`");
            notes.note_with_help(
                Code::Server,
                url_span,
                message,
                "set the base URL when the client is built, or in an overlay",
            );
            let path = url.trim_start_matches('.').trim_matches('/');
            url = if path.is_empty() { "https://localhost".to_owned() } else { format!("https://localhost/{path}") };
        }
        let doc = text_of(node, "description").map(text::line).filter(|doc| !doc.is_empty());
        let doc = doc.unwrap_or_else(|| stated.to_owned());
        let host = url.split("://").nth(1).unwrap_or(&url).split(['/', '.', ':']).next().unwrap_or_default();
        let wanted = if self.list.is_empty() { "main".to_owned() } else { short_name(&doc, host) };
        let name = self.taken.take_free(&wanted);
        let mut variables = Vec::new();
        for (key, variable) in entries_of(node, "variables") {
            let default = text_of(variable, "default").unwrap_or_default();
            let mut members = vec![("default", Json::text(default))];
            members.extend(text_of(variable, "description").map(|doc| ("doc", Json::text(text::line(doc)))));
            variables.push((key.value.clone(), object(members)));
        }
        let mut members = vec![("name", Json::text(&*name)), ("url", Json::text(url)), ("doc", Json::text(doc))];
        if !variables.is_empty() {
            members.push(("variables", Json::Object(variables)));
        }
        self.list.push(object(members));
        self.by_url.insert(stated.to_owned(), name.clone());
        Some(name)
    }
}

/// A name from a few words of a description, else from the host.
fn short_name(doc: &str, host: &str) -> String {
    let all_parts: Vec<&str> = doc
        .split(|c: char| !c.is_ascii_alphanumeric())
        .filter(|part| {
            !part.is_empty()
                && !["the", "a", "an", "server", "api", "of", "for", "url"].contains(&part.to_lowercase().as_str())
        })
        .collect();
    if (1..=3).contains(&all_parts.len()) { names::snake(&all_parts.join("_")) } else { names::snake(host) }
}

/// The header that picks a version: a header parameter of most operations whose name says so.
pub fn version<'d>(
    document: &Document<'d>,
    parameters: &[Vec<Parameter<'d>>],
    notes: &mut Notes,
) -> Option<(String, Json)> {
    let mut counts: BTreeMap<&str, (usize, &Node)> = BTreeMap::new();
    for parameter in parameters.iter().flatten() {
        if parameter.place == "header" && parameter.name.to_lowercase().contains("version") {
            counts.entry(parameter.name).or_insert((0, parameter.node)).0 += 1;
        }
    }
    let (name, (count, node)) = counts.into_iter().max_by_key(|(_, (count, _))| *count)?;
    if count * 2 <= parameters.len() {
        return None;
    }
    let schema = super::schema::read::read(document, get(node, "schema")?, notes);
    let text = |node: &Node| match node.to_json() {
        Json::String(text) | Json::Number(text) => Some(text),
        _ => None,
    };
    let mut known: Vec<String> = schema.values.iter().flatten().filter_map(|value| text(value)).collect();
    let stated = get(document.root, "info").and_then(|info| get(info, "version")).and_then(text);
    let default = schema.default.and_then(text).or(stated).or_else(|| known.last().cloned())?;
    if !known.contains(&default) {
        known.push(default.clone());
    }
    known.retain(|value| {
        value.trim() == value && !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ')
    });
    let doc = text_of(node, "description").or(schema.any_doc()).map(text::line).unwrap_or_default();
    let known = known.into_iter().map(Json::String).collect();
    let members = vec![
        ("header", Json::text(name)),
        ("default", Json::text(default)),
        ("known", Json::Array(known)),
        ("doc", Json::text(doc)),
    ];
    Some((name.to_owned(), object(members)))
}

/// Where the bodies of errors keep things, by the names of their members: the most frequent one first.
pub fn errors<'d>(document: &Document<'d>, operations: &[&'d Node], notes: &mut Notes) -> Vec<Json> {
    let mut counts: Vec<(Json, usize)> = Vec::new();
    let mut shapes: BTreeMap<usize, Option<Json>> = BTreeMap::new();
    for (status, node) in operations.iter().flat_map(|operation| entries_of(operation, "responses")) {
        if !(status.starts_with('4') || status.starts_with('5') || status.value == "default") {
            continue;
        }
        let Ok(response) = document.resolve(node) else { continue };
        let media = entries_of(response.node, "content").iter().find(|(kind, _)| super::body::is_json(kind));
        let Some(schema) = media.and_then(|(_, media)| get(media, "schema")) else { continue };
        let Ok(target) = document.resolve(schema) else { continue };
        let shape = shapes.entry(target.node.span.start).or_insert_with(|| {
            let schema = super::schema::read::read(document, schema, notes);
            error_shape(document, &schema, notes)
        });
        let Some(shape) = shape else { continue };
        match counts.iter_mut().find(|(known, _)| known == shape) {
            Some((_, count)) => *count += 1,
            None => counts.push((shape.clone(), 1)),
        }
    }
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts.into_iter().map(|(shape, _)| shape).collect()
}

/// The shape of an error body.
fn error_shape<'d>(document: &Document<'d>, schema: &Schema<'d>, notes: &mut Notes) -> Option<Json> {
    let mut shape: Vec<(&str, Json)> = Vec::new();
    let read = |node: &'d Node, notes: &mut Notes| super::schema::read::read(document, node, notes);
    let member = |name: &str| schema.members.iter().find(|(key, _)| key.value == name).map(|(_, node)| *node);
    if let Some(value) = member("type").map(|node| read(node, notes)).and_then(|kind| match kind.values.as_deref() {
        Some([one]) => text_value(one),
        _ => kind.example.and_then(text_value).filter(|text| text.contains("error")),
    }) {
        shape.push(("type", Json::text(value)));
    }
    let list = ["errors", "error", "error_list"].iter().find_map(|name| {
        let inner = read(member(name)?, notes);
        let items = inner.items.filter(|_| inner.is("array") || inner.types.is_empty())?;
        let items = read(items, notes);
        items.is_object().then_some((*name, items))
    });
    let nested = if list.is_none() {
        member("error").map(|node| read(node, notes)).filter(|inner| inner.is_object() && !inner.members.is_empty())
    } else {
        None
    };
    let prefix = if nested.is_some() { "/error/" } else { "" };
    let inner = list.as_ref().map(|(_, items)| items).or(nested.as_ref()).unwrap_or(schema);
    if let Some((name, _)) = &list {
        shape.push(("list", Json::text(*name)));
    }
    let found = |names: &[&str]| -> Vec<String> {
        let known = names.iter().filter(|name| inner.members.iter().any(|(key, _)| key.value == **name));
        known.map(|name| format!("{prefix}{name}")).collect()
    };
    let code = found(&["code", "error_code", "errorCode", "type", "error", "status"]);
    let message = found(&["message", "error_description", "detail", "description", "title", "msg", "reason"]);
    if message.is_empty() && code.is_empty() {
        return None;
    }
    if !code.is_empty() {
        shape.push(("code", Json::Array(code.into_iter().take(2).map(Json::String).collect())));
    }
    shape.extend(message.first().map(|name| ("message", Json::text(&**name))));
    shape.extend(found(&["field", "param", "parameter", "path"]).first().map(|name| ("field", Json::text(&**name))));
    let request_id = ["request_id", "requestId", "trace_id"].iter().find(|name| member(name).is_some());
    shape.extend(request_id.map(|name| ("request_id", Json::text(*name))));
    Some(object(shape))
}

fn text_value(node: &Node) -> Option<String> {
    super::view::text(node).map(str::to_owned)
}
