//! `examples.rs`: one ready call for each example of the spec.

use super::cfg::{Needed, cfg_line};
use super::file::rust_file_of;
use super::format::{MARGIN, format_text};
use super::names::{ident, literal, path, runtime};
use crate::base::json::Json;
use crate::base::output::OutputFile;
use crate::emit::snippet::{Snippet, Snippets};
use crate::model::{Api, Function, Model, Resource, Returns};
use quote::quote;
use std::collections::BTreeMap;

pub fn emit(api: &Api, snippets: &Snippets) -> OutputFile {
    let mut entries = Vec::new();
    // What the file uses, and the features of the entries that need it.
    let mut modules: BTreeMap<String, Needed> = BTreeMap::new();
    let mut runtime_names: BTreeMap<&str, Needed> = BTreeMap::new();
    for (resource, function) in api.functions() {
        for snippet in snippets.of(function) {
            for module in snippet.modules().into_iter().chain([resource.rust_module.clone()]) {
                modules.entry(module).or_default().add(&resource.feature);
            }
            for name in snippet.runtime_names() {
                runtime_names.entry(name).or_default().add(&resource.feature);
            }
            entries.push(entry(resource, function, snippet));
        }
    }
    let models: Vec<String> = api.types.iter().flat_map(|file| &file.models).map(model).collect();
    for model in api.types.iter().flat_map(|file| &file.models) {
        modules.entry("types".to_owned()).or_default().add(&model.features);
    }
    // An example shows how a function is called as long as there is one.
    let mut inputs = api.types.iter().flat_map(|file| &file.inputs).flat_map(|input| &input.fields);
    let is_deprecated = inputs.any(|field| field.deprecated.is_some())
        || api.functions().any(|(_, function)| {
            function.deprecated.is_some() || function.fields.iter().any(|field| field.deprecated.is_some())
        });
    let deprecated =
        if is_deprecated { "#[allow(deprecated, reason = \"examples of what is deprecated\")]\n" } else { "" };
    let runtime = runtime(api);
    let items = [
        format!(
            "/// All examples of the spec, in the order of the functions.\n{deprecated}pub static EXAMPLES: \
             &[rt::Example<Client>] = {};\n",
            array(&entries)
        ),
        format!("/// All models, file by file.\npub static MODELS: &[rt::ModelExample] = {};\n", array(&models)),
    ];
    let mut uses = vec![
        quote!(use #runtime as rt;),
        quote!(
            use super::Client;
        ),
    ];
    uses.extend(modules.iter().map(|(module, needed)| {
        let (cfg, module) = (needed.cfg(), ident(module));
        quote!(#cfg use super::#module;)
    }));
    uses.extend(runtime_names.into_iter().map(|(name, needed)| {
        let (cfg, name) = (needed.cfg(), ident(name));
        quote!(#cfg use #runtime::#name;)
    }));
    rust_file_of(
        path(api, "examples"),
        &api.package.source,
        "One ready call for each example of the spec, with its request and its response: for tests and demos.",
        &uses,
        &items,
    )
}

/// Rows, each on lines of its own.
fn array(rows: &[String]) -> String {
    if rows.is_empty() { "&[]".to_owned() } else { format!("&[\n{}]", rows.concat()) }
}

/// The attribute of a row.
fn cfg(features: &[String]) -> String {
    let cfg = cfg_line(features);
    if cfg.len() + 4 <= MARGIN || features.is_empty() {
        return if cfg.is_empty() { cfg } else { format!("    {cfg}") };
    }
    let code = format_text(&format!("static EXAMPLES: &[E] = &[{cfg} E];"));
    let line = code.split_once('\n').and_then(|(_, rest)| rest.split_once("    E,\n"));
    line.map_or(cfg, |(line, _)| line.to_owned())
}

/// A row: data as text, and the call as code.
fn entry(resource: &Resource, function: &Function, snippet: &Snippet) -> String {
    let example = snippet.example;
    let request = &example.request;
    let query = request.query.iter().map(|(key, value)| format!("({}, {})", literal(key), literal(value)));
    let is_text = matches!(function.returns, Returns::Text | Returns::Bytes);
    let response = example.response.as_ref().map(|response| match response.as_str() {
        Some(text) if is_text => text.to_owned(),
        _ => response.to_string(),
    });
    let mut row = cfg(resource.feature.as_slice());
    row.push_str("    rt::Example {\n");
    let mut add = |name: &str, value: &str| row.push_str(&format!("        {name}: {value},\n"));
    add("function", &format!("&{}::{}", resource.rust_module, function.rust.table));
    add("args", &literal(&Json::Object(example.args.clone()).to_string()));
    add("path", &literal(&request.path));
    add("query", &list("        query: &[", &query.collect::<Vec<_>>(), "],"));
    add("body", &optional("        body: ", request.body.as_ref()));
    add("status", &example.status.to_string());
    add("response", &literal(&response.unwrap_or_default()));
    row.push_str(&closures(&snippet.call()));
    row.push_str("    },\n");
    row
}

/// A list that follows `before`, on its line if it fits.
fn list(before: &str, items: &[String], after: &str) -> String {
    let line = items.join(", ");
    if before.len() + line.len() + after.len() <= MARGIN || items.is_empty() {
        return format!("&[{line}]");
    }
    let items: Vec<String> = items.iter().map(|item| format!("            {item},\n")).collect();
    format!("&[\n{}        ]", items.concat())
}

/// JSON that may be absent, after `before`.
fn optional(before: &str, value: Option<&Json>) -> String {
    let Some(value) = value else { return "None".to_owned() };
    let value = literal(&value.to_string());
    if before.len() + "Some(),".len() + value.len() <= MARGIN {
        format!("Some({value})")
    } else {
        format!("Some(\n            {value},\n        )")
    }
}

/// The functions that build and send a call. One that does not fit on its line, or is more than names and literals, is
/// formatted.
fn closures(call: &str) -> String {
    let lines =
        format!("        call: |client| {call}.into_call(),\n        send: |client| rt::show({call}.send()),\n");
    let is_plain = !call.contains(['\n', '!', '[', '{']);
    if is_plain && lines.lines().all(|line| line.len() <= MARGIN) {
        return lines;
    }
    let code = format_text(&format!("static EXAMPLES: &[E] = &[rt::Example {{ {lines} }}];"));
    let fields = code.split_once("rt::Example {\n").and_then(|(_, rest)| rest.strip_suffix("    },\n];\n"));
    fields.map_or(lines, str::to_owned)
}

fn model(model: &Model) -> String {
    let (name, rust) = (literal(&model.name), &model.rust_name);
    let cfg = cfg(&model.features);
    let round_trip = format!("rt::round_trip::<types::{rust}>");
    let is_long = "        round_trip: ,".len() + round_trip.len() > MARGIN;
    let line = model
        .example
        .as_ref()
        .map_or_else(|| "None".to_owned(), |example| format!("Some({})", literal(&example.to_string())));
    let line = format!("    rt::ModelExample {{ name: {name}, example: {line}, round_trip: {round_trip} }},\n");
    if line.len() <= MARGIN + 1 {
        return format!("{cfg}{line}");
    }
    let example = optional("        example: ", model.example.as_ref());
    let round_trip =
        if is_long { format!("rt::round_trip::<\n            types::{rust},\n        >") } else { round_trip };
    format!(
        "{cfg}    rt::ModelExample {{\n        name: {name},\n        example: {example},\n        round_trip: \
         {round_trip},\n    }},\n"
    )
}
