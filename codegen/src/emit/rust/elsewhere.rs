//! Builders of an API's functions whose calls other code makes: with the arguments of their table, and another response.

use super::doc::doc_text;
use super::file::{rust_file, rust_file_of};
use super::format::{block, format_long};
use super::function::{Start, setters};
use super::names::{deprecated, ident, literal, runtime};
use crate::base::output::OutputFile;
use crate::emit::text;
use crate::model::{Api, Function, Resource};
use heck::ToSnakeCase;
use proc_macro2::TokenStream;
use quote::quote;

/// Who makes the calls.
pub struct Elsewhere<'a> {
    /// The folder of the files, below the crate's.
    pub folder: &'a str,
    /// What the documentation of the module says.
    pub intro: &'a str,
    /// What decides about the calls, beside the API's spec.
    pub source: &'a str,
    /// The module with `Handle`, which gets the methods, `TableCall`, which its builders wrap, and the macro `table_call`.
    pub module: &'a str,
    /// What the calls of a function come to, in Markdown.
    pub note: &'a dyn Fn(&str) -> String,
    /// What replaces a function that cannot be called any more.
    pub instead: &'a dyn Fn(&str) -> Option<String>,
}

/// A file for each resource with a builder for each function, and the module of them. Methods have the names of the table.
#[must_use]
pub fn elsewhere(api: &Api, to: &Elsewhere<'_>) -> Vec<OutputFile> {
    let resources: Vec<&Resource> = api.resources.iter().filter(|resource| !resource.functions.is_empty()).collect();
    let mut files: Vec<OutputFile> = resources.iter().map(|resource| file(api, resource, to)).collect();
    let api_module = ident(&api.package.module);
    let mut items: Vec<TokenStream> = resources
        .iter()
        .map(|resource| {
            let module = ident(&resource.rust_module);
            quote!(pub mod #module;)
        })
        .collect();
    items.push(quote! {
        /// The types of arguments.
        mod types {
            pub use crate::generated::#api_module::types::*;
        }
    });
    files.push(rust_file(format!("{}/mod.rs", to.folder), to.source, to.intro, &[], &items));
    files
}

fn file(api: &Api, resource: &Resource, to: &Elsewhere<'_>) -> OutputFile {
    let (runtime, name, api_module) = (runtime(api), ident(&resource.rust_module), ident(&api.package.module));
    // The path is this crate's own: it parses, or the emitted file says where it does not.
    let module: TokenStream = to.module.parse().unwrap_or_default();
    let methods: Vec<String> = resource.functions.iter().map(|function| method(function, to)).collect();
    let mut items = vec![block("impl<'c> Handle<'c>", &methods)];
    items.extend(resource.functions.iter().flat_map(builder));
    let mut uses = vec![
        quote!(use #module::{Handle, TableCall, table_call};),
        quote!(use crate::generated::#api_module::#name as from;),
    ];
    let enums: Vec<_> = resource.enums.iter().map(|definition| ident(&definition.rust_name)).collect();
    if !enums.is_empty() {
        uses.push(quote!(use crate::generated::#api_module::#name::{#(#enums),*};));
    }
    uses.push(quote!(use #runtime as rt;));
    rust_file_of(
        format!("{}/{}.rs", to.folder, resource.rust_module.trim_start_matches("r#")),
        &format!("{} and {}", resource.source, to.source),
        &text::inline(&resource.doc),
        &uses,
        &items,
    )
}

fn method(function: &Function, to: &Elsewhere<'_>) -> String {
    let note = (to.note)(&function.name);
    let mut head = doc_text([text::inline(&function.doc), String::new(), note], 4);
    head.push_str(&format!("    #[doc(alias = {})]\n", literal(&function.name)));
    head.push_str(&deprecated((to.instead)(&function.name).as_deref()));
    let start = Start {
        head,
        name: &function.name.to_snake_case(),
        receiver: "self",
        returns: format!("{}<'c>", function.rust.builder),
        call: "TableCall::new",
        arguments: ["self".to_owned(), format!("&from::{}", function.rust.table)],
    };
    start.format(function)
}

fn builder(function: &Function) -> Vec<String> {
    let name = &function.rust.builder;
    let mut items = vec![
        format_long(format!(
            "/// A call of `{}`.\n#[derive(Clone, Debug)]\n#[must_use = \"a call does nothing until it is sent: `.await` \
             it\"]\npub struct {name}<'c>(TableCall<'c>);\n",
            function.name
        )),
        format!("table_call!({name});\n"),
    ];
    if !function.params.is_empty() {
        let fields = format!("    const FIELDS: &'static [rt::Field] = from::{name}::FIELDS;\n");
        let members: Vec<String> = [fields].into_iter().chain(setters(function)).collect();
        items.push(block(&format!("impl {name}<'_>"), &members));
    }
    items
}
