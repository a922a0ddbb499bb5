//! Formatting of items: by prettyplease, where it is needed.

use proc_macro2::TokenStream;

/// The width of a line: that of prettyplease.
pub const MARGIN: usize = 89;

/// Formats one item. Tokens that do not parse are written as they are: the compiler will say more than we could, and
/// tests make sure that it never comes to that.
pub fn format_item(tokens: &TokenStream) -> String {
    match syn::parse2::<syn::File>(tokens.clone()) {
        Ok(file) => space_members(&prettyplease::unparse(&file)),
        Err(_) => format!("{tokens}\n"),
    }
}

/// The same of text.
pub fn format_text(text: &str) -> String {
    text.parse().map_or_else(|_| text.to_owned(), |tokens| format_item(&tokens))
}

/// An item as text that has a line for each part of it: it is formatted only when a line is too long, because formatting takes
/// as long as everything else.
pub fn format_long(text: String) -> String {
    let is_long = |line: &str| line.len() > MARGIN && !line.trim_start().starts_with("///");
    if text.lines().any(is_long) { format_text(&text) } else { text }
}

/// A block of members, which stand apart.
pub fn block(head: &str, members: &[String]) -> String {
    format!("{head} {{\n{}}}\n", members.join("\n"))
}

/// A blank line between items and between the members of an `impl`, and a macro on one line: prettyplease leaves no blank
/// lines, and the arguments of a macro as tokens.
fn space_members(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 16);
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        let indent = line.len() - line.trim_start().len();
        let is_macro = indent <= 4 && line.trim_start().starts_with("rt::") && line.contains("!(");
        if is_macro {
            let mut tokens = line.trim().to_owned();
            while let Some(rest) = lines.next_if(|_| !tokens.ends_with(");")) {
                tokens.extend([" ", rest.trim()]);
            }
            out.push_str(&format!("{}{}", " ".repeat(indent), tidy(&tokens)));
        } else {
            out.push_str(line);
        }
        out.push('\n');
        let ends_block = indent <= 4 && (matches!(line.trim(), "}" | "};") || (is_macro && indent == 4));
        if ends_block && lines.peek().is_some_and(|next| !next.trim().is_empty() && !next.trim_start().starts_with('}'))
        {
            out.push('\n');
        }
    }
    out
}

/// The arguments of a macro as a person would write them.
fn tidy(tokens: &str) -> String {
    const WRITTEN: [(&str, &str); 8] = [
        (" :: ", "::"),
        (" : ", ": "),
        (" < ", "<"),
        (" >", ">"),
        ("( ", "("),
        (" )", ")"),
        // The arrow of a macro's own syntax is no bracket.
        ("=>", " =>"),
        ("  =>", " =>"),
    ];
    WRITTEN.iter().fold(tokens.to_owned(), |line, (tokens, text)| line.replace(tokens, text))
}

#[cfg(test)]
mod tests {
    use super::{format_long, format_text};

    #[test]
    fn items_with_short_lines_are_left_as_prettyplease_would_write_them() {
        for length in 1..90 {
            let name = "N".repeat(length);
            for item in [
                format!("/// Docs.\n#[derive(Clone)]\npub struct S {{\n    pub a: Vec<super::{name}>,\n}}\n"),
                format!("#[derive(Clone)]\npub struct S{name}<'c>(pub(super) &'c rt::Core);\n"),
                format!("pub enum E {{\n    /// {name}\n    {name},\n    Other(rt::UnknownValue),\n}}\n"),
                format!(
                    "impl rt::OpenEnum for {name} {{\n    fn text(&self) -> &str {{\n        match self {{\n            \
                     Self::{name} => \"a\",\n            Self::Other(value) => value.as_str(),\n        }}\n    }}\n}}\n"
                ),
            ] {
                assert_eq!(format_long(item.clone()), format_text(&item));
            }
        }
    }
}
