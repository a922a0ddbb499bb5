//! Paths of Rust modules.

use crate::diagnostic::code::Code;
use crate::diagnostic::finding::Diagnostics;
use crate::format::decode::Decode;
use crate::format::grammar::{GrammarError, check_text};
use crate::format::node::Node;
use crate::format::shape::Shape;
use serde::{Serialize, Serializer};
use std::fmt;
use syn::parse::Parser;

/// The path of a Rust module, such as `crate::runtime`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct ModulePath {
    segments: Vec<String>,
}

impl ModulePath {
    /// A path of these segments.
    #[must_use]
    pub fn new(segments: Vec<String>) -> Self {
        Self { segments }
    }

    /// The names between the colons. Empty for a path whose error has been reported.
    #[must_use]
    pub fn segments(&self) -> &[String] {
        &self.segments
    }

    /// Whether the path starts at a crate that it names, not at `crate`, `self` or `super`.
    #[must_use]
    pub fn starts_at_a_crate(&self) -> bool {
        self.segments.first().is_some_and(|first| !matches!(first.as_str(), "crate" | "self" | "super"))
    }
}

impl Decode for ModulePath {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = String::decode(node, diagnostics)?;
        let path = syn::Path::parse_mod_style.parse_str(&text);
        let error = path.is_err().then(|| GrammarError::from(format!("`{text}` is not the path of a Rust module")));
        check_text(error, Code::BadName, node, diagnostics);
        let segments = path.into_iter().flat_map(|path| path.segments).map(|segment| segment.ident.to_string());
        Some(Self { segments: segments.collect() })
    }

    fn shape() -> Shape {
        Shape::Text
    }
}

impl fmt::Display for ModulePath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.segments.join("::"))
    }
}

impl Serialize for ModulePath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
