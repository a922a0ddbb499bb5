//! JSON values as they are written: keys keep their order, numbers their digits.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use serde_json::value::RawValue;
use std::fmt::{self, Write};

/// A JSON value.
#[derive(Clone, Debug, PartialEq)]
pub enum Json {
    /// `null`
    Null,
    /// `true`, `false`
    Bool(bool),
    /// A number, in the digits as written.
    Number(String),
    /// A string.
    String(String),
    /// An array.
    Array(Vec<Json>),
    /// An object; keys in the order as written.
    Object(Vec<(String, Json)>),
}

impl Json {
    /// Reads JSON text; `None` where it is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        let text = raw.get();
        match text.as_bytes().first()? {
            b'{' => {
                let read = |(key, value): (String, &RawValue)| Some((key, Self::parse(value.get())?));
                members(text)?.into_iter().map(read).collect::<Option<_>>().map(Self::Object)
            }
            b'[' => {
                let items: Vec<&RawValue> = serde_json::from_str(text).ok()?;
                items.into_iter().map(|item| Self::parse(item.get())).collect::<Option<_>>().map(Self::Array)
            }
            b'"' => serde_json::from_str(text).ok().map(Self::String),
            b't' | b'f' => Some(Self::Bool(text == "true")),
            b'n' => Some(Self::Null),
            _ => Some(Self::Number(text.to_owned())),
        }
    }

    /// A string.
    #[must_use]
    pub fn text(text: impl Into<String>) -> Self {
        Self::String(text.into())
    }

    /// The member of an object.
    #[must_use]
    pub fn get(&self, key: &str) -> Option<&Json> {
        match self {
            Self::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, value)| value),
            _ => None,
        }
    }

    /// The string, if it is one.
    #[must_use]
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// What kind of value this is, for messages.
    #[must_use]
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Null => "null",
            Self::Bool(_) => "a boolean",
            Self::Number(_) => "a number",
            Self::String(_) => "a string",
            Self::Array(_) => "a list",
            Self::Object(_) => "an object",
        }
    }

    /// Whether both are equal, the order of keys aside.
    #[must_use]
    pub fn equals_unordered(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Object(a), Self::Object(b)) => {
                a.len() == b.len()
                    && a.iter().all(|(key, value)| other.get(key).is_some_and(|found| value.equals_unordered(found)))
            }
            (Self::Array(a), Self::Array(b)) => {
                a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a.equals_unordered(b))
            }
            _ => self == other,
        }
    }

    /// Sets the value at a path of keys, creating objects on the way; `false` when a value on the path is not an object.
    pub fn insert(&mut self, path: &[String], value: Json) -> bool {
        let Some((key, rest)) = path.split_first() else {
            *self = value;
            return true;
        };
        let Self::Object(members) = self else { return false };
        let at = members.iter().position(|(name, _)| name == key).unwrap_or_else(|| {
            members.push((key.clone(), if rest.is_empty() { Self::Null } else { Self::Object(Vec::new()) }));
            members.len() - 1
        });
        members[at].1.insert(rest, value)
    }

    /// Over several lines, two spaces a level.
    #[must_use]
    pub fn pretty(&self) -> String {
        let mut out = String::new();
        self.print(&mut out, Some(0));
        out
    }

    fn print(&self, out: &mut String, indent: Option<usize>) {
        match self {
            Self::Null => out.push_str("null"),
            Self::Bool(value) => out.push_str(if *value { "true" } else { "false" }),
            Self::Number(digits) => out.push_str(digits),
            Self::String(text) => quote_into(out, text),
            Self::Array(items) => {
                print_items(out, indent, '[', ']', items, |out, item, indent| item.print(out, indent))
            }
            Self::Object(members) => print_items(out, indent, '{', '}', members, |out, (key, value), indent| {
                quote_into(out, key);
                out.push_str(if indent.is_some() { ": " } else { ":" });
                value.print(out, indent);
            }),
        }
    }
}

/// The members of an object as they are written, in their order; `None` for any other JSON.
#[must_use]
pub fn members(text: &str) -> Option<Vec<(String, &RawValue)>> {
    let Members(members) = serde_json::from_str(text).ok()?;
    Some(members)
}

/// What [`members`] reads.
struct Members<'a>(Vec<(String, &'a RawValue)>);

impl<'de> Deserialize<'de> for Members<'de> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Collect;
        impl<'de> Visitor<'de> for Collect {
            type Value = Members<'de>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("an object")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Members<'de>, M::Error> {
                let mut members = Vec::new();
                while let Some(member) = map.next_entry()? {
                    members.push(member);
                }
                Ok(Members(members))
            }
        }
        deserializer.deserialize_map(Collect)
    }
}

impl fmt::Display for Json {
    /// On one line, without spaces.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = String::new();
        self.print(&mut out, None);
        f.write_str(&out)
    }
}

fn print_items<T>(
    out: &mut String,
    indent: Option<usize>,
    open: char,
    close: char,
    items: &[T],
    print: impl Fn(&mut String, &T, Option<usize>),
) {
    out.push(open);
    let inner = indent.map(|indent| indent + 2);
    for (position, item) in items.iter().enumerate() {
        if position > 0 {
            out.push(',');
        }
        new_line(out, inner);
        print(out, item, inner);
    }
    if !items.is_empty() {
        new_line(out, indent);
    }
    out.push(close);
}

fn new_line(out: &mut String, indent: Option<usize>) {
    if let Some(indent) = indent {
        out.push('\n');
        out.extend(std::iter::repeat_n(' ', indent));
    }
}

fn quote_into(out: &mut String, text: &str) {
    out.push('"');
    escape_into(out, text, |c| (c as u32) < 0x20 || c == '\u{7f}');
    out.push('"');
}

/// The inside of a JSON string, with these characters as escapes beside those that must be.
pub fn escape_into(out: &mut String, text: &str, is_escaped: impl Fn(char) -> bool) {
    for character in text.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            other if is_escaped(other) => {
                // Writing to a String cannot fail.
                let _ = write!(out, "\\u{:04x}", other as u32);
            }
            plain => out.push(plain),
        }
    }
}
