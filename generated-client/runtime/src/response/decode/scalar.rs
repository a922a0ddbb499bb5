//! Single values: text, numbers, booleans, times, secrets.

use crate::redact::SecretString;
use crate::response::decode::lenient::Lenient;
use crate::response::decode::wrong_type::wrong_type;
use crate::time::timestamp::Timestamp;
use serde::Deserializer;
use serde::de::{self, MapAccess, Visitor};
use std::borrow::Cow;
use std::fmt;

/// A single JSON value before its type is settled.
enum Scalar {
    Null,
    Boolean(bool),
    Text(String),
    Signed(i64),
    Unsigned(u64),
    Float(f64),
    /// A number in its digits, as serde_json returns it with its `arbitrary_precision` feature.
    Digits(String),
}

impl Scalar {
    fn read<'de, D: Deserializer<'de>>(from: D, expected: &'static str) -> Result<Self, D::Error> {
        from.deserialize_any(ScalarVisitor(expected))
    }

    /// The value as text, where it is text or a number.
    fn into_text(self) -> Result<Option<String>, &'static str> {
        match self {
            Self::Null => Ok(None),
            Self::Text(text) | Self::Digits(text) => Ok(Some(text)),
            Self::Signed(number) => Ok(Some(number.to_string())),
            Self::Unsigned(number) => Ok(Some(number.to_string())),
            Self::Float(number) => Ok(Some(number.to_string())),
            Self::Boolean(_) => Err("a boolean"),
        }
    }
}

/// Whole numbers; fractions are cut off, and numbers that do not fit become the nearest that does.
#[allow(clippy::cast_possible_truncation, reason = "float casts saturate, which is what is wanted")]
fn integer(number: f64) -> i64 {
    number as i64
}

struct ScalarVisitor(&'static str);

impl<'de> Visitor<'de> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.0)
    }

    fn visit_unit<E>(self) -> Result<Scalar, E> {
        Ok(Scalar::Null)
    }

    fn visit_bool<E>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Boolean(value))
    }

    fn visit_i64<E>(self, value: i64) -> Result<Scalar, E> {
        Ok(Scalar::Signed(value))
    }

    fn visit_u64<E>(self, value: u64) -> Result<Scalar, E> {
        Ok(Scalar::Unsigned(value))
    }

    fn visit_f64<E>(self, value: f64) -> Result<Scalar, E> {
        Ok(Scalar::Float(value))
    }

    fn visit_str<E>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar::Text(value.to_owned()))
    }

    fn visit_string<E>(self, value: String) -> Result<Scalar, E> {
        Ok(Scalar::Text(value))
    }

    /// An application may switch on serde_json's `arbitrary_precision`, which hands numbers over as a map of one entry.
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Scalar, A::Error> {
        match map.next_key::<Cow<'_, str>>()? {
            Some(key) if key == "$serde_json::private::Number" => Ok(Scalar::Digits(map.next_value()?)),
            _ => Err(de::Error::invalid_type(de::Unexpected::Map, &self.0)),
        }
    }
}

impl Lenient for String {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        Scalar::read(from, "a text")?.into_text().map_err(|found| wrong_type(found, "a text"))
    }
}

impl Lenient for SecretString {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        Ok(<String as Lenient>::read(from)?.map(Self::from))
    }
}

impl Lenient for bool {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        match Scalar::read(from, "true or false")? {
            Scalar::Null => Ok(None),
            Scalar::Boolean(value) => Ok(Some(value)),
            Scalar::Text(text) if text == "true" => Ok(Some(true)),
            Scalar::Text(text) if text == "false" => Ok(Some(false)),
            Scalar::Unsigned(number @ (0 | 1)) => Ok(Some(number == 1)),
            _ => Err(wrong_type("another value", "true or false")),
        }
    }
}

impl Lenient for i64 {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        match Scalar::read(from, "a whole number")? {
            Scalar::Null => Ok(None),
            Scalar::Signed(number) => Ok(Some(number)),
            Scalar::Unsigned(number) => Ok(Some(Self::try_from(number).unwrap_or(Self::MAX))),
            Scalar::Float(number) => Ok(Some(integer(number))),
            Scalar::Text(text) | Scalar::Digits(text) => match text.trim().parse::<Self>() {
                Ok(number) => Ok(Some(number)),
                Err(_) => match text.trim().parse::<f64>() {
                    Ok(number) if number.is_finite() => Ok(Some(integer(number))),
                    _ => Err(wrong_type("a text that is no number", "a whole number")),
                },
            },
            Scalar::Boolean(_) => Err(wrong_type("a boolean", "a whole number")),
        }
    }
}

impl Lenient for f64 {
    #[allow(clippy::cast_precision_loss, reason = "the API's numbers are far below 2^53")]
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        match Scalar::read(from, "a number")? {
            Scalar::Null => Ok(None),
            Scalar::Signed(number) => Ok(Some(number as Self)),
            Scalar::Unsigned(number) => Ok(Some(number as Self)),
            Scalar::Float(number) => Ok(Some(number)),
            Scalar::Text(text) | Scalar::Digits(text) => {
                text.trim().parse().map(Some).map_err(|_| wrong_type("a text that is no number", "a number"))
            }
            Scalar::Boolean(_) => Err(wrong_type("a boolean", "a number")),
        }
    }
}

impl Lenient for Timestamp {
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
        const EXPECTED: &str = "unix seconds or an RFC 3339 date";
        match Scalar::read(from, EXPECTED)? {
            Scalar::Null => Ok(None),
            Scalar::Signed(number) => Ok(Some(Self::from_unix(number))),
            Scalar::Unsigned(number) => Ok(Some(Self::from_unix(i64::try_from(number).unwrap_or(i64::MAX)))),
            Scalar::Float(number) => Ok(Some(Self::from_unix(integer(number)))),
            Scalar::Text(text) if text.is_empty() => Ok(None),
            Scalar::Text(text) | Scalar::Digits(text) => match Self::parse(&text) {
                Some(time) => Ok(Some(time)),
                None => match text.trim().parse::<f64>() {
                    Ok(number) if number.is_finite() => Ok(Some(Self::from_unix(integer(number)))),
                    _ => Err(wrong_type("another text", EXPECTED)),
                },
            },
            Scalar::Boolean(_) => Err(wrong_type("a boolean", EXPECTED)),
        }
    }
}
