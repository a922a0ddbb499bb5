//! YAML text → a tree of nodes that know their places. The one file that knows the YAML library.

use super::node::{Node, NodeKind};
use crate::diagnostic::{Code, Diagnostic};
use crate::json::Json;
use crate::source::{FileId, Span, Spanned};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use std::fmt;

/// Reads one YAML document.
///
/// # Errors
///
/// What the YAML parser finds wrong, with its place.
pub fn parse(file: FileId, text: &str) -> Result<Node, Box<Diagnostic>> {
    let options = serde_yaml::options! {
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        reject_unsupported_tags: true,
        with_snippet: false,
    };
    match serde_yaml::from_str_with_options::<serde_yaml::Spanned<Raw>>(text, options) {
        Ok(root) => Place { file, text }.node(root),
        Err(error) => Err(Box::new(syntax_error(file, text, &error))),
    }
}

fn syntax_error(file: FileId, text: &str, error: &serde_yaml::Error) -> Diagnostic {
    let span = error.location().map_or(Span { file, start: 0, end: 0 }, |location| {
        let start = byte_of(text, location.line(), location.column());
        let end = text[start..].chars().next().map_or(start, |character| start + character.len_utf8());
        Span { file, start, end }
    });
    let message = error.to_string();
    // The parser prefixes its own "line x column y"; the frame says that already.
    let message = message.lines().next().unwrap_or_default();
    let message =
        message.split_once(": ").filter(|(head, _)| head.starts_with("error")).map_or(message, |(_, tail)| tail);
    let message = match message.split_once(": ") {
        Some((head, tail)) if head.starts_with("line ") => tail,
        _ => message,
    };
    let (message, help) = if message.contains("duplicate mapping key") {
        (message.split(", set ").next().unwrap_or(message), Some("give each key once"))
    } else if message.contains("multiple YAML documents") {
        (
            "a second YAML document starts here",
            Some("a spec file is one document: remove the `---`, or move it to a file of its own"),
        )
    } else if message.contains("tabs disallowed") {
        (message, Some("indent with spaces"))
    } else {
        (message, None)
    };
    let diagnostic = Diagnostic::new(Code::Syntax, span, message);
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// Byte offset of a line and a column, both from 1, the column in characters.
fn byte_of(text: &str, line: u64, column: u64) -> usize {
    let to_usize = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let start = if line <= 1 {
        0
    } else {
        text.match_indices('\n').nth(to_usize(line - 2)).map_or(text.len(), |(at, _)| at + 1)
    };
    text[start..].char_indices().nth(to_usize(column.saturating_sub(1))).map_or(text.len(), |(at, _)| start + at)
}

/// A YAML value as the library resolves it.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<serde_yaml::Spanned<Raw>>),
    Map(Vec<(serde_yaml::Spanned<String>, serde_yaml::Spanned<Raw>)>),
}

impl<'de> Deserialize<'de> for Raw {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(RawVisitor)
    }
}

struct RawVisitor;

impl<'de> Visitor<'de> for RawVisitor {
    type Value = Raw;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a YAML value")
    }

    fn visit_unit<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_none<E>(self) -> Result<Raw, E> {
        Ok(Raw::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Raw, E> {
        Ok(Raw::Bool(value))
    }

    fn visit_i64<E>(self, _: i64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u64<E>(self, _: u64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_i128<E>(self, _: i128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_u128<E>(self, _: u128) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_f64<E>(self, _: f64) -> Result<Raw, E> {
        Ok(Raw::Number)
    }

    fn visit_str<E>(self, value: &str) -> Result<Raw, E> {
        Ok(Raw::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Raw, E> {
        Ok(Raw::Text(value))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Raw, A::Error> {
        let mut list = Vec::new();
        while let Some(item) = items.next_element()? {
            list.push(item);
        }
        Ok(Raw::List(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut entries: A) -> Result<Raw, A::Error> {
        let mut map = Vec::new();
        while let Some(entry) = entries.next_entry()? {
            map.push(entry);
        }
        Ok(Raw::Map(map))
    }
}

/// Turns the library's locations into spans of this file.
struct Place<'a> {
    file: FileId,
    text: &'a str,
}

impl Place<'_> {
    fn span(&self, location: serde_yaml::Location) -> Span {
        let span = location.span();
        let number = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok());
        let start =
            number(span.byte_offset()).unwrap_or_else(|| byte_of(self.text, location.line(), location.column()));
        Span { file: self.file, start, end: start + number(span.byte_len()).unwrap_or(0) }
    }

    fn node(&self, raw: serde_yaml::Spanned<Raw>) -> Result<Node, Box<Diagnostic>> {
        let mut span = self.span(raw.referenced);
        if raw.referenced != raw.defined {
            let diagnostic = Diagnostic::new(Code::Syntax, span, "an alias stands here")
                .also(self.span(raw.defined), "of this")
                .help("write the value out: a spec has no anchors and aliases, so that each line says what it says");
            return Err(Box::new(diagnostic));
        }
        let kind = match raw.value {
            Raw::Null => NodeKind::Scalar(Json::Null),
            Raw::Bool(value) => NodeKind::Scalar(Json::Bool(value)),
            Raw::Number => NodeKind::Scalar(self.number(span)?),
            Raw::Text(text) => NodeKind::Scalar(Json::String(text)),
            Raw::List(items) => {
                let items = items.into_iter().map(|item| self.node(item)).collect::<Result<Vec<_>, _>>()?;
                span.end = items.last().map_or(span.end, |last| last.span.end.max(span.end));
                NodeKind::List(items)
            }
            Raw::Map(entries) => {
                let entries = entries
                    .into_iter()
                    .map(|(key, value)| {
                        let span = self.span(key.referenced);
                        Ok((Spanned { value: key.value, span }, self.node(value)?))
                    })
                    .collect::<Result<Vec<_>, Box<Diagnostic>>>()?;
                span.end = entries.last().map_or(span.end, |(_, last)| last.span.end.max(span.end));
                NodeKind::Map(entries)
            }
        };
        Ok(Node { kind, span })
    }

    /// A number keeps the digits of the file; what JSON cannot write (`0x1F`, `.inf`, `1_000`) is refused.
    fn number(&self, span: Span) -> Result<Json, Box<Diagnostic>> {
        let digits = self.text.get(span.start..span.end).unwrap_or_default().trim();
        if is_json_number(digits) {
            Ok(Json::Number(digits.to_owned()))
        } else {
            let diagnostic =
                Diagnostic::new(Code::Syntax, span, format!("`{digits}` is a number that JSON cannot write"))
                    .help("write it in plain decimal digits, or quote it if it is a text");
            Err(Box::new(diagnostic))
        }
    }
}

fn is_json_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (text, None),
    };
    let (whole, fraction) = match mantissa.split_once('.') {
        Some((whole, fraction)) => (whole, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(whole)
        && (whole == "0" || !whole.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}
