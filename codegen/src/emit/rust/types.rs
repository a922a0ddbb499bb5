//! `types/*.rs`: response models and shared enums, one file per spec file.

use super::cfg::{cfg, cfg_line};
use super::doc::doc_text;
use super::file::{rust_file, rust_file_of};
use super::format::format_long;
use super::names::{ident, literal, path, runtime};
use super::{enums, inputs};
use crate::base::output::OutputFile;
use crate::emit::text;
use crate::model::{Api, Model, ModelField, TypeFile, TypeRef};
use quote::quote;
use std::collections::BTreeSet;

pub fn emit(api: &Api) -> Vec<OutputFile> {
    let modules = api.types.iter().map(|file| {
        let (cfg, module) = (cfg(&file.features), ident(&file.rust_module));
        quote!(#cfg mod #module;)
    });
    let is_empty = |file: &&TypeFile| file.models.is_empty() && file.enums.is_empty() && file.inputs.is_empty();
    let uses = api.types.iter().filter(|file| !is_empty(file)).map(|file| {
        let (cfg, module) = (cfg(&file.features), ident(&file.rust_module));
        // A file may be named like a crate.
        quote!(#cfg pub use self::#module::*;)
    });
    let index = rust_file(
        path(api, "types/mod"),
        &api.package.source,
        "Response models and shared enums.",
        &[],
        &[quote!(#(#modules)*), quote!(#(#uses)*)],
    );
    let mut files = vec![index];
    files.extend(api.types.iter().map(|file| emit_file(api, file)));
    files
}

fn emit_file(api: &Api, file: &TypeFile) -> OutputFile {
    let runtime = runtime(api);
    let mut items: Vec<String> = Vec::new();
    // What is there less often than its file says so itself.
    let mut add = |features: &[String], own: Vec<String>| {
        let cfg = if features == file.features { String::new() } else { cfg_line(features) };
        items.extend(own.into_iter().map(|item| behind(&cfg, &item)));
    };
    for definition in &file.enums {
        add(&definition.features, enums::items(definition));
    }
    let models = file.models.iter().map(|model| model.rust_name.as_str());
    let enums = file.enums.iter().map(|shared| shared.rust_name.as_str());
    let inputs = file.inputs.iter().map(|input| input.rust_name.as_str());
    let here: BTreeSet<&str> = models.chain(enums).chain(inputs).collect();
    for model in &file.models {
        add(&model.features, model_items(model, &here));
    }
    for input in &file.inputs {
        add(&input.features, inputs::items(input, &here));
    }
    let uses = if items.is_empty() { Vec::new() } else { vec![quote!(use #runtime as rt;)] };
    let name = file.rust_module.trim_start_matches("r#");
    rust_file_of(
        path(api, &format!("types/{name}")),
        &file.source,
        &format!("{} of {}.", contents(file), text::code(&file.source)),
        &uses,
        &items,
    )
}

/// An item below its attribute, which stands behind the item's docs.
fn behind(cfg: &str, item: &str) -> String {
    let docs: usize = item.split_inclusive('\n').take_while(|line| line.starts_with("///")).map(str::len).sum();
    let (docs, code) = item.split_at(docs);
    format!("{docs}{cfg}{code}")
}

/// What a file contains, for its own docs.
fn contents(file: &TypeFile) -> &'static str {
    match (file.models.is_empty(), file.inputs.is_empty()) {
        (_, true) => "Response models and enums",
        (true, false) => "Inputs and enums",
        (false, false) => "Response models, inputs and enums",
    }
}

/// `here` are the types of the same file.
fn model_items(model: &Model, here: &BTreeSet<&str>) -> Vec<String> {
    let name = &model.rust_name;
    let listing = model.listing.as_ref().and_then(|(fields, item)| {
        let (field, outer) = fields.split_last()?;
        let item = plain_type(item, here);
        let outer = if outer.is_empty() { String::new() } else { format!("[{}] ", outer.join(", ")) };
        Some(format!("rt::listing!({name}, {outer}{field}: {item});\n"))
    });
    let mut definition = doc_text([text::inline(&model.doc)], 0);
    definition.push_str("#[derive(Clone, Default)]\n");
    let docs: Vec<Vec<String>> = model.fields.iter().map(field_docs).collect();
    if docs.iter().any(Vec::is_empty) {
        definition.push_str("#[allow(missing_docs, reason = \"the spec does not say more than the name\")]\n");
    }
    definition.push_str(&format!("#[non_exhaustive]\npub struct {name} {{\n"));
    for (field, docs) in model.fields.iter().zip(docs) {
        definition.push_str(&doc_text(docs, 4));
        definition.push_str(&format!("    pub {}: {},\n", field.rust_name, field_type(field, here)));
    }
    definition
        .push_str("    /// Keys that this model does not know, with their values.\n    pub extra: rt::Extra,\n}\n");
    [format_long(definition), members(model)].into_iter().chain(listing).collect()
}

/// The table of a model's members: position, key, field, and whether `Debug` redacts it. As text: the formatter leaves the
/// arguments of a macro as tokens.
fn members(model: &Model) -> String {
    let mut table = format!("rt::object! {{\n    {} {{", model.rust_name);
    for (at, field) in model.fields.iter().enumerate() {
        let (key, name) = (&field.wire_name, &field.rust_name);
        let personal = if field.pii { " personal" } else { "" };
        table.push_str(&format!("\n        {at} {} {name}{personal},", literal(key)));
    }
    let end = if model.fields.is_empty() { "" } else { "\n    " };
    format!("{table}{end}}}\n}}\n")
}

/// The type of a field: lists and maps are empty when absent, everything else is optional.
fn field_type(field: &ModelField, here: &BTreeSet<&str>) -> String {
    let plain = plain_type(&field.kind, here);
    match &field.kind {
        TypeRef::List(_) | TypeRef::Map(_) => plain,
        // A struct that contains itself has no size.
        _ if field.is_boxed => format!("Option<rt::Boxed<{plain}>>"),
        _ => format!("Option<{plain}>"),
    }
}

/// What docs say of a field.
fn field_docs(field: &ModelField) -> Vec<String> {
    let mut lines: Vec<String> = field.doc.as_deref().map(text::inline).into_iter().collect();
    let mut add = |text: String| {
        if !lines.is_empty() {
            lines.push(String::new());
        }
        lines.push(text);
    };
    if let Some(since) = &field.since {
        add(text::since(since));
    }
    if let Some(instead) = &field.deprecated {
        add(format!("Deprecated: {}", text::inline(instead)));
    }
    lines
}

/// The type of a response that is no model by itself, as a resource's module names it.
pub fn response_type(kind: &TypeRef) -> String {
    rust_type(kind, &|rust| format!("super::types::{rust}"))
}

/// The type without its `Option`. Types of other files are named by way of the parent module.
fn plain_type(kind: &TypeRef, here: &BTreeSet<&str>) -> String {
    rust_type(kind, &|rust| if here.contains(rust) { rust.to_owned() } else { format!("super::{rust}") })
}

/// `path` names the types of the spec.
fn rust_type(kind: &TypeRef, path: &dyn Fn(&str) -> String) -> String {
    let known = match kind {
        TypeRef::String | TypeRef::Id => "String",
        TypeRef::Boolean => "bool",
        TypeRef::Integer => "i64",
        TypeRef::Number => "f64",
        TypeRef::Time => "rt::Timestamp",
        TypeRef::DateTime => "rt::DateTime",
        TypeRef::Date => "rt::Date",
        TypeRef::Secret => "rt::SecretString",
        TypeRef::Json => "rt::Value",
        TypeRef::List(inner) => return format!("Vec<{}>", rust_type(inner, path)),
        TypeRef::Map(inner) => return format!("std::collections::BTreeMap<String, {}>", rust_type(inner, path)),
        TypeRef::Model { rust, .. } | TypeRef::Enum { rust, .. } => return path(rust),
    };
    known.to_owned()
}
