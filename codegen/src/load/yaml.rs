//! YAML text → a tree of nodes with spans. Only this file and `yaml_error.rs` know the YAML library.

use super::limits::MAX_NESTING_LEVELS;
use super::yaml_error::{shown, yaml_error};
use crate::base::json::Json;
use crate::base::span::{FileId, Span, Spanned, byte_offset};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::node::{Node, NodeKind};
use serde::de::{Deserialize, Deserializer, MapAccess, SeqAccess, Visitor};
use serde_yaml::Tagged;
use serde_yaml::options::{DuplicateKeyPolicy, MergeKeyPolicy, NonFiniteFloatPolicy};
use std::fmt;
use std::thread;

/// The YAML library recurses with large frames: in a debug build, the maximal depth needs more than a thread's 2 MiB.
const STACK_BYTES: usize = 16 * 1024 * 1024;

/// Who wrote a document.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Source {
    /// The author of a spec: what the format excludes is an error.
    Spec,
    /// Somebody else: what YAML allows is read.
    Foreign,
}

/// A foreign document may have this many values; the largest that is known has a tenth of it.
const MAX_FOREIGN_NODES: usize = 10_000_000;

/// A foreign document may nest its values this many levels deep: schemas within schemas are deeper than a spec.
const MAX_FOREIGN_LEVELS: usize = 128;

/// Parses one YAML document and reports its errors; `None` when no value could be read.
pub fn parse(file: FileId, text: &str, source: Source, diagnostics: &mut Diagnostics) -> Option<Node> {
    let start = Span { file, start: 0, end: 0 };
    let parsed = thread::scope(|scope| {
        let worker = thread::Builder::new().stack_size(STACK_BYTES);
        let worker = worker
            .spawn_scoped(scope, || parse_on_this_thread(file, text, source))
            .map_err(|error| error.to_string())?;
        worker.join().map_err(|_| "the YAML library failed; please report it".to_owned())
    });
    match parsed {
        Ok((node, mut found)) => {
            diagnostics.append(&mut found);
            node
        }
        Err(problem) => {
            diagnostics.push(Diagnostic::new(Code::Syntax, start, format!("this file cannot be read: {problem}")));
            None
        }
    }
}

fn parse_on_this_thread(file: FileId, text: &str, source: Source) -> (Option<Node>, Diagnostics) {
    let mut diagnostics = Diagnostics::default();
    let (budget, merge_keys, duplicate_keys) = match source {
        Source::Spec => {
            // Without anchors there are no aliases either, nor bombs of them.
            let budget = serde_yaml::budget! { max_anchors: 0, max_depth: MAX_NESTING_LEVELS, flow_nesting_limit: MAX_NESTING_LEVELS + 1 };
            (budget, MergeKeyPolicy::Error, DuplicateKeyPolicy::Error)
        }
        Source::Foreign => {
            let budget = serde_yaml::budget! { max_nodes: MAX_FOREIGN_NODES, max_events: 2 * MAX_FOREIGN_NODES, max_depth: MAX_FOREIGN_LEVELS, flow_nesting_limit: MAX_FOREIGN_LEVELS + 1 };
            (budget, MergeKeyPolicy::Merge, DuplicateKeyPolicy::LastWins)
        }
    };
    let options = serde_yaml::options! {
        budget: budget,
        merge_keys: merge_keys,
        duplicate_keys: duplicate_keys,
        // It is reported as what it is, a number that JSON cannot write.
        non_finite_float_policy: NonFiniteFloatPolicy::PassThrough,
        strict_booleans: true,
        leading_zero_numbers_as_strings: true,
        with_snippet: false,
    };
    match serde_yaml::from_str_with_options::<RawNode>(text, options) {
        Ok(root) => {
            let node = Converter { file, text, source }.node(root, &mut diagnostics);
            (Some(node), diagnostics)
        }
        Err(error) => {
            diagnostics.push(yaml_error(file, text, &error));
            (None, diagnostics)
        }
    }
}

/// A value with its location and its tag.
type RawNode = serde_yaml::Spanned<Tagged<Raw>>;

