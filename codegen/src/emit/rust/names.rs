//! Names in emitted Rust: identifiers, the paths of files, the runtime.

use crate::model::Api;
use proc_macro2::{Ident, Literal, Span, TokenStream};

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
pub fn allow_arguments(parameters: usize) -> &'static str {
    if parameters > MAX_PARAMETERS {
        "    #[allow(clippy::too_many_arguments, reason = \"the API requires all of them\")]\n"
    } else {
        ""
    }
}

/// A text as a literal.
pub fn literal(text: &str) -> String {
    Literal::string(text).to_string()
}

/// A name without the mark of a raw identifier.
pub fn plain(name: &str) -> &str {
    name.trim_start_matches("r#")
}

/// What to use instead, for the compiler's warning.
pub fn deprecated(instead: Option<&str>) -> String {
    instead.map(|instead| format!("    #[deprecated(note = {})]\n", literal(instead))).unwrap_or_default()
}
