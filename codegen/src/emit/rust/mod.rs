//! Rust: one file per resource and per type file, thin code over the runtime.

mod client;
mod doc;
mod enums;
mod examples;
mod file;
mod function;
mod package;
mod resource;
mod table;
mod types;

pub use doc::{cell, cell_code, code, inline, one_line};

use crate::base::output::OutputFile;
use crate::model::Api;
use proc_macro2::{Ident, Span, TokenStream};

/// All Rust files of an API.
#[must_use]
pub fn emit(api: &Api) -> Vec<OutputFile> {
    let mut files = vec![client::emit(api), package::emit(api), examples::emit(api)];
    files.extend(api.resources.iter().map(|resource| resource::emit(api, resource)));
    files.extend(types::emit(api));
    files
}

/// The path of a file of the generated module.
fn path(api: &Api, name: &str) -> String {
    format!("src/generated/{}/{name}.rs", api.package.module)
}

/// An identifier that lowering has made sure of; raw ones keep their `r#`.
fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The path of the runtime module. A crate's name is told from that of a resource by leading colons.
fn runtime(api: &Api) -> TokenStream {
    let path = &api.package.runtime;
    let colons = if path.starts_at_a_crate() { "::" } else { "" };
    // A path of identifiers always parses.
    format!("{colons}{path}::__private").parse().unwrap_or_default()
}
