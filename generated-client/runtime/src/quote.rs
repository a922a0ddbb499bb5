//! Foreign text as messages quote it: one line, short, without secrets and without characters that mislead a reader.

use crate::percent::percent_encode;
use http::HeaderValue;
use std::fmt::Write;

/// Longer quotes are cut.
const MAX_CHARS: usize = 300;

/// A shorter secret, such as a test's, can be a part of any word: it is redacted only where it stands by itself.
const MIN_CHARS_ANYWHERE: usize = 8;

/// Whether a character moves a terminal's cursor, reorders text, or cannot be seen: control characters, line and paragraph
/// separators, bidirectional controls (UAX #9) and zero-width marks.
#[must_use]
pub fn is_unprintable(character: char) -> bool {
    character.is_control()
        || matches!(
            character,
            '\u{ad}' | '\u{61c}' | '\u{200b}' | '\u{200e}' | '\u{200f}' | '\u{2028}'
                ..='\u{202e}' | '\u{2060}'
                ..='\u{2069}' | '\u{feff}' | '\u{fff9}'
                ..='\u{fffb}' | '\u{e0000}'
                ..='\u{e007f}'
        )
}

/// Foreign text on one line, cut after 300 characters.
pub(crate) fn quote(text: &str) -> String {
    quote_chars(text, MAX_CHARS)
}

/// Foreign text on one line, cut after so many characters. Control characters become spaces, other unprintable ones their
/// escapes.
pub(crate) fn quote_chars(text: &str, max_chars: usize) -> String {
    let mut quoted = String::new();
    for character in text.trim().chars().take(max_chars) {
        match character {
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}') => quoted.push(' '),
            // Writing to a `String` cannot fail.
            c if is_unprintable(c) => drop(write!(quoted, "{}", c.escape_unicode())),
            c => quoted.push(c),
        }
    }
    quoted.trim().to_owned()
}

/// What a request contained and no message repeats: some servers quote what they reject.
#[derive(Clone, Debug, Default)]
pub(crate) struct Secrets {
    /// The credential's header.
    pub credential: Option<HeaderValue>,
    /// Values of other secret headers and arguments.
    pub others: Vec<String>,
}

impl Secrets {
    /// Redacts the secrets in a text. The text is left as it is where none is found.
    pub(crate) fn redact(&self, text: &mut String) {
        let header = self.credential.as_ref().and_then(|value| value.to_str().ok());
        // In the form that a server would repeat it: without the scheme.
        let token = header.and_then(|value| value.rsplit(' ').next());
        for secret in token.into_iter().chain(self.others.iter().map(String::as_str)) {
            if !secret.is_empty() && text.contains(secret) {
                *text = without(text, secret);
            }
            // As it stands in a URL.
            let encoded = percent_encode(secret);
            if encoded != secret && text.contains(&encoded) {
                *text = without(text, &encoded);
            }
        }
    }
}

fn without(text: &str, secret: &str) -> String {
    if secret.chars().count() >= MIN_CHARS_ANYWHERE {
        return text.replace(secret, "…");
    }
    let mut redacted = String::with_capacity(text.len());
    let mut copied = 0;
    for (at, found) in text.match_indices(secret) {
        let end = at + found.len();
        let is_within_text = text[..at].chars().next_back().is_some_and(char::is_alphanumeric)
            || text[end..].chars().next().is_some_and(char::is_alphanumeric);
        if !is_within_text {
            redacted.push_str(&text[copied..at]);
            redacted.push('…');
            copied = end;
        }
    }
    redacted.push_str(&text[copied..]);
    redacted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quotes_are_one_short_line_that_shows_what_it_contains() {
        for (text, quoted) in [
            (" a\r\nb\t", "a  b"),
            ("a\u{202e}b", "a\\u{202e}b"),
            ("a\u{2066}b\u{2069}", "a\\u{2066}b\\u{2069}"),
            ("a\u{2028}b\u{2029}c", "a b c"),
            ("\u{1b}[2Ja", "[2Ja"),
            ("na\u{ef}ve \u{1f469}\u{200d}\u{1f4bb}", "na\u{ef}ve \u{1f469}\u{200d}\u{1f4bb}"),
        ] {
            assert_eq!(quote(text), quoted, "{text:?}");
        }
        assert_eq!(quote(&"x".repeat(10_000)).len(), MAX_CHARS);
    }

    fn redacted(secret: &str, text: &str) -> String {
        let secrets =
            Secrets { credential: Some(HeaderValue::try_from(format!("Bearer {secret}")).unwrap()), others: vec![] };
        let mut text = text.to_owned();
        secrets.redact(&mut text);
        text
    }

    #[test]
    fn secrets_of_any_length_are_redacted() {
        assert_eq!(redacted("dG9rOmVuLW9m", "no `dG9rOmVuLW9m`xdG9rOmVuLW9my"), "no `…`x…y");
        assert_eq!(redacted("s3cret", "the token s3cret is bad (s3cret)"), "the token … is bad (…)");

        assert_eq!(redacted("t", "the token t"), "the token …");
        assert_eq!(redacted("tok", "token=tok,tok"), "token=…,…");
    }
}
