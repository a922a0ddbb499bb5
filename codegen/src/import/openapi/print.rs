//! A draft → the files of a spec.

use super::draft::{Constant, Definition, Draft, Example, Field, Function, Member, Place, Shape, Type};
use super::map::Map;
use super::usage::type_files;
use crate::base::json::Json;
use crate::base::output::OutputFile;
use crate::import::print::{Layout, print};
use std::collections::BTreeSet;

/// How the package and its Rust code are named.
#[derive(Clone, Debug)]
pub struct Target {
    /// The crate that receives the code.
    pub crate_name: String,
    /// The module below `src/generated`.
    pub module: String,
    /// The path of the runtime.
    pub runtime: String,
    /// The prefix of environment variables.
    pub env: String,
}

/// The files of a spec, in the order of their names within each folder.
pub fn files(draft: &Draft, target: &Target, comment: &str) -> Vec<OutputFile> {
    let mut files = vec![OutputFile {
        path: "package.yaml".to_owned(),
        text: print(&[comment], &package(draft, target), Layout::PACKAGE),
    }];
    let enums =
        draft.types.iter().filter(|one| matches!(one.shape, Shape::Enum(_))).map(|one| one.name.as_str()).collect();
    for resource in &draft.resources {
        let functions = resource.functions.iter().map(|function| self::function(function, &enums)).collect();
        let file = Map::default().text("resource", &resource.name).value("functions", Json::Array(functions)).done();
        files.push(OutputFile {
            path: format!("functions/{}.yaml", resource.name),
            text: print(&[comment], &file, Layout::TABLE),
        });
    }
    for (name, definitions) in type_files(draft) {
        let of = |wanted: fn(&Shape) -> bool| -> Json {
            Json::Array(definitions.iter().filter(|one| wanted(&one.shape)).map(|one| definition(one)).collect())
        };
        let file = Map::default()
            .list("types", of(|shape| matches!(shape, Shape::Model(_))))
            .list("enums", of(|shape| matches!(shape, Shape::Enum(_))))
            .list("inputs", of(|shape| matches!(shape, Shape::Input(_))))
            .done();
        files.push(OutputFile { path: format!("types/{name}.yaml"), text: print(&[comment], &file, Layout::TABLE) });
    }
    files
}

fn package(draft: &Draft, target: &Target) -> Json {
    let package = &draft.package;
    let rust = Map::default()
        .text("crate", &target.crate_name)
        .text("module", &target.module)
        .text("runtime", &target.runtime)
        .done();
    let resources = draft
        .resources
        .iter()
        .map(|resource| Map::default().text("name", &resource.name).text("doc", &resource.doc).done());
    Map::default()
        .text("name", &package.name)
        .text("doc", &package.doc)
        .value("rust", rust)
        .text("env", &target.env)
        .list("servers", Json::Array(package.servers.clone()))
        .optional("auth", auth(&package.auth))
        .optional("version", package.version.clone())
        .optional("errors", errors(&package.errors))
        .list("resources", Json::Array(resources.collect()))
        .done()
}

/// One scheme without a name, or several with names.
fn auth(schemes: &[(String, Json)]) -> Option<Json> {
    match schemes {
        [] => None,
        [(_, only)] => Some(only.clone()),
        many => {
            let named = many.iter().map(|(name, scheme)| {
                let mut members = vec![("name".to_owned(), Json::text(name))];
                if let Json::Object(rest) = scheme {
                    members.extend(rest.iter().cloned());
                }
                Json::Object(members)
            });
            Some(Json::Array(named.collect()))
        }
    }
}

fn errors(shapes: &[Json]) -> Option<Json> {
    match shapes {
        [] => None,
        [only] => Some(only.clone()),
        many => Some(Json::Array(many.to_vec())),
    }
}

fn function(function: &Function, enums: &BTreeSet<&str>) -> Json {
    let numbers =
        |numbers: &[u16]| Json::Array(numbers.iter().map(|number| Json::Number(number.to_string())).collect());
    let fields = function.fields.iter().map(|field| self::field(field, enums)).collect();
    Map::default()
        .text("name", &function.name)
        .text("method", &function.method)
        .text("doc", &function.doc)
        .text("http", &format!("{} {}", function.verb, function.path))
        .optional_text("auth", function.auth.as_deref())
        .optional_text("server", function.server.as_deref())
        .optional_text("deprecated", function.deprecated.as_deref())
        .optional_text("since", function.since.as_deref())
        .optional_text("body_as", function.body_as)
        .optional_text("content_type", function.content_type.as_deref())
        .optional_text("retry", function.retry.as_deref())
        .optional_text("retry_with", function.retry_with.as_deref())
        .optional("needs", function.needs.clone())
        .text("returns", &function.returns.to_string())
        .optional_text("list", function.list.as_deref())
        .list("also", Json::Array(function.also.iter().map(Json::text).collect()))
        .optional("paging", function.paging.clone())
        .list("status", numbers(&function.status))
        .optional_text("warning", function.warning.as_deref())
        .list("const", Json::Array(function.constants.iter().map(constant).collect()))
        .list("fields", Json::Array(fields))
        .list("examples", Json::Array(function.examples.iter().filter_map(example).collect()))
        .done()
}

