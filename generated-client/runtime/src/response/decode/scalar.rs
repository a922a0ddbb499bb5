//! Single values: text, numbers, booleans, times, secrets.

use crate::redact::SecretString;
use crate::response::decode::lenient::Lenient;
use crate::response::decode::reader::{Fail, Reader, Scalar};
use crate::response::model::object::Data;
use crate::time::timestamp::Timestamp;

/// Whole numbers; fractions are cut off, and numbers that do not fit become the nearest that does.
#[allow(clippy::cast_possible_truncation, reason = "float casts saturate, which is what is wanted")]
fn integer(number: f64) -> i64 {
    number as i64
}

/// The integer of digits or a decimal number; `None` for another text.
fn parse_integer(text: &str) -> Option<i64> {
    text.parse().ok().or_else(|| text.trim().parse().ok()).or_else(|| parse_number(text).map(integer))
}

/// The finite number of a text.
fn parse_number(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number: &f64| number.is_finite())
}

/// Reads a single value by its text or its truth; the error says what was expected.
fn read<T>(
    reader: &mut Reader<'_>,
    expected: &'static str,
    from_text: impl FnOnce(&str, bool) -> Result<Option<T>, &'static str>,
    from_boolean: impl FnOnce(bool) -> Option<T>,
) -> Result<Option<T>, Fail> {
    let wrong = |reader: &Reader<'_>, found: &str| reader.fail(format!("expected {expected}, found {found}"));
    match reader.scalar(expected)? {
        Scalar::Null => Ok(None),
        Scalar::Boolean(value) => from_boolean(value).map(Some).ok_or_else(|| wrong(reader, "a boolean")),
        Scalar::Text(text) => from_text(&text, true).map_err(|found| wrong(reader, found)),
        Scalar::Number(digits) => from_text(digits, false).map_err(|found| wrong(reader, found)),
    }
}

impl Lenient for String {
    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        const EXPECTED: &str = "a text";
        match reader.scalar(EXPECTED)? {
            Scalar::Null => {}
            Scalar::Text(text) => *place = Some(text.into_owned()),
            // An id may come as a number; it keeps all its digits.
            Scalar::Number(digits) => *place = Some(digits.to_owned()),
            Scalar::Boolean(_) => return Err(reader.fail("expected a text, found a boolean")),
        }
        Ok(())
    }

    fn data(&self) -> Data<'_> {
        Data::Text(self)
    }
}

impl Lenient for SecretString {
    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        let mut text = None;
        <String as Lenient>::read(&mut text, reader)?;
        *place = text.map(Self::from);
        Ok(())
    }

    fn data(&self) -> Data<'_> {
        Data::Secret(self)
    }
}

impl Lenient for bool {
    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        let from_text = |text: &str, is_text: bool| match (text, is_text) {
            ("true", true) | ("1", false) => Ok(Some(true)),
            ("false", true) | ("0", false) => Ok(Some(false)),
            _ => Err("another value"),
        };
        *place = read(reader, "true or false", from_text, Some)?;
        Ok(())
    }

    fn data(&self) -> Data<'_> {
        Data::Boolean(*self)
    }
}

impl Lenient for i64 {
    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        let from_text = |text: &str, is_text: bool| {
            let problem = if is_text { "a text that is no number" } else { "a number out of range" };
            parse_integer(text).map(Some).ok_or(problem)
        };
        *place = read(reader, "a whole number", from_text, |_| None)?;
        Ok(())
    }

    fn data(&self) -> Data<'_> {
        Data::Integer(*self)
    }
}

impl Lenient for f64 {
    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        let from_text = |text: &str, is_text: bool| {
            let problem = if is_text { "a text that is no number" } else { "a number out of range" };
            parse_number(text).map(Some).ok_or(problem)
        };
        *place = read(reader, "a number", from_text, |_| None)?;
        Ok(())
    }

    fn data(&self) -> Data<'_> {
        Data::Number(*self)
    }
}

impl Lenient for Timestamp {
    fn read(place: &mut Option<Self>, reader: &mut Reader<'_>) -> Result<(), Fail> {
        let from_text = |text: &str, is_text: bool| {
            if text.is_empty() {
                return Ok(None);
            }
            let date = if is_text { Self::parse(text) } else { None };
            date.or_else(|| parse_integer(text).map(Self::from_unix)).map(Some).ok_or("another text")
        };
        *place = read(reader, "unix seconds or an RFC 3339 date", from_text, |_| None)?;
        Ok(())
    }

    fn data(&self) -> Data<'_> {
        Data::Integer(self.unix())
    }
}
