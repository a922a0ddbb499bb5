//! A row of a function table → a field of a spec.

use super::names::{is_name, name_from, unique};
use super::request::{QueryValue, Request};
use super::sheet::Row;
use crate::base::json::Json;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use heck::ToSnakeCase;
use std::collections::BTreeSet;

/// The words of the tables for types that the format takes, in any case.
const TYPES: [&str; 19] = [
    "string",
    "number",
    "boolean",
    "json",
    "array",
    "list",
    "select",
    "credentials",
    "datepicker",
    "file",
    "object",
    "map",
    "float",
    "integer",
    "datetime",
    "array of objects",
    "array of numbers",
    "array of strings",
    "date",
];

/// Whether the table says that a row is a credential.
pub fn is_credential(row: &Row) -> bool {
    row.kind.eq_ignore_ascii_case("credentials")
}

/// The field of a row.
pub fn row(
    row: &Row,
    request: Option<&Request>,
    credentials: &[String],
    taken: &mut BTreeSet<String>,
    diagnostics: &mut Diagnostics,
) -> Json {
    let mut members = cells(row, diagnostics);
    members.extend(destination(row, request).map(|(key, value)| (key.to_owned(), value)));
    if is_credential(row) || credentials.contains(&row.name) {
        members.push(("secret".to_owned(), Json::Bool(true)));
    }
    let rust = unique(if is_name(&row.name) { row.name.clone() } else { name_from(&row.name, "field") }, taken);
    if rust != row.name {
        let message = format!("`{}` cannot be a Rust name, or is another one's: it is `{rust}` in Rust", row.name);
        diagnostics.push(Diagnostic::new(Code::RenamedEntry, row.span, message));
        members.push(("rust".to_owned(), Json::text(rust.to_snake_case())));
    }
    if !row.structure.is_empty() {
        let structure = row.structure.iter().map(|member| member_row(member, diagnostics));
        members.push(("structure".to_owned(), Json::Array(structure.collect())));
    }
    members.push(("doc".to_owned(), Json::text(&row.doc)));
    note_markup(row, diagnostics);
    Json::Object(members)
}

/// A member of the items of a list.
fn member_row(row: &Row, diagnostics: &mut Diagnostics) -> Json {
    let mut members = cells(row, diagnostics);
    if !row.structure.is_empty() {
        let structure = row.structure.iter().map(|member| member_row(member, diagnostics));
        members.push(("structure".to_owned(), Json::Array(structure.collect())));
    }
    members.push(("doc".to_owned(), Json::text(&row.doc)));
    Json::Object(members)
}

/// Name, type and what the source says beside them.
fn cells(row: &Row, diagnostics: &mut Diagnostics) -> Vec<(String, Json)> {
    let mut members = vec![("name", Json::text(&row.name)), ("type", Json::text(kind(row, diagnostics)))];
    if row.required {
        members.push(("required", Json::Bool(true)));
    }
    if !row.options.is_empty() {
        members.push(("options", Json::Array(row.options.iter().map(Json::text).collect())));
    }
    members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()
}

/// The type as the cell has it, or the nearest one that the format takes.
fn kind<'r>(row: &'r Row, diagnostics: &mut Diagnostics) -> &'r str {
    let lower = row.kind.to_lowercase();
    if TYPES.contains(&lower.as_str()) {
        return &row.kind;
    }
    let kind = if lower.starts_with("array") || lower.starts_with("list") { "Array" } else { "String" };
    let problem = match row.kind.as_str() {
        "" => format!("`{}` has no type", row.name),
        written => format!("`{written}`, the type of `{}`, is not a type of function tables", row.name),
    };
    let diagnostic = Diagnostic::new(Code::UnknownCell, row.span, format!("{problem}: it is {kind} here"));
    diagnostics.push(diagnostic);
    kind
}

/// Where a field is sent, where the source says so and the default would be another place.
fn destination(row: &Row, request: Option<&Request>) -> Option<(&'static str, Json)> {
    let in_query = |(key, value): &(String, QueryValue)| {
        matches!(value, QueryValue::Row(name) if *name == row.name).then(|| key.clone())
    };
    if let Some(key) = request.and_then(|request| request.query.iter().find_map(in_query)) {
        return Some(("query", Json::String(key)));
    }
    let in_path = request.is_some_and(|request| super::url::placeholders(&request.path).any(|name| name == row.name));
    if in_path || (row.wire.is_none() && row.wrap.is_empty()) {
        return None;
    }
    let key = row.wire.clone().unwrap_or_else(|| row.name.to_snake_case());
    if request.is_some_and(|request| !request.method.has_body()) {
        return Some(("query", Json::String(key)));
    }
    let keys = row.wrap.iter().chain([&key]).map(|key| format!("/{}", key.replace('~', "~0").replace('/', "~1")));
    Some(("body", Json::String(keys.collect())))
}

/// Tags in a cell: docs show them as they are written.
fn note_markup(row: &Row, diagnostics: &mut Diagnostics) {
    let tag = row.doc.split('<').skip(1).find_map(|rest| {
        let name = rest.trim_start_matches('/').split(|c: char| !c.is_ascii_alphanumeric()).next().unwrap_or_default();
        let is_tag =
            rest.contains('>') && ["a", "b", "br", "code", "em", "i", "li", "p", "strong", "ul"].contains(&name);
        is_tag.then_some(name)
    });
    if let Some(tag) = tag {
        let message = format!("the description of `{}` contains the tag `<{tag}>`: docs show it as text", row.name);
        diagnostics.push(Diagnostic::new(Code::MarkupInCell, row.span, message));
    }
}
