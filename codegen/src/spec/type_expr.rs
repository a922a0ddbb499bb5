//! Types of models' fields.

use crate::diagnostic::code::Code;
use crate::format::grammar::{Grammar, GrammarError};
use std::fmt;

/// Lists and maps may be nested this many levels deep.
const MAX_TYPE_DEPTH: usize = 8;

/// A type as the spec writes it, such as `list<User>`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum TypeExpr {
    /// A built-in type.
    Scalar(ScalarType),
    /// A model or an enum.
    Named(String),
    /// `list<T>`
    List(Box<TypeExpr>),
    /// `map<T>`
    Map(Box<TypeExpr>),
}

/// A type that needs no definition.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[allow(missing_docs, reason = "the models' page says what each one is")]
pub enum ScalarType {
    String,
    Id,
    Boolean,
    Integer,
    Number,
    Time,
    DateTime,
    Date,
    Secret,
    Json,
}

impl ScalarType {
    /// All built-in types.
    pub const ALL: [Self; 10] = [
        Self::String,
        Self::Id,
        Self::Boolean,
        Self::Integer,
        Self::Number,
        Self::Time,
        Self::DateTime,
        Self::Date,
        Self::Secret,
        Self::Json,
    ];

    /// As the spec writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Id => "id",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Number => "number",
            Self::Time => "time",
            Self::DateTime => "datetime",
            Self::Date => "date",
            Self::Secret => "secret",
            Self::Json => "json",
        }
    }

    /// The type of a name, if it is a built-in one.
    #[must_use]
    pub fn find(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scalar| scalar.as_str() == name)
    }
}

impl TypeExpr {
    /// The name at the core of the expression, if it is not built in.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Named(name) => Some(name),
            Self::List(inner) | Self::Map(inner) => inner.named(),
            Self::Scalar(_) => None,
        }
    }
}

impl Grammar for TypeExpr {
    const RULE: Code = Code::UnknownType;

    fn parse(text: &str) -> Result<Self, GrammarError> {
        // Counted first: parsing recurses.
        let depth = text.matches('<').count();
        if depth > MAX_TYPE_DEPTH {
            let message = format!("a type of {depth} nested lists and maps is deeper than {MAX_TYPE_DEPTH}");
            return Err(GrammarError { message, help: Some("define a type in between") });
        }
        let inner = |prefix: &str| text.strip_prefix(prefix).and_then(|rest| rest.strip_suffix('>'));
        if let Some(inner) = inner("list<") {
            return Ok(Self::List(Box::new(Self::parse(inner)?)));
        }
        if let Some(inner) = inner("map<") {
            return Ok(Self::Map(Box::new(Self::parse(inner)?)));
        }
        if let Some(scalar) = ScalarType::find(text) {
            return Ok(Self::Scalar(scalar));
        }
        if text.is_empty() || text.contains(['<', '>', ' ']) {
            return Err(format!("`{text}` is not a type; write `list<T>`, `map<T>` or a name").into());
        }
        Ok(Self::Named(text.to_owned()))
    }
}

impl fmt::Display for TypeExpr {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Scalar(scalar) => f.write_str(scalar.as_str()),
            Self::Named(name) => f.write_str(name),
            Self::List(inner) => write!(f, "list<{inner}>"),
            Self::Map(inner) => write!(f, "map<{inner}>"),
        }
    }
}
