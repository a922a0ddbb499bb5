//! A reader of JSON text: one pass, and no copy of what needs none.
//!
//! Our own, because serde's traits are instantiated for every model: with them, decoding was most of a client's compile time.
//! This reader is compiled once, and a model adds its keys. It is lenient where JSON of real servers is invalid in one
//! character: unpaired surrogates and bytes that are not UTF-8 become U+FFFD, raw control characters are kept.

use serde_json::{Map, Number, Value};
use std::borrow::Cow;
use std::fmt;

/// Deeper values are rejected, before they exhaust the stack; serde_json has the same limit.
const MAX_DEPTH: usize = 128;

/// Longer keys are cut in error messages: the keys of a map are the server's.
const MAX_KEY_CHARS: usize = 100;

/// Reads JSON text from its start to its end.
#[derive(Debug)]
pub struct Reader<'a> {
    json: &'a [u8],
    at: usize,
    depth: usize,
    /// The keys and positions that lead to an error, innermost first.
    path: Vec<String>,
}

/// Why JSON cannot be read; the reader knows the path.
#[derive(Debug)]
pub struct Fail(Box<(String, usize)>);

/// A value that is no object and no list.
#[derive(Debug)]
pub enum Scalar<'a> {
    Null,
    Boolean(bool),
    Text(Cow<'a, str>),
    /// The digits as they stand.
    Number(&'a str),
}

/// What follows for each member of an object.
type EachMember<'f, 'a> = &'f mut dyn FnMut(&str, &mut Reader<'a>) -> Result<(), Fail>;

/// What follows for each item of a list.
type EachItem<'f, 'a> = &'f mut dyn FnMut(&mut Reader<'a>) -> Result<(), Fail>;

impl<'a> Reader<'a> {
    /// Starts at the first byte; a byte order mark is left out.
    #[must_use]
    pub fn new(json: &'a [u8]) -> Self {
        // A byte order mark is not JSON, and says nothing.
        let json = json.strip_prefix(b"\xef\xbb\xbf").unwrap_or(json);
        Self { json, at: 0, depth: 0, path: Vec::new() }
    }

