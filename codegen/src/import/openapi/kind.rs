//! Types as a spec writes them.

use super::names;
use std::fmt;

/// A type as a spec writes it.
#[derive(Clone, Debug, Eq, PartialEq)]
#[allow(missing_docs, reason = "spec/README.md says what each one is")]
pub enum Type {
    String,
    Id,
    Secret,
    Boolean,
    Integer,
    Number,
    /// Unix seconds.
    Time,
    /// RFC 3339.
    DateTime,
    Date,
    Json,
    /// Bytes that a form carries.
    File,
    List(Box<Type>),
    Map(Box<Type>),
    /// A model, an input or an enum.
    Named(String),
}

impl Type {
    /// A list of a type.
    pub fn list(item: Self) -> Self {
        Self::List(Box::new(item))
    }

    /// A map to values of a type.
    pub fn map(value: Self) -> Self {
        Self::Map(Box::new(value))
    }

    /// The type that a text names.
    pub fn parse(text: &str) -> Option<Self> {
        let inner = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
        if let Some(inner) = inner("list<") {
            return Self::parse(inner).map(Self::list);
        }
        if let Some(inner) = inner("map<") {
            return Self::parse(inner).map(Self::map);
        }
        Some(match text {
            "string" => Self::String,
            "id" => Self::Id,
            "secret" => Self::Secret,
            "boolean" => Self::Boolean,
            "integer" => Self::Integer,
            "number" => Self::Number,
            "time" => Self::Time,
            "datetime" => Self::DateTime,
            "date" => Self::Date,
            "json" => Self::Json,
            "File" => Self::File,
            name if names::is_name(name) => Self::Named(name.to_owned()),
            _ => return None,
        })
    }

    /// Sets another name for a type that it names.
    pub fn rename(&mut self, old: &str, new: &str) {
        match self {
            Self::Named(name) if name == old => new.clone_into(name),
            Self::List(inner) | Self::Map(inner) => inner.rename(old, new),
            _ => {}
        }
    }

    /// The name at the core, if it is not built in.
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => inner.named(),
            _ => None,
        }
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::String => "string",
            Self::Id => "id",
            Self::Secret => "secret",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Time => "time",
            Self::DateTime => "datetime",
            Self::Date => "date",
            Self::Json => "json",
            Self::File => "File",
            Self::List(inner) => return write!(f, "list<{inner}>"),
            Self::Map(inner) => return write!(f, "map<{inner}>"),
            Self::Named(name) => name,
        })
    }
}
