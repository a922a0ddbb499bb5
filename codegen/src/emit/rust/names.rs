//! Names in emitted Rust: identifiers, the paths of files, the runtime.

use crate::model::Api;
use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

/// Clippy warns of functions with more parameters than this.
const MAX_PARAMETERS: usize = 7;

/// The path of a file of the generated module.
pub fn path(api: &Api, name: &str) -> String {
    format!("src/generated/{}/{name}.rs", api.package.module)
}

/// An identifier that lowering has made sure of; raw ones keep their `r#`.
pub fn ident(name: &str) -> Ident {
    match name.strip_prefix("r#") {
        Some(raw) => Ident::new_raw(raw, Span::call_site()),
        None => Ident::new(name, Span::call_site()),
    }
}

/// The path of the runtime module. Leading colons distinguish a crate's name from that of a resource.
pub fn runtime(api: &Api) -> TokenStream {
    let path = &api.package.runtime;
    let colons = if path.starts_at_a_crate() { "::" } else { "" };
    // A path of identifiers always parses.
    format!("{colons}{path}::__private").parse().unwrap_or_default()
}

/// The attribute of a function whose parameters are the arguments that the API requires, however many these are.
pub fn allow_arguments(parameters: usize) -> Option<TokenStream> {
    (parameters > MAX_PARAMETERS)
        .then(|| quote!(#[allow(clippy::too_many_arguments, reason = "the API requires all of them")]))
}
