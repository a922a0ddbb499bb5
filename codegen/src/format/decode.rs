//! The trait of types that are decoded from YAML, and its containers. Every error of a node is reported, not only the first.

use super::node::{Node, NodeKind};
use super::report::{key_is_visible, wrong_kind};
use super::shape::Shape;
use crate::base::span::Spanned;
use crate::diagnostic::finding::Diagnostics;

/// A type that is decoded from a YAML node.
pub trait Decode: Sized {
    /// Decodes the value, or reports why it cannot be.
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self>;

    /// The value of an absent key; `None` when the key is required.
    fn absent() -> Option<Self> {
        None
    }

    /// What the value looks like.
    fn shape() -> Shape;
}

impl<T: Decode> Decode for Spanned<T> {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::decode(node, diagnostics).map(|value| Self { value, span: node.span })
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Decode> Decode for Option<T> {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        T::decode(node, diagnostics).map(Some)
    }

    fn absent() -> Option<Self> {
        Some(None)
    }

    fn shape() -> Shape {
        T::shape()
    }
}

impl<T: Decode> Decode for Vec<T> {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let NodeKind::List(items) = &node.kind else {
            wrong_kind(node, "a list", diagnostics);
            return None;
        };
        // Every item is decoded before the first failure ends it, so that every error is reported.
        let decoded: Vec<Option<T>> = items.iter().map(|item| T::decode(item, diagnostics)).collect();
        decoded.into_iter().collect()
    }

    fn absent() -> Option<Self> {
        Some(Vec::new())
    }

    fn shape() -> Shape {
        Shape::List(Box::new(T::shape()))
    }
}

/// A map with free keys, in the order of the file.
#[derive(Clone, Debug)]
pub struct Entries<T>(pub Vec<(Spanned<String>, T)>);

impl<T> Default for Entries<T> {
    fn default() -> Self {
        Self(Vec::new())
    }
}

impl<T: Decode> Decode for Entries<T> {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let NodeKind::Map(entries) = &node.kind else {
            wrong_kind(node, "a map", diagnostics);
            return None;
        };
        let decoded: Vec<Option<(Spanned<String>, T)>> = entries
            .iter()
            .map(|(key, value)| {
                let visible = key_is_visible(key, diagnostics);
                T::decode(value, diagnostics).filter(|_| visible).map(|value| (key.clone(), value))
            })
            .collect();
        decoded.into_iter().collect::<Option<_>>().map(Self)
    }

    fn absent() -> Option<Self> {
        Some(Self::default())
    }

    fn shape() -> Shape {
        Shape::Map(Box::new(T::shape()))
    }
}

/// A text, or something else.
#[derive(Clone, Debug)]
pub enum TextOr<T> {
    /// The text.
    Text(Spanned<String>),
    /// What is no text.
    Other(T),
}

impl<T: Decode> Decode for TextOr<T> {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            NodeKind::Scalar(_) => Spanned::<String>::decode(node, diagnostics).map(Self::Text),
            _ => T::decode(node, diagnostics).map(Self::Other),
        }
    }

    fn shape() -> Shape {
        Shape::Either(Box::new(Shape::Text), Box::new(T::shape()))
    }
}

/// One value, or a list of values.
#[derive(Clone, Debug)]
pub enum OneOrMany<A, B> {
    /// The value that is not a list.
    One(A),
    /// The list.
    Many(Vec<B>),
}

impl<A: Decode, B: Decode> Decode for OneOrMany<A, B> {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            NodeKind::List(_) => Vec::decode(node, diagnostics).map(Self::Many),
            _ => A::decode(node, diagnostics).map(Self::One),
        }
    }

    fn shape() -> Shape {
        Shape::Either(Box::new(A::shape()), Box::new(Shape::List(Box::new(B::shape()))))
    }
}
