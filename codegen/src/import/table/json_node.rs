//! JSON text → nodes with spans.
//!
//! YAML's parser reads most JSON, and not all of it: pairs of `\u` escapes, tabs, duplicate keys. `serde_json` has no spans, but
//! its raw values are slices of the text, so that their offsets are their spans.

use crate::base::json::Json;
use crate::base::span::{FileId, Span, Spanned, byte_offset};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::node::{Node, NodeKind};
use serde::de::{self, Deserialize, Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A document may nest its values this many levels deep; metadata needs a tenth of it.
const MAX_NESTING_LEVELS: usize = 100;

/// Parses a JSON document; reports why it is none.
pub fn parse_json(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Node> {
    match serde_json::from_str::<&RawValue>(text).and_then(|raw| Reader { file, text }.node(raw, 0)) {
        Ok(node) => Some(node),
        Err(error) => {
            let at = byte_offset(text, error.line() as u64, error.column() as u64);
            let span = Span { file, start: at, end: at };
            let problem = error.to_string();
            let problem = problem.split(" at line ").next().unwrap_or_default();
            diagnostics.push(Diagnostic::new(Code::NotJson, span, format!("this is not valid JSON: {problem}")));
            None
        }
    }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
}

impl Reader<'_> {
    fn node(&self, raw: &RawValue, depth: usize) -> serde_json::Result<Node> {
        if depth > MAX_NESTING_LEVELS {
            return Err(de::Error::custom("its values are nested too deep"));
        }
        let text = raw.get();
        let start = (text.as_ptr() as usize).saturating_sub(self.text.as_ptr() as usize);
        let kind = match text.as_bytes().first() {
            Some(b'{') => NodeKind::Map(self.members(text, depth + 1)?),
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text)?;
                NodeKind::List(items.into_iter().map(|item| self.node(item, depth + 1)).collect::<Result<_, _>>()?)
            }
            Some(b'"') => NodeKind::Scalar(Json::String(serde_json::from_str(text)?)),
            Some(b't') => NodeKind::Scalar(Json::Bool(true)),
            Some(b'f') => NodeKind::Scalar(Json::Bool(false)),
            Some(b'n') | None => NodeKind::Scalar(Json::Null),
            Some(_) => NodeKind::Scalar(Json::Number(text.to_owned())),
        };
        Ok(Node { kind, span: Span { file: self.file, start, end: start + text.len() } })
    }

    fn members(&self, text: &str, depth: usize) -> serde_json::Result<Vec<(Spanned<String>, Node)>> {
        let Members(members) = serde_json::from_str(text)?;
        let entries = members.into_iter().map(|(key, value)| {
            let node = self.node(value, depth)?;
            Ok((Spanned { value: key, span: node.span }, node))
        });
        entries.collect()
    }
}

/// The members of an object in the order of the text, duplicates included.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de: 'a, 'a> Deserialize<'de> for Members<'a> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;
        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(MembersVisitor)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Node, Vec<String>> {
        let mut diagnostics = Diagnostics::default();
        let node = parse_json(FileId(0), text, &mut diagnostics);
        node.ok_or_else(|| diagnostics.iter().map(|found| found.message.clone()).collect())
    }

    #[test]
    fn values_keep_their_order_their_digits_and_their_spans() {
        let text = "\t{\"b\": [1.50, \"\\ud83d\\ude00\"], \"a\": null}";
        let node = parsed(text).unwrap();
        assert_eq!(node.to_json().to_string(), "{\"b\":[1.50,\"😀\"],\"a\":null}");
        let NodeKind::Map(entries) = &node.kind else { panic!("{node:?}") };
        let NodeKind::List(items) = &entries[0].1.kind else { panic!("{node:?}") };
        assert_eq!(&text[items[0].span.start..items[0].span.end], "1.50");
    }

    #[test]
    fn broken_and_too_deep_documents_are_errors() {
        assert_eq!(parsed("{\"a\": }").unwrap_err(), ["this is not valid JSON: expected value"]);
        assert_eq!(parsed("").unwrap_err(), ["this is not valid JSON: EOF while parsing a value"]);
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(parsed(&deep).unwrap_err(), ["this is not valid JSON: its values are nested too deep"]);
    }
}
