//! Numbers.

use super::cursor::Reader;
use super::fail::Fail;

impl<'a> Reader<'a> {
    /// Reads a number as it stands.
    pub(super) fn number(&mut self) -> Result<&'a str, Fail> {
        let rest = self.rest();
        let digits = number_length(rest.as_bytes()).and_then(|length| rest.get(..length));
        let digits = digits.ok_or_else(|| self.fail("invalid number"))?;
        self.at += digits.len();
        Ok(digits)
    }
}

/// The length of the number that a text begins with, by JSON's grammar; none if more characters of numbers follow it.
fn number_length(text: &[u8]) -> Option<usize> {
    let digits = |from: usize| {
        let digits = text.get(from..)?.iter().take_while(|byte| byte.is_ascii_digit()).count();
        (digits > 0).then_some(from + digits)
    };
    let start = usize::from(text.first() == Some(&b'-'));
    let mut end = digits(start)?;
    if text.get(start) == Some(&b'0') && end > start + 1 {
        return None;
    }
    if text.get(end) == Some(&b'.') {
        end = digits(end + 1)?;
    }
    if matches!(text.get(end), Some(b'e' | b'E')) {
        let sign = usize::from(matches!(text.get(end + 1), Some(b'+' | b'-')));
        end = digits(end + 1 + sign)?;
    }
    (!matches!(text.get(end), Some(b'-' | b'+' | b'.' | b'e' | b'E'))).then_some(end)
}
