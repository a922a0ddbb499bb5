//! Doc comments. The spec's text is shown as it is: nothing in it can become markup, a link, HTML or a test.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// One `#[doc]` for each line, so that it prints as `///` lines.
pub fn doc(lines: impl IntoIterator<Item = String>) -> TokenStream {
    lines
        .into_iter()
        .flat_map(|line| {
            line.lines().map(str::to_owned).collect::<Vec<_>>().into_iter().chain(line.is_empty().then(String::new))
        })
        .map(|line| {
            let line = if line.is_empty() { line } else { format!(" {line}") };
            let line = Literal::string(&line);
            quote!(#[doc = #line])
        })
        .collect()
}