fn placed(map: Map, place: &Place) -> Map {
    match place {
        Place::Path => map,
        Place::Query(key) => map.text("query", key),
        Place::Header(name) => map.text("header", name),
        Place::Body(pointer) => map.text("body", pointer),
    }
}

fn constant(constant: &Constant) -> Json {
    placed(Map::default(), &constant.place).value("value", constant.value.clone()).done()
}

fn field(field: &Field, enums: &BTreeSet<&str>) -> Json {
    // An argument with known values is text; the values are those of a shared enum, or its own.
    let shared = match &field.kind {
        Type::Named(name) if enums.contains(name.as_str()) => Some(name.clone()),
        _ => None,
    };
    let text = Field { kind: Type::String, ..field.clone() };
    let field = if shared.is_some() { &text } else { field };
    let map = Map::default()
        .text("name", &field.name)
        .optional_text("rust", field.rust.as_deref())
        .text("type", &field.kind.to_string());
    placed(map.flag("required", field.required), &field.place)
        .optional("enum", shared.map(Json::String))
        .list("enum", Json::Array(field.values.clone()))
        .optional_text("encode", field.encode)
        .flag("nullable", field.nullable)
        .optional("default", field.default.clone())
        .optional("min", field.min.clone().map(Json::Number))
        .optional("max", field.max.clone().map(Json::Number))
        .optional_text("pattern", field.pattern.as_deref().filter(|_| field.kind == Type::String))
        .flag("secret", field.secret || field.kind == Type::Secret)
        .flag("pii", field.pii)
        .optional_text("deprecated", field.deprecated.then_some(MARKED))
        .optional_text("since", field.since.as_deref())
        .text("doc", &field.doc)
        .done()
}

/// What replaces something that is deprecated, where the document does not say.
const MARKED: &str = "The API marks it as deprecated.";

fn example(example: &Example) -> Option<Json> {
    let request = example.request.clone()?;
    let args = (!example.args.is_empty()).then(|| Json::Object(example.args.clone()));
    Some(
        Map::default()
            .optional("args", args)
            .value("request", request)
            .optional("response", example.response.clone())
            .done(),
    )
}

fn definition(definition: &Definition) -> Json {
    let map = Map::default().text("name", &definition.name).text("doc", &definition.doc);
    let map = map.flag("standalone", definition.standalone);
    match &definition.shape {
        Shape::Enum(values) => {
            let value = |value: &super::draft::EnumValue| match (&value.rust, &value.since) {
                (None, None) => Json::text(&value.value),
                (rust, since) => Map::default()
                    .text("value", &value.value)
                    .optional_text("rust", rust.as_deref())
                    .optional_text("since", since.as_deref())
                    .done(),
            };
            map.value("values", Json::Array(values.iter().map(value).collect())).done()
        }
        Shape::Model(members) => {
            map.value("fields", Json::Array(members.iter().map(|one| member(one, false)).collect())).done()
        }
        Shape::Input(members) => {
            map.value("fields", Json::Array(members.iter().map(|one| member(one, true)).collect())).done()
        }
    }
}

fn member(member: &Member, is_input: bool) -> Json {
    let map = Map::default().text("name", &member.name).optional_text("rust", member.rust.as_deref());
    let map = match &member.constant {
        Some(value) if is_input => map.value("const", value.clone()),
        _ => map.text("type", &member.kind.to_string()).flag("required", member.required && is_input),
    };
    map.flag("pii", member.pii && !is_input)
        .flag("nullable", member.nullable && is_input && member.constant.is_none())
        .optional_text("deprecated", member.deprecated.then_some(MARKED))
        .optional_text("since", member.since.as_deref())
        .optional_text("doc", Some(member.doc.as_str()).filter(|doc| !doc.is_empty()))
        .done()
}
