//! Texts that stand for other values: Base64, and RFC 3339.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

/// The bytes of Base64 with padding (RFC 4648, section 4); `None` for another text.
#[must_use]
pub fn decode_base64(text: &str) -> Option<Vec<u8>> {
    BASE64_STANDARD.decode(text).ok()
}

/// The unix seconds of an RFC 3339 date such as `2018-09-28T10:20:00Z`; `None` for another text.
#[must_use]
pub fn unix_seconds(text: &str) -> Option<i64> {
    text.parse::<jiff::Timestamp>().ok().map(|time| time.as_second())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_become_what_they_stand_for() {
        assert_eq!(decode_base64("aGk="), Some(b"hi".to_vec()));
        assert_eq!(decode_base64("AP8Q"), Some(vec![0, 255, 16]));
        for text in ["a", "aGk", "a===", "aG!="] {
            assert_eq!(decode_base64(text), None, "{text}");
        }
        assert_eq!(unix_seconds("2018-09-28T10:20:00Z"), Some(1_538_130_000));
        assert_eq!(unix_seconds("2018-09-28T12:20:00.5+02:00"), Some(1_538_130_000));
        assert_eq!(unix_seconds("1970-01-01T00:00:00Z"), Some(0));
        for text in ["", "2018-09-28", "soon"] {
            assert_eq!(unix_seconds(text), None, "{text}");
        }
    }
}