    /// The text from the current position on.
    pub fn rest(&self) -> &'a [u8] {
        &self.json[self.at..]
    }

    /// The current position, in bytes from the start of what [`rest`](Self::rest) was first.
    pub fn position(&self) -> usize {
        self.at
    }

    /// The first byte of the next value or sign.
    pub fn peek(&mut self) -> Option<u8> {
        while let Some(byte) = self.json.get(self.at) {
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return Some(*byte);
            }
            self.at += 1;
        }
        None
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
        Fail(Box::new((message.into(), self.at)))
    }

    /// Reads null, if it is next.
    pub fn null(&mut self) -> Result<bool, Fail> {
        if self.peek() != Some(b'n') {
            return Ok(false);
        }
        self.literal("null").map(|()| true)
    }

    fn literal(&mut self, text: &str) -> Result<(), Fail> {
        if !self.json[self.at..].starts_with(text.as_bytes()) {
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

    /// Reads a number as it stands.
    fn number(&mut self) -> Result<&'a str, Fail> {
        let start = self.at;
        let rest = &self.json[start..];
        let length =
            rest.iter().take_while(|byte| matches!(byte, b'-' | b'+' | b'.' | b'e' | b'E' | b'0'..=b'9')).count();
        let digits = std::str::from_utf8(&rest[..length]).unwrap_or_default();
        if !is_number(digits.as_bytes()) {
            return Err(self.fail("invalid number"));
        }
        self.at += length;
        Ok(digits)
    }

    /// Reads a text, borrowed unless it contains escapes or bytes that are not UTF-8.
    fn text(&mut self) -> Result<Cow<'a, str>, Fail> {
        self.at += 1;
        let rest = &self.json[self.at..];
        let Some(end) = memchr::memchr2(b'"', b'\\', rest) else { return Err(self.unterminated()) };
        if rest[end] == b'"' {
            self.at += end + 1;
            return Ok(String::from_utf8_lossy(&rest[..end]));
        }
        self.escaped_text().map(Cow::Owned)
    }

    fn unterminated(&mut self) -> Fail {
        self.at = self.json.len();
        self.fail("EOF while parsing a string")
    }

    fn escaped_text(&mut self) -> Result<String, Fail> {
        let mut text = String::new();
        loop {
            let rest = &self.json[self.at..];
            let Some(end) = memchr::memchr2(b'"', b'\\', rest) else { return Err(self.unterminated()) };
            text.push_str(&String::from_utf8_lossy(&rest[..end]));
            self.at += end + 1;
            if rest[end] == b'"' {
                return Ok(text);
            }
            text.push(self.escape()?);
        }
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, Fail> {
        let Some(byte) = self.json.get(self.at).copied() else { return Err(self.unterminated()) };
        self.at += 1;
        Ok(match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let unit = self.unit()?;
                match unit {
                    0xd800..=0xdbff => self.low_surrogate(unit),
                    // An unpaired low surrogate is no character.
                    _ => char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
                }
            }
            _ => return Err(self.fail("invalid escape")),
        })
    }

    /// The character of a high surrogate and the low one after it; without one, the replacement character.
    fn low_surrogate(&mut self, high: u32) -> char {
        let start = self.at;
        if self.json[start..].starts_with(b"\\u") {
            self.at += 2;
            if let Ok(low @ 0xdc00..=0xdfff) = self.unit() {
                let code = 0x10000 + ((high - 0xd800) << 10) + (low - 0xdc00);
                return char::from_u32(code).unwrap_or(char::REPLACEMENT_CHARACTER);
            }
        }
        self.at = start;
        char::REPLACEMENT_CHARACTER
    }

    /// Reads four hex digits.
    fn unit(&mut self) -> Result<u32, Fail> {
        let digits = self.json.get(self.at..self.at + 4).and_then(|digits| std::str::from_utf8(digits).ok());
        let digits = digits.filter(|digits| digits.bytes().all(|digit| digit.is_ascii_hexdigit()));
        match digits.and_then(|digits| u32::from_str_radix(digits, 16).ok()) {
            Some(unit) => {
                self.at += 4;
                Ok(unit)
            }
            None => Err(self.fail("invalid escape")),
        }
    }

    fn enter(&mut self) -> Result<(), Fail> {
        if self.depth == MAX_DEPTH {
            return Err(self.fail("recursion limit exceeded"));
        }
        self.depth += 1;
        self.at += 1;
        Ok(())
    }

    /// Reads the end of an object or a list, if it is next.
    fn closes(&mut self, close: u8) -> bool {
        let closes = self.peek() == Some(close);
        if closes {
            self.at += 1;
            self.depth -= 1;
        }
        closes
    }

    /// Whether another member or item follows, or the object or list ends.
    fn continues(&mut self, close: u8) -> Result<bool, Fail> {
        match self.peek() {
            Some(b',') => {
                self.at += 1;
                Ok(true)
            }
            _ if self.closes(close) => Ok(false),
            Some(_) => Err(self.fail(format!("expected `,` or `{}`", char::from(close)))),
            None => Err(self.fail(format!("EOF while parsing {}", if close == b'}' { "an object" } else { "a list" }))),
        }
    }

    /// Reads an object. The caller has seen its brace, and reads or skips each value.
    pub fn object(&mut self, each: EachMember<'_, 'a>) -> Result<(), Fail> {
        self.enter()?;
        if self.closes(b'}') {
            return Ok(());
        }
        loop {
            if self.peek() != Some(b'"') {
                return Err(self.fail("expected a key"));
            }
            let key = self.text()?;
            if self.peek() != Some(b':') {
                return Err(self.fail("expected `:`"));
            }
            self.at += 1;
            if let Err(fail) = each(&key, self) {
                self.path.push(crate::quote::quote_chars(&key, MAX_KEY_CHARS));
                return Err(fail);
            }
            if !self.continues(b'}')? {
                return Ok(());
            }
        }
    }

    /// Reads a list. The caller has seen its bracket, and reads or skips each item.
    pub fn list(&mut self, each: EachItem<'_, 'a>) -> Result<(), Fail> {
        self.enter()?;
        if self.closes(b']') {
            return Ok(());
        }
        let mut position = 0_usize;
        loop {
            if let Err(fail) = each(self) {
                self.path.push(format!("[{position}]"));
                return Err(fail);
            }
            position += 1;
            if !self.continues(b']')? {
                return Ok(());
            }
        }
    }

    /// Reads an empty list where an object is meant, or the other way round: some servers, such as those in PHP, write both
    /// alike.
    pub fn empty(&mut self, expected: &str) -> Result<(), Fail> {
        let fail = self.expected(expected);
        let mut is_empty = true;
        let start = self.at;
        match self.peek() {
            Some(b'[') => self.list(&mut |reader| {
                is_empty = false;
                reader.skip().map(drop)
            }),
            Some(b'{') => self.object(&mut |_, reader| {
                is_empty = false;
                reader.skip().map(drop)
            }),
            _ => return Err(fail),
        }?;
        if is_empty {
            return Ok(());
        }
        self.at = start;
        Err(fail)
    }

    /// Skips a value and returns its text.
    pub fn skip(&mut self) -> Result<&'a [u8], Fail> {
        self.peek();
        let start = self.at;
        match self.peek() {
            Some(b'{') => self.object(&mut |_, reader| reader.skip().map(drop))?,
            Some(b'[') => self.list(&mut |reader| reader.skip().map(drop))?,
            _ => drop(self.scalar("a value")?),
        }
        Ok(&self.json[start..self.at])
    }

    /// Reads any value.
    pub fn value(&mut self) -> Result<Value, Fail> {
        match self.peek() {
            Some(b'{') => {
                let mut members = Map::new();
                self.object(&mut |key, reader| {
                    members.insert(key.to_owned(), reader.value()?);
                    Ok(())
                })?;
                Ok(Value::Object(members))
            }
            Some(b'[') => {
                let mut items = Vec::new();
                self.list(&mut |reader| {
                    items.push(reader.value()?);
                    Ok(())
                })?;
                Ok(Value::Array(items))
            }
            _ => Ok(match self.scalar("a value")? {
                Scalar::Null => Value::Null,
                Scalar::Boolean(value) => Value::Bool(value),
                Scalar::Text(text) => Value::String(text.into_owned()),
                Scalar::Number(digits) => match digits.parse::<Number>() {
                    Ok(number) => Value::Number(number),
                    Err(_) => return Err(self.fail("number out of range")),
                },
            }),
        }
    }

    /// Nothing may follow.
    pub fn end(&mut self) -> Result<(), Fail> {
        match self.peek() {
            None => Ok(()),
            Some(_) => Err(self.fail("trailing characters")),
        }
    }

    /// The path of the error that the reader has returned, such as `tags.tags[2].id`, and what is wrong there.
    pub fn explain(self, fail: &Fail) -> (String, String) {
        let mut path = String::new();
        for key in self.path.iter().rev() {
            if !path.is_empty() && !key.starts_with('[') {
                path.push('.');
            }
            path.push_str(key);
        }
        let (message, at) = &*fail.0;
        let before = &self.json[..(*at).min(self.json.len())];
        let line = memchr::memchr_iter(b'\n', before).count() + 1;
        let column = before.len() - memchr::memrchr(b'\n', before).map_or(0, |newline| newline + 1) + 1;
        (path, format!("{message} at line {line} column {column}"))
    }
}

impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.0)
    }
}

/// Whether a text is a number by JSON's grammar.
fn is_number(text: &[u8]) -> bool {
    let digits = |text: &[u8]| text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    let text = text.strip_prefix(b"-").unwrap_or(text);
    let integer = digits(text);
    if integer == 0 || (integer > 1 && text[0] == b'0') {
        return false;
    }
    let mut rest = &text[integer..];
    if let Some(fraction) = rest.strip_prefix(b".") {
        let length = digits(fraction);
        if length == 0 {
            return false;
        }
        rest = &fraction[length..];
    }
    if let Some(exponent) = rest.strip_prefix(b"e").or_else(|| rest.strip_prefix(b"E")) {
        let exponent = exponent.strip_prefix(b"+").or_else(|| exponent.strip_prefix(b"-")).unwrap_or(exponent);
        let length = digits(exponent);
        return length > 0 && length == exponent.len();
    }
    rest.is_empty()
}

/// Reads a text as JSON, to its end.
pub fn parse(json: &[u8]) -> Result<Value, (String, String)> {
    let mut reader = Reader::new(json);
    match reader.value().and_then(|value| reader.end().map(|()| value)) {
        Ok(value) => Ok(value),
        Err(fail) => Err(reader.explain(&fail)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use serde_json::json;

    fn text(json: &[u8]) -> String {
        parse(json).unwrap()["name"].as_str().unwrap().to_owned()
    }

    #[test]
    fn unpaired_surrogates_become_replacement_characters() {
        for (escaped, expected) in [
            (r"\ud83d", "\u{fffd}"),
            (r"a\ude00b", "a\u{fffd}b"),
            (r"\ud83d\ud83d\ude00", "\u{fffd}\u{1f600}"),
            (r"\ud83d\n", "\u{fffd}\n"),
            (r"\\ud83d", r"\ud83d"),
            (r"\\\ud83d\\", "\\\u{fffd}\\"),
            (r"\ud83d\u0041", "\u{fffd}A"),
            (r"\u00e9\/\b\f\t\r", "\u{e9}/\u{8}\u{c}\t\r"),
        ] {
            assert_eq!(text(format!(r#"{{"name":"{escaped}"}}"#).as_bytes()), expected, "{escaped}");
        }
    }

    #[test]
    fn other_invalid_characters_are_read() {
        assert_eq!(text(b"{\"name\":\"a\xffb\"}"), "a\u{fffd}b");
        assert_eq!(text(b"{\"name\":\"a\nb\"}"), "a\nb");
        assert_eq!(text(b"\xef\xbb\xbf{\"name\":\"a\"}"), "a");
    }

    #[test]
    fn invalid_json_is_rejected_where_serde_json_rejects_it() {
        for json in [
            "",
            " ",
            "{",
            "[",
            "{}}",
            "[1,]",
            "{\"a\":1,}",
            "{\"a\"}",
            "{a:1}",
            "[1 2]",
            "01",
            "-",
            "1.",
            "1e",
            "+1",
            ".5",
            "1e+",
            "nul",
            "tru",
            "fals",
            "\"a",
            "\"\\x\"",
            "\"\\u12\"",
            "{} {}",
            "NaN",
            "'a'",
            "[,]",
            "1e999",
        ] {
            assert!(serde_json::from_str::<Value>(json).is_err(), "{json}");
            assert!(parse(json.as_bytes()).is_err(), "{json}");
        }
    }

    #[test]
    fn errors_have_path_and_position() {
        assert_eq!(
            parse(b"{\"a\": [1,\n {\"b\": x}]}").unwrap_err(),
            ("a[1].b".to_owned(), "expected a value, found no JSON at line 2 column 8".to_owned())
        );
        assert_eq!(parse(b"").unwrap_err().1, "expected a value, found the end at line 1 column 1");
    }

    #[test]
    fn depth_is_limited() {
        let nested = |depth: usize| [vec![b'['; depth], vec![b']'; depth]].concat();
        assert!(parse(&nested(MAX_DEPTH)).is_ok());
        assert!(parse(&nested(MAX_DEPTH + 1)).unwrap_err().1.starts_with("recursion limit exceeded"));
        let mut reader_of_a_million = nested(1_000_000);
        reader_of_a_million.truncate(1_500_000);
        assert!(parse(&reader_of_a_million).is_err());
    }

    fn any_json() -> impl Strategy<Value = Value> {
        let leaf = prop_oneof![
            Just(Value::Null),
            any::<bool>().prop_map(Value::from),
            any::<i64>().prop_map(Value::from),
            any::<u64>().prop_map(Value::from),
            (-1e300..1e300_f64).prop_map(Value::from),
            any::<String>().prop_map(Value::from),
        ];
        leaf.prop_recursive(5, 64, 8, |inner| {
            prop_oneof![
                prop::collection::vec(inner.clone(), 0..8).prop_map(Value::from),
                prop::collection::btree_map(any::<String>(), inner, 0..8)
                    .prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
            ]
        })
    }

    proptest! {
        #[test]
        fn what_serde_json_writes_is_read_the_same(value in any_json()) {
            for json in [value.to_string(), serde_json::to_string_pretty(&value).unwrap()] {
                prop_assert_eq!(parse(json.as_bytes()).unwrap(), serde_json::from_str::<Value>(&json).unwrap());
            }
        }

        #[test]
        fn any_bytes_are_read_or_rejected(bytes in prop::collection::vec(prop_oneof![any::<u8>(), Just(b'"'), Just(b'{'), Just(b'['), Just(b':'), Just(b',')], 0..60)) {
            let read = parse(&bytes);
            if let Ok(value) = serde_json::from_slice::<Value>(&bytes) {
                prop_assert_eq!(read.unwrap(), value);
            }
        }
    }

    #[test]
    fn skipped_values_keep_their_text() {
        let mut reader = Reader::new(br#" {"a": [1.50, "\"]"], "b":null} "#);
        assert_eq!(reader.skip().unwrap(), br#"{"a": [1.50, "\"]"], "b":null}"#);
        reader.end().unwrap();
        assert_eq!(parse(b"12345678901234567890123").unwrap(), json!(1.234_567_890_123_456_8e22));
    }
}
