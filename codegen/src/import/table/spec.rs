//! Sheet → the files of a spec, as values.

use super::group::{Group, group};
use super::names::{is_name, name_from, unique};
use super::request::{QueryValue, Request, Requests};
use super::row::row;
use super::sheet::{Sheet, SheetFunction};
use crate::base::file_name::is_reserved_on_windows;
use crate::base::json::Json;
use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use heck::{ToShoutySnakeCase, ToSnakeCase};
use std::collections::BTreeSet;

/// The word for a method and a path that nobody has stated yet.
const OPEN: &str = "TODO";

/// The files of a spec.
#[derive(Clone, Debug)]
pub struct SpecValues {
    /// `package.yaml`.
    pub package: Json,
    /// `functions/*.yaml`, by resource.
    pub functions: Vec<(String, Json)>,
}

/// The spec of a tidy sheet.
pub fn spec_values(sheet: &mut Sheet, requests: &Requests, start: Span, diagnostics: &mut Diagnostics) -> SpecValues {
    name_functions(sheet, diagnostics);
    let mut groups = group(&sheet.functions);
    for group in groups.iter_mut().filter(|group| is_reserved_on_windows(&group.name)) {
        group.name.push_str("_functions");
    }
    let package = package(sheet, requests, &groups, start, diagnostics);
    let functions = groups.iter().map(|group| {
        let functions = group.functions.iter().filter_map(|(position, method)| {
            let request = requests.requests.get(*position).and_then(Option::as_ref);
            Some(function(sheet.functions.get(*position)?, method, request, requests, &sheet.credentials, diagnostics))
        });
        let functions = Json::Array(functions.collect());
        (group.name.clone(), object([("resource", Json::text(&group.name)), ("functions", functions)]))
    });
    let functions = functions.collect();
    SpecValues { package, functions }
}

/// Names that a spec does not take become names that it takes.
fn name_functions(sheet: &mut Sheet, diagnostics: &mut Diagnostics) {
    let mut taken: BTreeSet<String> = BTreeSet::new();
    for function in &mut sheet.functions {
        let wanted =
            if is_name(&function.name) { function.name.clone() } else { name_from(&function.name, "function") };
        let name = unique(wanted, &mut taken);
        if name != function.name {
            let message = format!("`{}` cannot be the name of a function: it is `{name}` here", function.name);
            diagnostics.push(Diagnostic::new(Code::RenamedEntry, function.span, message));
            function.name = name;
        }
    }
}

fn package(sheet: &Sheet, requests: &Requests, groups: &[Group], start: Span, diagnostics: &mut Diagnostics) -> Json {
    let mut open = |message: String, help: &str| {
        diagnostics.push(Diagnostic::new(Code::OpenPackage, start, message).help(help));
    };
    let plain = name_from(&sheet.package, "package");
    let servers = servers(sheet, requests, &mut open);
    let named: Vec<&str> = sheet.credentials.iter().map(String::as_str).collect();
    if !named.is_empty() || sheet.functions.iter().flat_map(|function| &function.rows).any(super::row::is_credential) {
        let names = if named.is_empty() { "the credentials".to_owned() } else { format!("`{}`", named.join("`, `")) };
        open(
            format!("the source names {names}, and does not say how they are sent"),
            "add `auth` to `package.yaml`, such as `auth: { field: token, header: Authorization, scheme: Bearer }`",
        );
    }
    let name = if sheet.package.is_empty() { "Package" } else { &sheet.package };
    let doc = if sheet.doc.is_empty() { name } else { &sheet.doc };
    let resources = groups.iter().map(|group| {
        let doc = if group.name == "other" {
            "Other functions.".to_owned()
        } else {
            format!("Functions of {}.", group.name.replace('_', " "))
        };
        object([("name", Json::text(&group.name)), ("doc", Json::text(doc))])
    });
    let rust = [
        ("crate", Json::text(format!("{}_client", plain.to_snake_case()))),
        ("module", Json::text("v1")),
        ("runtime", Json::text("api_client_runtime")),
    ];
    object([
        ("name", Json::text(name)),
        ("doc", Json::text(doc)),
        ("rust", object(rust)),
        ("env", Json::text(plain.to_shouty_snake_case())),
        ("servers", Json::Array(servers)),
        ("resources", Json::Array(resources.collect())),
    ])
}

fn servers(sheet: &Sheet, requests: &Requests, open: &mut dyn FnMut(String, &str)) -> Vec<Json> {
    if requests.servers.is_empty() {
        let url = match &sheet.domain {
            Some(domain) if domain.contains("://") => domain.trim_end_matches('/').to_owned(),
            Some(domain) => format!("https://{}", domain.trim_end_matches('/')),
            None => "https://todo.invalid".to_owned(),
        };
        open(
            format!("the source has no URL of the API: its server is `{url}` for now"),
            "write the base URL of the API into `servers` of `package.yaml`",
        );
        return vec![object([("name", Json::text("main")), ("url", Json::text(url)), ("doc", Json::text("The API."))])];
    }
    let server = |(position, url): (usize, &String)| {
        let mut members = vec![
            ("name", Json::text(server_name(position))),
            ("url", Json::text(url)),
            ("doc", Json::text("The API.")),
        ];
        let variables: Vec<(String, Json)> = super::url::placeholders(url)
            .map(|name| (name.to_owned(), object([("doc", Json::text(format!("`{name}` of the host.")))])))
            .collect();
        if !variables.is_empty() {
            members.push(("variables", Json::Object(variables)));
        }
        object(members)
    };
    requests.servers.iter().enumerate().map(server).collect()
}

fn server_name(position: usize) -> String {
    if position == 0 { "main".to_owned() } else { format!("server_{}", position + 1) }
}

fn function(
    function: &SheetFunction,
    method: &str,
    request: Option<&Request>,
    requests: &Requests,
    credentials: &[String],
    diagnostics: &mut Diagnostics,
) -> Json {
    let http = request.map(|request| format!("{} {}", request.method.as_str(), request.path));
    let mut members = vec![
        ("name", Json::text(&function.name)),
        ("method", Json::text(method)),
        ("doc", Json::text(&function.doc)),
        ("http", Json::text(http.as_deref().unwrap_or(OPEN))),
    ];
    if let Some(request) = request.filter(|request| request.server > 0 && request.server < requests.servers.len()) {
        members.push(("server", Json::text(server_name(request.server))));
    }
    // A file is a part of a body with parts, whatever is stated later.
    let has_file = function.rows.iter().any(|row| row.kind.eq_ignore_ascii_case("file"));
    if has_file && request.is_none_or(|request| request.method.has_body()) {
        members.push(("body_as", Json::text("multipart")));
    }
    members.push(("returns", Json::text("json")));
    let constants: Vec<Json> = request
        .into_iter()
        .flat_map(|request| &request.query)
        .filter_map(|(key, value)| match value {
            QueryValue::Constant(value) => Some(object([("query", Json::text(key)), ("value", Json::text(value))])),
            QueryValue::Row(_) => None,
        })
        .collect();
    if !constants.is_empty() {
        members.push(("const", Json::Array(constants)));
    }
    let mut taken = BTreeSet::new();
    let rows = function.rows.iter().map(|field| row(field, request, credentials, &mut taken, diagnostics));
    let rows: Vec<Json> = rows.collect();
    if !rows.is_empty() {
        members.push(("fields", Json::Array(rows)));
    }
    object(members)
}

/// An object with these members.
pub fn object<'k>(members: impl IntoIterator<Item = (&'k str, Json)>) -> Json {
    Json::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