/// A YAML value as the library resolves it.
enum Raw {
    Null,
    Bool(bool),
    Number,
    Text(String),
    List(Vec<RawNode>),
    Map(Vec<(serde_yaml::Spanned<String>, RawNode)>),
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

/// Converts the library's values and locations into nodes and spans of this file.
struct Converter<'a> {
    file: FileId,
    text: &'a str,
    source: Source,
}

impl Converter<'_> {
    fn span(&self, location: serde_yaml::Location) -> Span {
        let span = location.span();
        let number = |value: Option<u64>| value.and_then(|value| usize::try_from(value).ok());
        let start =
            number(span.byte_offset()).unwrap_or_else(|| byte_offset(self.text, location.line(), location.column()));
        Span { file: self.file, start, end: start + number(span.byte_len()).unwrap_or(0) }
    }

    /// The node; what a spec cannot contain is reported and replaced.
    fn node(&self, raw: RawNode, diagnostics: &mut Diagnostics) -> Node {
        let mut span = self.span(raw.referenced);
        let Tagged(value, tag) = raw.value;
        if tag.is_some() && self.source == Source::Spec {
            diagnostics.push(
                Diagnostic::new(Code::Syntax, span, "tags are not supported")
                    .help("remove it, and quote the value if it is a string"),
            );
        }
        let kind = match value {
            Raw::Null => NodeKind::Scalar(Json::Null),
            Raw::Bool(value) => NodeKind::Scalar(Json::Bool(value)),
            Raw::Number => NodeKind::Scalar(self.number(span, diagnostics)),
            Raw::Text(text) => NodeKind::Scalar(Json::String(text)),
            Raw::List(items) => {
                let items: Vec<Node> = items.into_iter().map(|item| self.node(item, diagnostics)).collect();
                span.end = items.last().map_or(span.end, |last| last.span.end.max(span.end));
                NodeKind::List(items)
            }
            Raw::Map(entries) => {
                let entries: Vec<(Spanned<String>, Node)> = entries
                    .into_iter()
                    .map(|(key, value)| {
                        let span = self.span(key.referenced);
                        (Spanned { value: key.value, span }, self.node(value, diagnostics))
                    })
                    .collect();
                span.end = entries.last().map_or(span.end, |(_, last)| last.span.end.max(span.end));
                NodeKind::Map(entries)
            }
        };
        Node { kind, span }
    }

    /// A number keeps the digits of the file; what JSON has no syntax for (`0x1F`, `.inf`, `1_000`) is an error.
    fn number(&self, span: Span, diagnostics: &mut Diagnostics) -> Json {
        let digits = self.text.get(span.start..span.end).unwrap_or_default().trim();
        let is_number = is_json_number(digits) && digits.parse().is_ok_and(f64::is_finite);
        if !is_number && self.source == Source::Foreign {
            let message = format!("`{}` is not a number in JSON: it is read as text", shown(digits));
            diagnostics.push(
                Diagnostic::new(Code::NumberAsText, span, message)
                    .help("quote it in the document if it is text, or write it in decimal digits"),
            );
            return Json::text(digits);
        }
        if !is_json_number(digits) {
            diagnostics.push(
                Diagnostic::new(Code::Syntax, span, format!("`{}` is not a number in JSON", shown(digits)))
                    .help("write it in decimal digits, or quote it if it is a string"),
            );
        } else if !is_number {
            diagnostics.push(Diagnostic::new(
                Code::Syntax,
                span,
                format!("`{}` is too large for a 64-bit floating-point number", shown(digits)),
            ));
        } else {
            return Json::Number(digits.to_owned());
        }
        Json::Number("0".to_owned())
    }
}

/// Whether JSON writes numbers so.
pub fn is_json_number(text: &str) -> bool {
    let text = text.strip_prefix('-').unwrap_or(text);
    let (mantissa, exponent) = match text.split_once(['e', 'E']) {
        Some((mantissa, exponent)) => (mantissa, Some(exponent.strip_prefix(['+', '-']).unwrap_or(exponent))),
        None => (text, None),
    };
    let (integer, fraction) = match mantissa.split_once('.') {
        Some((integer, fraction)) => (integer, Some(fraction)),
        None => (mantissa, None),
    };
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    digits(integer)
        && (integer == "0" || !integer.starts_with('0'))
        && fraction.is_none_or(digits)
        && exponent.is_none_or(digits)
}
