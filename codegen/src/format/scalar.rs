//! Strings, booleans, numbers and values of any type.

use super::decode::Decode;
use super::node::{Node, NodeKind};
use super::report::{all_visible, is_visible, wrong_kind};
use super::shape::Shape;
use crate::base::json::Json;
use crate::diagnostic::finding::Diagnostics;

impl Decode for String {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let NodeKind::Scalar(Json::String(text)) = &node.kind else {
            wrong_kind(node, "a string", diagnostics);
            return None;
        };
        is_visible(text, node.span, diagnostics).then(|| text.clone())
    }

    fn shape() -> Shape {
        Shape::Text
    }
}

impl Decode for bool {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            NodeKind::Scalar(Json::Bool(value)) => Some(*value),
            _ => {
                wrong_kind(node, "true or false", diagnostics);
                None
            }
        }
    }

    fn absent() -> Option<Self> {
        Some(false)
    }

    fn shape() -> Shape {
        Shape::Boolean
    }
}

impl Decode for u16 {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let number = match &node.kind {
            NodeKind::Scalar(Json::Number(digits)) => digits.parse().ok(),
            _ => None,
        };
        if number.is_none() {
            wrong_kind(node, "a whole number from 0 to 65535", diagnostics);
        }
        number
    }

    fn shape() -> Shape {
        Shape::Number(Self::MAX.into())
    }
}

impl Decode for u32 {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let number = match &node.kind {
            NodeKind::Scalar(Json::Number(digits)) => digits.parse().ok(),
            _ => None,
        };
        if number.is_none() {
            wrong_kind(node, "a whole number from 0 to 4294967295", diagnostics);
        }
        number
    }

    fn shape() -> Shape {
        Shape::Number(Self::MAX)
    }
}

impl Decode for Json {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        all_visible(node, diagnostics).then(|| node.to_json())
    }

    fn shape() -> Shape {
        Shape::Any
    }
}
