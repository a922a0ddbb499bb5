//! What a function returns.

use crate::diagnostic::finding::Diagnostics;
use crate::format::decode::Decode;
use crate::format::node::Node;
use crate::format::shape::Shape;
use std::fmt;

/// What a function returns.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum ReturnType {
    /// `Empty`: the body of the response does not matter.
    Empty,
    /// The model of this name.
    Model(String),
}

impl ReturnType {
    /// The word for [`ReturnType::Empty`].
    pub const EMPTY: &str = "Empty";

    /// As the spec writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        match self {
            Self::Empty => Self::EMPTY,
            Self::Model(name) => name,
        }
    }
}

impl Decode for ReturnType {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let name = String::decode(node, diagnostics)?;
        Some(if name == Self::EMPTY { Self::Empty } else { Self::Model(name) })
    }

    fn shape() -> Shape {
        Shape::Text
    }
}

impl fmt::Display for ReturnType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
