//! One file per resource: its handle, then each function as description, builder and setters.

use super::file::{format_item, rust_file_of};
use super::names::{ident, path, runtime};
use super::{doc, enums, function, table};
use crate::base::output::OutputFile;
use crate::emit::text;
use crate::model::{Api, Resource};
use quote::quote;

pub fn emit(api: &Api, resource: &Resource) -> OutputFile {
    let runtime = runtime(api);
    let handle = ident(&resource.rust_type);
    let docs = doc::doc([text::inline(&resource.doc)]);
    let methods = resource.functions.iter().map(|function| function::method(api, resource, function));
    let mut items = vec![quote! {
        #docs
        #[derive(Clone, Copy, Debug)]
        pub struct #handle<'c>(pub(super) &'c rt::Core);
    }];
    if !resource.functions.is_empty() {
        items.push(quote! { impl #handle<'_> { #(#methods)* } });
    }
    for definition in &resource.enums {
        items.extend(enums::items(definition));
    }
    let mut items: Vec<String> = items.iter().map(format_item).collect();
    for each in &resource.functions {
        items.extend(function::builder(each).iter().map(format_item));
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
