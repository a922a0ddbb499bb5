//! JSON text → a tree of nodes with spans. The YAML library reads most JSON, but not all of it (`\ud83d\ude00`, tabs between
//! values), and documents in JSON are often the large ones, which this reads ten times as fast.

use crate::base::json::Json;
use crate::base::span::{FileId, Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::Diagnostic;
use crate::format::node::{Node, NodeKind};

/// Values may nest this many levels deep, as in YAML.
const MAX_LEVELS: usize = 128;

/// Whether a text is JSON rather than YAML, by its first character.
pub fn looks_like_json(text: &str) -> bool {
    text.trim_start().starts_with('{')
}

/// Parses a JSON document.
///
/// # Errors
///
/// Where and why it is none.
pub fn parse(file: FileId, text: &str) -> Result<Node, Box<Diagnostic>> {
    let mut reader = Reader { file, text, at: 0 };
    let node = reader.value(0)?;
    reader.blanks();
    if reader.at < text.len() { Err(reader.error("the document goes on behind its end")) } else { Ok(node) }
}

struct Reader<'a> {
    file: FileId,
    text: &'a str,
    at: usize,
}

impl Reader<'_> {
    fn error(&self, message: &str) -> Box<Diagnostic> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        let end = rest.chars().next().map_or(self.at, |c| self.at + c.len_utf8());
        // A frame needs a line: the end of the document is shown at its last character.
        let last = self.text.char_indices().next_back().map_or(0, |(at, _)| at);
        let (start, end) = if rest.is_empty() { (last, self.text.len()) } else { (self.at, end) };
        let message = if rest.is_empty() { "this document ends too early: it may be cut off" } else { message };
        Box::new(Diagnostic::new(Code::Syntax, Span { file: self.file, start, end }, message))
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn blanks(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Skips blanks and one character, if it is there.
    fn take(&mut self, expected: u8) -> bool {
        self.blanks();
        let found = self.peek() == Some(expected);
        self.at += usize::from(found);
        found
    }

    fn value(&mut self, level: usize) -> Result<Node, Box<Diagnostic>> {
        self.blanks();
        if level > MAX_LEVELS {
            return Err(self.error(&format!("this is nested more than {MAX_LEVELS} levels deep")));
        }
        let start = self.at;
        let kind = match self.peek() {
            Some(b'{') => self.map(level)?,
            Some(b'[') => self.list(level)?,
            Some(b'"') => NodeKind::Scalar(Json::String(self.string()?)),
            Some(b'-' | b'0'..=b'9') => NodeKind::Scalar(self.number()?),
            _ => NodeKind::Scalar(self.keyword()?),
        };
        Ok(Node { kind, span: Span { file: self.file, start, end: self.at } })
    }

    fn map(&mut self, level: usize) -> Result<NodeKind, Box<Diagnostic>> {
        self.at += 1;
        let mut entries: Vec<(Spanned<String>, Node)> = Vec::new();
        if self.take(b'}') {
            return Ok(NodeKind::Map(entries));
        }
        loop {
            self.blanks();
            let start = self.at;
            if self.peek() != Some(b'"') {
                return Err(self.error("expected a key in double quotes"));
            }
            let value = self.string()?;
            let key = Spanned { value, span: Span { file: self.file, start, end: self.at } };
            if !self.take(b':') {
                return Err(self.error("expected a colon after the key"));
            }
            let node = self.value(level + 1)?;
            entries.push((key, node));
            if self.take(b'}') {
                return Ok(NodeKind::Map(entries));
            }
            if !self.take(b',') {
                return Err(self.error("expected a comma or `}`"));
            }
        }
    }

    fn list(&mut self, level: usize) -> Result<NodeKind, Box<Diagnostic>> {
        self.at += 1;
        let mut items = Vec::new();
        if self.take(b']') {
            return Ok(NodeKind::List(items));
        }
        loop {
            items.push(self.value(level + 1)?);
            if self.take(b']') {
                return Ok(NodeKind::List(items));
            }
            if !self.take(b',') {
                return Err(self.error("expected a comma or `]`"));
            }
        }
    }

    fn keyword(&mut self) -> Result<Json, Box<Diagnostic>> {
        for (part, value) in [("null", Json::Null), ("true", Json::Bool(true)), ("false", Json::Bool(false))] {
            if self.text[self.at..].starts_with(part) {
                self.at += part.len();
                return Ok(value);
            }
        }
        Err(self.error("expected a value"))
    }

    fn number(&mut self) -> Result<Json, Box<Diagnostic>> {
        let start = self.at;
        while matches!(self.peek(), Some(b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')) {
            self.at += 1;
        }
        let digits = &self.text[start..self.at];
        if super::yaml::is_json_number(digits) && digits.parse().is_ok_and(f64::is_finite) {
            return Ok(Json::Number(digits.to_owned()));
        }
        self.at = start;
        Err(self.error("this is not a number of JSON"))
    }

    /// A string; the quote is the next character.
    fn string(&mut self) -> Result<String, Box<Diagnostic>> {
        self.at += 1;
        let mut out = String::new();
        loop {
            let rest = &self.text[self.at..];
            let Some(stop) = rest.find(['"', '\\', '\n']) else {
                self.at = self.text.len();
                return Err(self.error(""));
            };
            out.push_str(&rest[..stop]);
            self.at += stop;
            match self.peek() {
                Some(b'"') => {
                    self.at += 1;
                    return Ok(out);
                }
                Some(b'\\') => out.push(self.escape()?),
                _ => return Err(self.error("a line end within a string")),
            }
        }
    }

    /// An escaped character; the backslash is the next one.
    fn escape(&mut self) -> Result<char, Box<Diagnostic>> {
        let escaped = self.text.as_bytes().get(self.at + 1).copied();
        let plain = match escaped {
            Some(b'"') => '"',
            Some(b'\\') => '\\',
            Some(b'/') => '/',
            Some(b'b') => '\u{8}',
            Some(b'f') => '\u{c}',
            Some(b'n') => '\n',
            Some(b'r') => '\r',
            Some(b't') => '\t',
            Some(b'u') => return self.code_point(),
            _ => return Err(self.error("an unknown escape in a string")),
        };
        self.at += 2;
        Ok(plain)
    }

    /// `\u00e9`, or two of them that are one character. Half of a character is the replacement character.
    fn code_point(&mut self) -> Result<char, Box<Diagnostic>> {
        let first = self.unit()?;
        if (0xD800..0xDC00).contains(&first) && self.text[self.at..].starts_with("\\u") {
            let before = self.at;
            let second = self.unit()?;
            if (0xDC00..0xE000).contains(&second) {
                let code = 0x10000 + ((first - 0xD800) << 10) + (second - 0xDC00);
                return Ok(char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER));
            }
            self.at = before;
        }
        Ok(char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER))
    }

    fn unit(&mut self) -> Result<u32, Box<Diagnostic>> {
        let digits = self.text.get(self.at + 2..self.at + 6).unwrap_or_default();
        let unit = u32::from_str_radix(digits, 16).ok().filter(|_| digits.bytes().all(|b| b.is_ascii_hexdigit()));
        match unit {
            Some(unit) => {
                self.at += 6;
                Ok(unit)
            }
            None => Err(self.error("`\\u` needs four hexadecimal digits")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(text: &str) -> Result<Node, String> {
        parse(FileId(0), text).map_err(|error| error.message.clone())
    }

    #[test]
    fn values_keep_their_order_their_digits_and_their_spans() {
        let text = "\t{\"b\": [1.50, \"\\ud83d\\ude00\"], \"a\": null, \"b\": true}";
        let node = parsed(text).unwrap();
        assert_eq!(node.to_json().to_string(), "{\"b\":[1.50,\"😀\"],\"a\":null,\"b\":true}");
        let NodeKind::Map(entries) = &node.kind else { panic!("{node:?}") };
        let NodeKind::List(items) = &entries[0].1.kind else { panic!("{node:?}") };
        assert_eq!(&text[items[0].span.start..items[0].span.end], "1.50");
    }

    #[test]
    fn broken_and_too_deep_documents_are_errors() {
        assert_eq!(parsed("{\"a\": }").unwrap_err(), "expected a value");
        assert_eq!(parsed("").unwrap_err(), "this document ends too early: it may be cut off");
        let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
        assert_eq!(parsed(&deep).unwrap_err(), "this is nested more than 128 levels deep");
    }
}
