//! Builders of an API's functions whose calls other code makes: with the arguments of their table, and another response.

use super::doc;
use super::file::rust_file;
use super::function::{Required, required, setters};
use super::names::{ident, runtime};
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
    let methods = resource.functions.iter().map(|function| method(function, to));
    let mut items = vec![quote!(impl<'c> Handle<'c> { #(#methods)* })];
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
    rust_file(
        format!("{}/{}.rs", to.folder, resource.rust_module.trim_start_matches("r#")),
        &format!("{} and {}", resource.source, to.source),
        &text::inline(&resource.doc),
        &uses,
        &items,
    )
}

fn method(function: &Function, to: &Elsewhere<'_>) -> TokenStream {
    let name = ident(&function.name.to_snake_case());
    let (builder, table) = (ident(&function.rust.builder), ident(&function.rust.table));
    let note = (to.note)(&function.name);
    let docs = doc::doc([text::inline(&function.doc), String::new(), note]);
    let alias = &function.name;
    let instead = (to.instead)(&function.name);
    let deprecated = instead.map(|instead| quote!(#[deprecated(note = #instead)]));
    let Required { params, splits, sets, allow } = required(function);
    quote! {
        #docs
        #[doc(alias = #alias)]
        #deprecated
        #allow
        pub fn #name(self, #(#params),*) -> #builder<'c> {
            #(#splits)*
            #builder(TableCall::new(self, &from::#table)#(#sets)*)
        }
    }
}

fn builder(function: &Function) -> Vec<TokenStream> {
    let name = ident(&function.rust.builder);
    let docs = format!(" A call of `{}`.", function.name);
    let setters = setters(function);
    let mut items = vec![
        quote! {
            #[doc = #docs]
            #[derive(Clone, Debug)]
            #[must_use = "a call does nothing until it is sent: `.await` it"]
            pub struct #name<'c>(TableCall<'c>);
        },
        quote!(table_call!(#name);),
    ];
    if !function.params.is_empty() {
        items.push(quote! {
            impl #name<'_> {
                const FIELDS: &'static [rt::Field] = from::#name::FIELDS;

                #(#setters)*
            }
        });
    }
    items
}
