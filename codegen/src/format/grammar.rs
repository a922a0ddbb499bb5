//! Strings with a grammar of their own, such as `POST /books/{id}`: parsed once, where they are read.

use super::decode::Decode;
use super::node::Node;
use super::shape::Shape;
use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};

/// A type that is parsed from a string.
pub trait Grammar: Sized {
    /// The rule that a string breaks that does not parse.
    const RULE: Code;

    /// Parses a string.
    ///
    /// # Errors
    ///
    /// What is wrong with the string.
    fn parse(text: &str) -> Result<Self, GrammarError>;
}

/// Why a string does not parse.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct GrammarError {
    /// What is wrong.
    pub message: String,
    /// How to fix it.
    pub help: Option<&'static str>,
}

impl From<String> for GrammarError {
    fn from(message: String) -> Self {
        Self { message, help: None }
    }
}

impl GrammarError {
    fn report(self, rule: Code, span: Span, diagnostics: &mut Diagnostics) {
        let diagnostic = Diagnostic::new(rule, span, self.message);
        diagnostics.push(match self.help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
    }
}

/// The value of a string with a grammar, and its span.
///
/// A string that does not parse is reported where it is read and has no value. Nothing is generated then, but the rules
/// that do not need the value are still checked, so that one run reports all errors.
#[derive(Clone, Debug)]
pub struct Parsed<T> {
    value: Option<T>,
    /// Where it was read.
    pub span: Span,
}

impl<T> Parsed<T> {
    /// The value; `None` when its error has been reported.
    pub fn get(&self) -> Option<&T> {
        self.value.as_ref()
    }
}

impl<T: Grammar> Decode for Parsed<T> {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = String::decode(node, diagnostics)?;
        let value = match T::parse(&text) {
            Ok(value) => Some(value),
            Err(error) => {
                error.report(T::RULE, node.span, diagnostics);
                None
            }
        };
        Some(Self { value, span: node.span })
    }

    fn shape() -> Shape {
        Shape::Text
    }
}

/// Reports what is wrong with a string that is kept as it is; see `checked_text!`.
pub fn check_text(error: Option<GrammarError>, rule: Code, node: &Node, diagnostics: &mut Diagnostics) {
    if let Some(error) = error {
        error.report(rule, node.span, diagnostics);
    }
}

/// Defines a string type whose grammar has no parts, such as a name. A string that breaks the grammar is reported where
/// it is read, and kept, so that the rules about equal names can still be checked.
macro_rules! checked_text {
    ($(#[doc = $doc:literal])+ $name:ident, $rule:expr, $error:expr) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug, Eq, Ord, PartialEq, PartialOrd)]
        pub struct $name(String);

        impl $name {
            /// The text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::ops::Deref for $name {
            type Target = str;

            fn deref(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl PartialEq<str> for $name {
            fn eq(&self, other: &str) -> bool {
                self.0 == other
            }
        }

        impl PartialEq<&str> for $name {
            fn eq(&self, other: &&str) -> bool {
                self.0 == *other
            }
        }

        impl $crate::format::decode::Decode for $name {
            fn decode(
                node: &$crate::format::node::Node,
                diagnostics: &mut $crate::diagnostic::finding::Diagnostics,
            ) -> Option<Self> {
                let text = <String as $crate::format::decode::Decode>::decode(node, diagnostics)?;
                $crate::format::grammar::check_text($error(&text), $rule, node, diagnostics);
                Some(Self(text))
            }

            fn shape() -> $crate::format::shape::Shape {
                $crate::format::shape::Shape::Text
            }
        }
    };
}

pub(crate) use checked_text;
