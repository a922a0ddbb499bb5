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

/// The spec's text with code spans kept and everything else inert in Markdown.
#[must_use]
pub fn inline(text: &str) -> String {
    text.trim().lines().map(inline_line).collect::<Vec<_>>().join("\n")
}

fn inline_line(line: &str) -> String {
    let line = line.trim();
    let pieces: Vec<&str> = line.split('`').collect();
    let balanced = pieces.len() % 2 == 1;
    let single = pieces.iter().skip(1).step_by(2).all(|code| !code.is_empty());
    if !(balanced && single) {
        return plain(line);
    }
    let mut out = String::new();
    for (position, piece) in pieces.iter().enumerate() {
        if position % 2 == 1 {
            out.push('`');
            out.push_str(piece);
            out.push('`');
        } else {
            out.push_str(&escape(piece, position == 0));
        }
    }
    out
}

/// Text without any markup, code spans included.
pub fn plain(line: &str) -> String {
    escape(line.trim(), true)
}

/// Escapes what Markdown would read as markup. `start` says that the text stands at the start of a line.
fn escape(text: &str, start: bool) -> String {
    let mut out = String::with_capacity(text.len() + 8);
    let characters: Vec<char> = text.chars().collect();
    let word = |at: Option<usize>| at.and_then(|at| characters.get(at)).is_some_and(|c| c.is_alphanumeric());
    let leading_digits = characters.iter().take_while(|c| c.is_ascii_digit()).count();
    for (at, character) in characters.iter().enumerate() {
        let escaped = match character {
            '\\' | '`' | '*' | '[' | ']' | '<' | '>' | '|' | '~' | '$' => true,
            // Inside a word an underscore is text.
            '_' => !(word(at.checked_sub(1)) && word(Some(at + 1))),
            // A bare link.
            ':' => characters.get(at + 1) == Some(&'/') || scheme_before(&characters, at),
            '&' => true,
            '#' | '+' | '-' | '=' => start && at == 0,
            '.' | ')' => start && at > 0 && at == leading_digits,
            _ => false,
        };
        if escaped {
            out.push('\\');
        }
        out.push(*character);
    }
    out
}

/// Whether a colon ends the scheme of a link that some readers of Markdown make clickable.
fn scheme_before(characters: &[char], colon: usize) -> bool {
    ["http", "https", "mailto", "javascript", "ftp"].iter().any(|scheme| {
        let length = scheme.len();
        colon >= length && characters[colon - length..colon].iter().collect::<String>().eq_ignore_ascii_case(scheme)
    })
}
