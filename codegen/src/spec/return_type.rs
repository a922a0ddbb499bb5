//! What a function returns.

use super::type_expr::TypeExpr;
use crate::diagnostic::code::Code;
use crate::format::grammar::{Grammar, GrammarError};
use std::fmt;

/// What a function returns.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ReturnType {
    /// `Empty`: the body of the response does not matter.
    Empty,
    /// `Text`: text that is not JSON.
    Text,
    /// `Bytes`: a file or other bytes.
    Bytes,
    /// `Redirect`: an address, which is not followed.
    Redirect,
    /// JSON of this type.
    Json(TypeExpr),
}

impl ReturnType {
    /// The words for what is no JSON.
    pub const BUILT_IN: [&str; 4] = ["Empty", "Text", "Bytes", "Redirect"];

    /// The model that comes back by itself.
    #[must_use]
    pub fn model(&self) -> Option<&str> {
        match self {
            Self::Json(TypeExpr::Named(name)) => Some(name),
            _ => None,
        }
    }

    /// The name at the core of its type.
    #[must_use]
    pub fn named(&self) -> Option<&str> {
        match self {
            Self::Json(kind) => kind.named(),
            _ => None,
        }
    }
}

impl Grammar for ReturnType {
    const RULE: Code = Code::UnknownType;

    fn parse(text: &str) -> Result<Self, GrammarError> {
        Ok(match text {
            "Empty" => Self::Empty,
            "Text" => Self::Text,
            "Bytes" => Self::Bytes,
            "Redirect" => Self::Redirect,
            _ => Self::Json(TypeExpr::parse(text)?),
        })
    }
}

impl fmt::Display for ReturnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Text => f.write_str("Text"),
            Self::Bytes => f.write_str("Bytes"),
            Self::Redirect => f.write_str("Redirect"),
            Self::Json(kind) => kind.fmt(f),
        }
    }
}
