//! Maps with known keys.

use super::decode::Decode;
use super::node::{Node, NodeKind};
use super::report::wrong_kind;
use super::shape::Shape;
use crate::base::json::Json;
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};

/// A map whose keys are decoded one by one: what `mapping!` is built on.
pub struct Mapping<'a> {
    entries: &'a [(Spanned<String>, Node)],
    span: Span,
    diagnostics: &'a mut Diagnostics,
}

impl<'a> Mapping<'a> {
    /// Checks that the node is a map and that all its keys are known.
    pub fn new(
        node: &'a Node,
        what: &'static str,
        keys: &[&'static str],
        diagnostics: &'a mut Diagnostics,
    ) -> Option<Self> {
        let NodeKind::Map(entries) = &node.kind else {
            wrong_kind(node, "a map", diagnostics);
            return None;
        };
        for (key, _) in entries {
            if !keys.contains(&key.as_str()) {
                diagnostics.push(
                    Diagnostic::new(Code::UnknownKey, key.span, format!("unknown key `{}` of {what}", key.value))
                        .did_you_mean(key, keys.iter().copied()),
                );
            }
        }
        // The span of a complete map would fill the screen: its first key represents it.
        let span = entries.first().map_or(node.span, |(key, _)| key.span);
        Some(Self { entries, span, diagnostics })
    }

    /// The value of a key.
    pub fn key<T: Decode>(&mut self, name: &'static str) -> Option<T> {
        let node = self.entries.iter().find(|(key, _)| key.value == name).map(|(_, node)| node);
        match node {
            Some(Node { kind: NodeKind::Scalar(Json::Null), span }) if !matches!(T::shape(), Shape::Any) => {
                self.diagnostics.push(
                    Diagnostic::new(Code::WrongKind, *span, format!("`{name}` has no value"))
                        .help("add the value, or remove the key"),
                );
                None
            }
            Some(node) => T::decode(node, self.diagnostics),
            None => {
                let absent = T::absent();
                if absent.is_none() {
                    self.diagnostics.push(Diagnostic::new(
                        Code::MissingKey,
                        self.span,
                        format!("the key `{name}` is missing"),
                    ));
                }
                absent
            }
        }
    }
}

/// Defines a struct that is decoded from a map, each key once, with its meaning.
macro_rules! mapping {
    (
        $(#[doc = $doc:literal])+
        $what:literal struct $name:ident $(example $example:literal)? {
            $( $(#[doc = $key_doc:literal])+ $field:ident $(as $key:literal)? : $type:ty, )*
        }
    ) => {
        $(#[doc = $doc])+
        #[derive(Clone, Debug)]
        pub struct $name {
            $( $(#[doc = $key_doc])+ pub $field: $type, )*
        }

        impl $crate::format::decode::Decode for $name {
            fn decode(
                node: &$crate::format::node::Node,
                diagnostics: &mut $crate::diagnostic::finding::Diagnostics,
            ) -> Option<Self> {
                let keys = [$($crate::format::mapping::mapping!(@key $field $($key)?)),*];
                let mut mapping = $crate::format::mapping::Mapping::new(node, $what, &keys, diagnostics)?;
                $( let $field = mapping.key::<$type>($crate::format::mapping::mapping!(@key $field $($key)?)); )*
                Some(Self { $( $field: $field?, )* })
            }

            fn shape() -> $crate::format::shape::Shape {
                $crate::format::shape::Shape::Mapping($crate::format::shape::MappingShape {
                    name: stringify!($name),
                    doc: concat!($($doc, "\n"),+),
                    example: $crate::format::mapping::mapping!(@example $($example)?),
                    keys: || vec![$(
                        $crate::format::shape::Key {
                            name: $crate::format::mapping::mapping!(@key $field $($key)?),
                            doc: concat!($($key_doc, "\n"),+),
                            required: <$type as $crate::format::decode::Decode>::absent().is_none(),
                            shape: <$type as $crate::format::decode::Decode>::shape(),
                        },
                    )*],
                })
            }
        }
    };
    (@example $example:literal) => { Some($example) };
    (@example) => { None };
    (@key $field:ident $key:literal) => { $key };
    (@key $field:ident) => { stringify!($field) };
}

pub(crate) use mapping;
