//! Paths with placeholders.

use crate::diagnostic::code::Code;
use crate::format::grammar::{Grammar, GrammarError};

/// A path with placeholders, such as `/books/{bookId}`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct PathTemplate {
    /// As the spec writes it.
    pub text: String,
    /// Literal text and placeholders in turn.
    pub parts: Vec<TemplatePart>,
}

/// A part of a path.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TemplatePart {
    /// Literal text.
    Text(String),
    /// The name between braces.
    Placeholder(String),
    /// The name between braces after a plus sign: any number of segments.
    Segments(String),
}

impl PathTemplate {
    /// The names between braces.
    pub fn placeholders(&self) -> impl Iterator<Item = &str> {
        self.parts.iter().filter_map(|part| match part {
            TemplatePart::Placeholder(name) | TemplatePart::Segments(name) => Some(name.as_str()),
            TemplatePart::Text(_) => None,
        })
    }

    /// Whether the path has this placeholder.
    #[must_use]
    pub fn has(&self, name: &str) -> bool {
        self.placeholders().any(|placeholder| placeholder == name)
    }
}

impl Grammar for PathTemplate {
    const RULE: Code = Code::BadHttp;

    fn parse(text: &str) -> Result<Self, GrammarError> {
        if !text.starts_with('/') {
            return Err(format!("the path `{text}` must start with `/`").into());
        }
        let mut parts = Vec::new();
        let mut rest = text;
        while let Some(open) = rest.find('{') {
            let (before, after) = rest.split_at(open);
            let Some(close) = after.find('}') else {
                return Err(format!("the path `{text}` has a `{{` without a `}}`").into());
            };
            if !before.is_empty() {
                parts.push(TemplatePart::Text(before.to_owned()));
            }
            let name = &after[1..close];
            if name.is_empty() {
                return Err(format!("the path `{text}` has an empty placeholder").into());
            }
            parts.push(match name.strip_prefix('+') {
                Some("") => return Err(format!("the path `{text}` has an empty placeholder").into()),
                Some(name) => TemplatePart::Segments(name.to_owned()),
                None => TemplatePart::Placeholder(name.to_owned()),
            });
            rest = &after[close + 1..];
        }
        if !rest.is_empty() {
            parts.push(TemplatePart::Text(rest.to_owned()));
        }
        let is_plain =
            |text: &String| text.bytes().all(|b| b.is_ascii_alphanumeric() || b"/-._~!$&'()*+,;=:@".contains(&b));
        let valid = parts.iter().all(|part| match part {
            TemplatePart::Text(text) => is_plain(text),
            TemplatePart::Placeholder(_) | TemplatePart::Segments(_) => true,
        });
        let climbs = text.split('/').any(|segment| segment == "." || segment == "..");
        if !valid || climbs || text.contains("//") {
            let allowed = "letters, digits, `-._~!$&'()*+,;=:@`, single `/` and `{name}`";
            return Err(format!("the path `{text}` may contain only {allowed}").into());
        }
        Ok(Self { text: text.to_owned(), parts })
    }
}
