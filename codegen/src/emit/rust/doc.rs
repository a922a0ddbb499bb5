//! Doc comments. The spec's text is shown as it is: nothing in it can become markup, a link, HTML or a test.

use proc_macro2::{Literal, TokenStream};
use quote::quote;

/// One `#[doc]` for each line, so that it prints as `///` lines.
pub fn doc(lines: impl IntoIterator<Item = String>) -> TokenStream {
    let mut tokens = TokenStream::new();
    for_each_line(lines, |line| {
        let line = if line.is_empty() { String::new() } else { format!(" {line}") };
        let line = Literal::string(&line);
        tokens.extend(quote!(#[doc = #line]));
    });
    tokens
}

/// The same as text, indented.
pub fn doc_text(lines: impl IntoIterator<Item = String>, indent: usize) -> String {
    let mut text = String::new();
    for_each_line(lines, |line| {
        text.extend(std::iter::repeat_n(' ', indent));
        text.push_str("/// ");
        text.push_str(line);
        text.truncate(text.trim_end_matches(' ').len());
        text.push('\n');
    });
    text
}

fn for_each_line(lines: impl IntoIterator<Item = String>, mut add: impl FnMut(&str)) {
    for line in lines {
        if line.is_empty() {
            add("");
        }
        line.lines().for_each(&mut add);
    }
}
