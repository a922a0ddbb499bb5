//! `types/*.rs`: response models and shared enums, one file per spec file.

use super::cfg::{cfg, cfg_line};
use super::file::{format_item, rust_file, rust_file_of};
use super::names::{ident, path, runtime};
use super::{doc, enums, inputs};
use crate::base::output::OutputFile;
use crate::emit::text;
use crate::model::{Api, Model, ModelField, TypeFile, TypeRef};
use proc_macro2::{Literal, TokenStream};
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
        add(&definition.features, enums::items(definition).iter().map(format_item).collect());
    }
    let models = file.models.iter().map(|model| model.rust_name.as_str());
    let enums = file.enums.iter().map(|shared| shared.rust_name.as_str());
    let inputs = file.inputs.iter().map(|input| input.rust_name.as_str());
    let here: BTreeSet<&str> = models.chain(enums).chain(inputs).collect();
    for model in &file.models {
        add(&model.features, model_items(model, &here));
    }
    for input in &file.inputs {
        add(&input.features, inputs::items(input, &here).iter().map(format_item).collect());
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
    let name = ident(&model.rust_name);
    let docs = doc::doc([text::inline(&model.doc)]);
    let fields = model.fields.iter().map(|field| {
        let docs = doc::doc(field_docs(field));
        let (name, kind) = (ident(&field.rust_name), field_type(field, here));
        quote!(#docs pub #name: #kind,)
    });
    let listing = model.listing.as_ref().and_then(|(fields, item)| {
        let (field, outer) = fields.split_last()?;
        let (field, item) = (ident(field), plain_type(item, here));
        let outer = outer.iter().map(|outer| ident(outer));
        let outer = (outer.len() > 0).then(|| quote!([#(#outer),*]));
        Some(format_item(&quote!(rt::listing!(#name, #outer #field: #item);)))
    });
    let undocumented = model.fields.iter().any(|field| field_docs(field).is_empty());
    let undocumented =
        undocumented.then(|| quote!(#[allow(missing_docs, reason = "the spec does not say more than the name")]));
    let definition = quote! {
        #docs
        #[derive(Clone, Default)]
        #undocumented
        #[non_exhaustive]
        pub struct #name {
            #(#fields)*
            #[doc = " Keys that this model does not know, with their values."]
            pub extra: rt::Extra,
        }
    };
    [format_item(&definition), members(model)].into_iter().chain(listing).collect()
}

/// The table of a model's members: position, key, field, and whether `Debug` redacts it. As text: the formatter leaves the
/// arguments of a macro as tokens.
fn members(model: &Model) -> String {
    let mut table = format!("rt::object! {{\n    {} {{", model.rust_name);
    for (at, field) in model.fields.iter().enumerate() {
        let (key, name) = (&field.wire_name, ident(&field.rust_name));
        let personal = if field.pii { " personal" } else { "" };
        table.push_str(&format!("\n        {at} {} {name}{personal},", Literal::string(key)));
    }
    let end = if model.fields.is_empty() { "" } else { "\n    " };
    format!("{table}{end}}}\n}}\n")
}

/// The type of a field: lists and maps are empty when absent, everything else is optional.
fn field_type(field: &ModelField, here: &BTreeSet<&str>) -> TokenStream {
    let plain = plain_type(&field.kind, here);
    match &field.kind {
        TypeRef::List(_) | TypeRef::Map(_) => plain,
        // A struct that contains itself has no size.
        _ if field.is_boxed => quote!(Option<rt::Boxed<#plain>>),
        _ => quote!(Option<#plain>),
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
pub fn response_type(kind: &TypeRef) -> TokenStream {
    match kind {
        TypeRef::List(inner) => {
            let inner = response_type(inner);
            quote!(Vec<#inner>)
        }
        TypeRef::Map(inner) => {
            let inner = response_type(inner);
            quote!(std::collections::BTreeMap<String, #inner>)
        }
        TypeRef::Model { rust, .. } | TypeRef::Enum { rust, .. } => {
            let name = ident(rust);
            quote!(super::types::#name)
        }
        kind => plain_type(kind, &BTreeSet::new()),
    }
}

/// The type without its `Option`. Types of other files are named by way of the parent module.
fn plain_type(kind: &TypeRef, here: &BTreeSet<&str>) -> TokenStream {
    match kind {
        TypeRef::String | TypeRef::Id => quote!(String),
        TypeRef::Boolean => quote!(bool),
        TypeRef::Integer => quote!(i64),
        TypeRef::Number => quote!(f64),
        TypeRef::Time => quote!(rt::Timestamp),
        TypeRef::DateTime => quote!(rt::DateTime),
        TypeRef::Date => quote!(rt::Date),
        TypeRef::Secret => quote!(rt::SecretString),
        TypeRef::Json => quote!(rt::Value),
        TypeRef::List(inner) => {
            let inner = plain_type(inner, here);
            quote!(Vec<#inner>)
        }
        TypeRef::Map(inner) => {
            let inner = plain_type(inner, here);
            quote!(std::collections::BTreeMap<String, #inner>)
        }
        TypeRef::Model { rust, .. } | TypeRef::Enum { rust, .. } => {
            let name = ident(rust);
            if here.contains(rust.as_str()) { quote!(#name) } else { quote!(super::#name) }
        }
    }
}
