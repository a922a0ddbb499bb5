//! A spec as an OpenAPI document (3.0.3): operations, components, security, servers and examples, for other tools.
//!
//! OpenAPI has no selectors, and one operation for a method and a path. A selector that chooses a path gives one path item for
//! each case; a function that shares method and path with another one gets its name behind a `#`, which servers never see. What
//! has no key of OpenAPI's stands in `x-retry`, `x-paging`, `x-since` and `x-failed-when`.

mod body;
mod operation;
mod schema;
mod security;

use crate::base::json::Json;
use crate::model::{Api, Server};
use operation::operations;
use schema::{components, object};

/// The document of a spec, as JSON.
#[must_use]
pub fn document(api: &Api) -> Json {
    let package = &api.package;
    let mut paths: Vec<(String, Vec<(String, Json)>)> = Vec::new();
    for (resource, function) in api.functions() {
        let method = function.http.as_str().to_ascii_lowercase();
        for (template, operation) in operations(api, resource, function) {
            let is_taken = |path: &str| {
                paths.iter().any(|(known, item)| known == path && item.iter().any(|(known, _)| *known == method))
            };
            let path = if is_taken(&template) { format!("{template}#{}", function.name) } else { template };
            match paths.iter_mut().find(|(known, _)| *known == path) {
                Some((_, item)) => item.push((method.clone(), operation)),
                None => paths.push((path, vec![(method.clone(), operation)])),
            }
        }
    }
    let version = package.version.as_ref().map_or(package.module.as_str(), |version| version.default.as_str());
    let info = object([
        ("title", Json::text(&package.name)),
        ("description", Json::text(&package.doc)),
        ("version", Json::text(version)),
    ]);
    let tags = api
        .resources
        .iter()
        .map(|resource| object([("name", Json::text(&resource.name)), ("description", Json::text(&resource.doc))]));
    let mut members = vec![
        ("openapi", Json::text("3.0.3")),
        ("info", info),
        ("servers", Json::Array(package.servers.iter().map(server).collect())),
        ("tags", Json::Array(tags.collect())),
        ("paths", Json::Object(paths.into_iter().map(|(path, item)| (path, Json::Object(item))).collect())),
        ("components", components(api)),
    ];
    members.extend(package.auth.first().map(|scheme| ("security", security::requirement(scheme))));
    object(members)
}

/// A server, with the parts of its address that clients are given.
fn server(server: &Server) -> Json {
    let mut members = vec![("url", Json::text(&server.url)), ("description", Json::text(&server.doc))];
    let names = server.url.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name));
    let variables: Vec<(String, Json)> = names
        .map(|name| {
            let default = server.defaults.iter().find(|(known, _)| known == name).map(|(_, value)| value.as_str());
            (name.to_owned(), object([("default", Json::text(default.unwrap_or(name)))]))
        })
        .collect();
    if !variables.is_empty() {
        members.push(("variables", Json::Object(variables)));
    }
    object(members)
}
