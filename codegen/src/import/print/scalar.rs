//! Scalars on one line: plain where YAML reads the text back as that text, else quoted.

use crate::base::unicode::{is_invisible, is_unusual_blank};
use std::fmt::Write;

/// Texts that YAML 1.1 or 1.2 readers take for something else than a string.
const RESERVED: [&str; 12] = ["null", "true", "false", "yes", "no", "on", "off", "y", "n", "nan", "inf", "infinity"];

/// Where a scalar stands.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Context {
    /// Behind a key or a dash, alone to the end of the line.
    Block,
    /// A key, or within `[…]` or `{…}`.
    Flow,
}

/// A string in its shortest readable form.
pub fn text(text: &str, context: Context) -> String {
    if is_plain(text, context) {
        text.to_owned()
    } else if is_single_quoted(text) {
        format!("'{}'", text.replace('\'', "''"))
    } else {
        double_quoted(text)
    }
}

/// Whether a text needs no quotes.
fn is_plain(text: &str, context: Context) -> bool {
    let Some(first) = text.chars().next() else { return false };
    // A number, a date or a version starts with a digit or a sign; what else does is rare and may be quoted.
    let starts_plain = first.is_alphabetic() || first == '/' || first == '_' || first == '(';
    let lower = text.to_lowercase();
    starts_plain
        && !RESERVED.contains(&lower.as_str())
        && !text.ends_with([' ', ':'])
        && !text.contains(['"', '\n', '\t'])
        && (context == Context::Block || !text.contains([',', '[', ']', '{', '}']))
        && !text.contains(" #")
        // Within a map on one line, some readers end a key at a colon that no space follows.
        && !text.match_indices(':').any(|(at, _)| !text[at + 1..].starts_with(|c: char| c.is_alphanumeric() || c == '/'))
        && !text.chars().any(is_escaped)
}

/// Single quotes read better where double ones would need escapes.
fn is_single_quoted(text: &str) -> bool {
    text.contains(['"', '\\']) && !text.contains(['\n', '\'']) && !text.chars().any(is_escaped)
}

fn double_quoted(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + 2);
    out.push('"');
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            c if is_escaped(c) => {
                // Writing to a String cannot fail.
                let _ = match u32::from(c) {
                    code @ 0..=0xFF => write!(out, "\\x{code:02X}"),
                    code @ 0x100..=0xFFFF => write!(out, "\\u{code:04X}"),
                    code => write!(out, "\\U{code:08X}"),
                };
            }
            c => out.push(c),
        }
    }
    out.push('"');
    out
}

/// Characters that must not stand in a file as they are: readers cannot see them, or YAML does not allow them.
pub fn is_escaped(character: char) -> bool {
    is_invisible(character)
        || is_unusual_blank(character)
        || (character.is_control() && character != '\n')
        || matches!(u32::from(character), 0xFFFE..=0xFFFF | 0xE0000..=0xE0FFF | 0xE000..=0xF8FF)
        || u32::from(character) & 0xFFFE == 0xFFFE
}
