//! Texts and their escapes.

use super::cursor::Reader;
use super::fail::Fail;
use std::borrow::Cow;

/// The text of bytes; those that are not UTF-8 become U+FFFD.
#[must_use]
pub fn utf8(bytes: &[u8]) -> Cow<'_, str> {
    // Much faster for what is UTF-8, as nearly all responses are, than the lossy conversion.
    std::str::from_utf8(bytes).map_or_else(|_| String::from_utf8_lossy(bytes), Cow::Borrowed)
}

/// Where the next quote or backslash is. Most texts are shorter than what a call of a vectorised search costs.
fn end_of_run(bytes: &[u8]) -> Option<usize> {
    const EACH: u64 = u64::from_le_bytes([1; 8]);
    const HIGH: u64 = EACH << 7;
    /// A bit for each byte that is zero, correct up to the first one.
    fn zeros(chunk: u64) -> u64 {
        chunk.wrapping_sub(EACH) & !chunk & HIGH
    }
    const SHORT: usize = 4;
    let (chunks, _) = bytes.as_chunks::<8>();
    for (at, chunk) in chunks.iter().take(SHORT).enumerate() {
        let chunk = u64::from_le_bytes(*chunk);
        let found = zeros(chunk ^ (EACH * u64::from(b'"'))) | zeros(chunk ^ (EACH * u64::from(b'\\')));
        if found != 0 {
            return Some(at * 8 + found.trailing_zeros() as usize / 8);
        }
    }
    let skipped = chunks.len().min(SHORT) * 8;
    memchr::memchr2(b'"', b'\\', bytes.get(skipped..)?).map(|at| skipped + at)
}

impl<'a> Reader<'a> {
    /// Reads a text, borrowed unless it contains escapes.
    pub(super) fn text(&mut self) -> Result<Cow<'a, str>, Fail> {
        let start = self.at + 1;
        let bytes = self.json.as_bytes().get(start..).unwrap_or_default();
        let Some(end) = end_of_run(bytes) else { return Err(self.unterminated()) };
        if bytes.get(end) == Some(&b'"') {
            self.at = start + end + 1;
            return Ok(Cow::Borrowed(self.json.get(start..start + end).unwrap_or_default()));
        }
        self.at = start;
        self.escaped_text().map(Cow::Owned)
    }

    fn unterminated(&mut self) -> Fail {
        self.at = self.json.len();
        self.fail("EOF while parsing a string")
    }

    fn escaped_text(&mut self) -> Result<String, Fail> {
        let mut text = String::new();
        loop {
            let rest = self.rest();
            let Some(end) = end_of_run(rest.as_bytes()) else { return Err(self.unterminated()) };
            text.push_str(rest.get(..end).unwrap_or_default());
            self.at += end + 1;
            if rest.as_bytes().get(end) == Some(&b'"') {
                return Ok(text);
            }
            text.push(self.escape()?);
        }
    }

    /// Reads what follows a backslash.
    fn escape(&mut self) -> Result<char, Fail> {
        let Some(byte) = self.json.as_bytes().get(self.at).copied() else { return Err(self.unterminated()) };
        let escaped = match byte {
            b'"' | b'\\' | b'/' => char::from(byte),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                self.at += 1;
                let unit = self.unit()?;
                return Ok(match unit {
                    0xd800..=0xdbff => self.low_surrogate(unit),
                    // An unpaired low surrogate is no character.
                    _ => char::from_u32(unit).unwrap_or(char::REPLACEMENT_CHARACTER),
                });
            }
            _ => return Err(self.fail("invalid escape")),
        };
        self.at += 1;
        Ok(escaped)
    }

    /// The character of a high surrogate and the low one after it; without one, the replacement character.
    fn low_surrogate(&mut self, high: u32) -> char {
        let start = self.at;
        if self.rest().starts_with("\\u") {
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
        let mut unit = 0;
        for at in self.at..self.at + 4 {
            let digit = self.json.as_bytes().get(at).and_then(|digit| char::from(*digit).to_digit(16));
            unit = unit * 16 + digit.ok_or_else(|| self.fail("invalid escape"))?;
        }
        self.at += 4;
        Ok(unit)
    }
}
