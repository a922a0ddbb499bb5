//! JSON that keeps the digits of numbers and the order of keys, and rejects a key given twice.

use serde::de::{Deserialize, Deserializer, Error, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt;

/// A JSON value.
#[derive(Clone, Debug)]
pub enum Json {
    Null,
    Boolean(bool),
    /// The digits as written.
    Number(String),
    Text(String),
    List(Vec<Json>),
    Object(Vec<(String, Json)>),
}

impl Json {
    pub fn text(text: impl Into<String>) -> Self {
        Self::Text(text.into())
    }

    pub fn number(digits: impl Into<String>) -> Self {
        Self::Number(digits.into())
    }

    pub fn empty() -> Self {
        Self::Object(Vec::new())
    }

    /// Reads JSON text.
    pub fn parse(text: &str) -> Result<Self, String> {
        let raw: &RawValue = serde_json::from_str(text).map_err(|error| error.to_string())?;
        let read = |error: serde_json::Error| error.to_string();
        let text = raw.get();
        Ok(match text.as_bytes().first() {
            Some(b'n') => Self::Null,
            Some(b't' | b'f') => Self::Boolean(text == "true"),
            Some(b'"') => Self::Text(serde_json::from_str(text).map_err(read)?),
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).map_err(read)?;
                Self::List(items.into_iter().map(|item| Self::parse(item.get())).collect::<Result<_, _>>()?)
            }
            Some(b'{') => {
                let Members(members) = serde_json::from_str(text).map_err(read)?;
                let read = members.into_iter().map(|(key, value)| Ok((key, Self::parse(value.get())?)));
                Self::Object(read.collect::<Result<_, String>>()?)
            }
            _ => Self::Number(text.to_owned()),
        })
    }

    /// A constant of the reference; those hold no numbers that a float would change.
    pub fn of(value: &serde_json::Value) -> Self {
        Self::parse(&value.to_string()).expect("a JSON value prints as JSON")
    }

    /// Both say the same, the order of keys aside; numbers digit for digit.
    pub fn same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Null, Self::Null) => true,
            (Self::Boolean(a), Self::Boolean(b)) => a == b,
            (Self::Number(a), Self::Number(b)) | (Self::Text(a), Self::Text(b)) => a == b,
            (Self::List(a), Self::List(b)) => a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.same(b)),
            (Self::Object(a), Self::Object(b)) => {
                let get = |key: &String| b.iter().find(|(known, _)| known == key).map(|(_, value)| value);
                a.len() == b.len() && a.iter().all(|(key, value)| get(key).is_some_and(|other| value.same(other)))
            }
            _ => false,
        }
    }

    /// Puts a value at a JSON pointer, making objects on the way.
    pub fn put(&mut self, pointer: &str, value: Json) {
        let Self::Object(members) = self else { panic!("{pointer}: {self} is no object") };
        let (key, rest) = match pointer[1..].split_once('/') {
            Some((key, rest)) => (key, Some(rest)),
            None => (&pointer[1..], None),
        };
        let at = members.iter().position(|(known, _)| known == key).unwrap_or_else(|| {
            members.push((key.to_owned(), Self::empty()));
            members.len() - 1
        });
        match rest {
            Some(rest) => members[at].1.put(&format!("/{rest}"), value),
            None => members[at].1 = value,
        }
    }

    /// The same object with one member set, whatever it was.
    pub fn with_member(&self, key: &str, value: &Json) -> Self {
        let mut changed = self.clone();
        changed.put(&format!("/{key}"), value.clone());
        changed
    }
}

impl fmt::Display for Json {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Null => f.write_str("null"),
            Self::Boolean(value) => write!(f, "{value}"),
            Self::Number(digits) => f.write_str(digits),
            Self::Text(text) => f.write_str(&quoted(text)),
            Self::List(items) => {
                let items: Vec<String> = items.iter().map(ToString::to_string).collect();
                write!(f, "[{}]", items.join(","))
            }
            Self::Object(members) => {
                let members: Vec<String> =
                    members.iter().map(|(key, value)| format!("{}:{value}", quoted(key))).collect();
                write!(f, "{{{}}}", members.join(","))
            }
        }
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).expect("text is JSON")
}

struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct MembersVisitor;

        impl<'de> Visitor<'de> for MembersVisitor {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut members: Vec<(String, &RawValue)> = Vec::new();
                while let Some((key, value)) = map.next_entry::<String, &RawValue>()? {
                    if members.iter().any(|(known, _)| *known == key) {
                        return Err(A::Error::custom(format!("the key {key} is there twice")));
                    }
                    members.push((key, value));
                }
                Ok(Members(members))
            }
        }

        deserializer.deserialize_map(MembersVisitor)
    }
}
