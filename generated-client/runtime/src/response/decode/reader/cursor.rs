//! The reader's position, and what it reads there: null, single values, the end.

use super::fail::{Fail, joined};
use super::left_out::LeftOut;
use std::borrow::Cow;

/// Reads JSON text from its start to its end.
#[derive(Debug)]
pub struct Reader<'a> {
    pub(super) json: &'a str,
    pub(super) at: usize,
    pub(super) depth: usize,
    /// The keys and positions that lead to an error, innermost first.
    pub(super) path: Vec<String>,
    pub(super) left_out: LeftOut<'a>,
}

/// A value that is no object and no list.
#[derive(Debug)]
pub enum Scalar<'a> {
    Null,
    Boolean(bool),
    Text(Cow<'a, str>),
    /// The digits as they stand.
    Number(&'a str),
}

impl<'a> Reader<'a> {
    /// Starts at the first character; a byte order mark is left out.
    #[must_use]
    pub fn new(json: &'a str) -> Self {
        // A byte order mark is not JSON, and says nothing.
        let json = json.strip_prefix('\u{feff}').unwrap_or(json);
        Self { json, at: 0, depth: 0, path: Vec::new(), left_out: LeftOut::default() }
    }

    /// The first byte of the next value or sign.
    pub fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.json.as_bytes().get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
    }

    /// Whether a number is next.
    pub fn is_at_number(&mut self) -> bool {
        matches!(self.peek(), Some(b'-' | b'0'..=b'9'))
    }

    /// The text from the current position on.
    pub(super) fn rest(&self) -> &'a str {
        self.json.get(self.at..).unwrap_or_default()
    }

    /// An error at the next value: what it should be.
    pub fn expected(&mut self, expected: &str) -> Fail {
        let found = match self.peek() {
            Some(b'{') => "an object",
            Some(b'[') => "a list",
            Some(b'"') => "a text",
            Some(b't' | b'f') => "a boolean",
            Some(b'n') => "null",
            Some(b'-' | b'0'..=b'9') => "a number",
            Some(_) => "no JSON",
            None => "the end",
        };
        self.fail(format!("expected {expected}, found {found}"))
    }

    /// An error at the current position.
    pub fn fail(&self, message: impl Into<String>) -> Fail {
        Fail::new(message.into(), self.at)
    }

    /// Reads null, if it is next.
    pub fn null(&mut self) -> Result<bool, Fail> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.literal("null").map(|()| true)
    }

    fn literal(&mut self, text: &str) -> Result<(), Fail> {
        if !self.rest().starts_with(text) {
            return Err(self.fail(format!("expected `{text}`")));
        }
        self.at += text.len();
        Ok(())
    }

    /// Reads a value that is no object and no list.
    pub fn scalar(&mut self, expected: &str) -> Result<Scalar<'a>, Fail> {
        match self.peek() {
            Some(b'"') => self.text().map(Scalar::Text),
            Some(b'-' | b'0'..=b'9') => self.number().map(Scalar::Number),
            Some(b'n') => self.literal("null").map(|()| Scalar::Null),
            Some(b't') => self.literal("true").map(|()| Scalar::Boolean(true)),
            Some(b'f') => self.literal("false").map(|()| Scalar::Boolean(false)),
            _ => Err(self.expected(expected)),
        }
    }

    /// Nothing may follow.
    pub fn end(&mut self) -> Result<(), Fail> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fail("trailing characters")),
        }
    }

    /// The path of the error that the reader has returned.
    #[cfg(feature = "serde")]
    pub(crate) fn path(&self) -> String {
        joined(&self.path)
    }

    /// The path of the error that the reader has returned, such as `tags.tags[2].id`, and what is wrong there.
    pub fn explain(self, fail: &Fail) -> (String, String) {
        let path = joined(&self.path);
        let before = &self.json.as_bytes()[..fail.at().min(self.json.len())];
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let column = before.len() - memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1) + 1;
        (path, format!("{fail} at line {line} column {column}"))
    }
}
