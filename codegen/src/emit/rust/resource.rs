//! One file per resource: its handle, then each function as description, builder and setters.

use super::doc::doc_text;
use super::file::rust_file_of;
use super::format::{block, format_long};
use super::names::{path, runtime};
use super::{enums, function, table};
use crate::base::output::OutputFile;
use crate::emit::snippet::Snippets;
use crate::emit::text;
use crate::model::{Api, Resource};
use quote::quote;

pub fn emit(api: &Api, snippets: &Snippets, resource: &Resource) -> OutputFile {
    let runtime = runtime(api);
    let handle = &resource.rust_type;
    let docs = doc_text([text::inline(&resource.doc)], 0);
    let mut items = vec![format_long(format!(
        "{docs}#[derive(Clone, Copy, Debug)]\npub struct {handle}<'c>(pub(super) &'c rt::Core);\n"
    ))];
    let methods: Vec<String> = resource
        .functions
        .iter()
        .map(|function| function::method(resource, function, snippets.of(function).first()))
        .collect();
    if !methods.is_empty() {
        items.push(block(&format!("impl {handle}<'_>"), &methods));
    }
    items.extend(resource.enums.iter().flat_map(enums::items));
    for each in &resource.functions {
        items.extend(function::builder(each));
        items.push(table::item(resource, each));
    }
    let name = resource.rust_module.trim_start_matches("r#");
    let behind = resource.feature.as_ref().map(|feature| format!("\n\nWith the feature {}.", text::code(feature)));
    rust_file_of(
        path(api, name),
        &resource.source,
        &format!("{}{}", text::inline(&resource.doc), behind.unwrap_or_default()),
        &[quote!(use #runtime as rt;)],
        &items,
    )
}
