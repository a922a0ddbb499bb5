//! JSON objects whose members keep the order in which they are written, as the API's own do.

use crate::json::JsonObject;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;
use serde_json::value::RawValue;

/// An object with its members in order.
#[derive(Clone, Debug, Default)]
pub struct Shape(Vec<(&'static str, Node)>);

/// A value in a shape.
#[derive(Clone, Debug)]
pub enum Node {
    Value(Value),
    Shape(Shape),
    List(Vec<Node>),
    /// As it was written before.
    Raw(Box<RawValue>),
}

impl Shape {
    /// Adds a member at the end.
    pub fn with(mut self, key: &'static str, value: impl IntoNode) -> Self {
        self.0.push((key, value.into_node()));
        self
    }
}

/// What can stand in a shape.
pub trait IntoNode {
    fn into_node(self) -> Node;
}

/// `shape! { "type": "tag", "id": id }`.
macro_rules! shape {
    ($($key:literal : $value:expr),* $(,)?) => {
        $crate::api::shape::Shape::default()$(.with($key, $value))*
    };
}
pub(crate) use shape;

macro_rules! values {
    ($($value:ty),*) => {$(
        impl IntoNode for $value {
            fn into_node(self) -> Node {
                Node::Value(self.into())
            }
        }
    )*};
}

values!(&str, String, bool, i64, u16, u32, u64, usize, Value, JsonObject);

impl IntoNode for Shape {
    fn into_node(self) -> Node {
        Node::Shape(self)
    }
}

impl IntoNode for Box<RawValue> {
    fn into_node(self) -> Node {
        Node::Raw(self)
    }
}

impl<T: IntoNode> IntoNode for Option<T> {
    fn into_node(self) -> Node {
        self.map_or(Node::Value(Value::Null), T::into_node)
    }
}

impl<T: IntoNode> IntoNode for Vec<T> {
    fn into_node(self) -> Node {
        Node::List(self.into_iter().map(T::into_node).collect())
    }
}

impl Serialize for Shape {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut map = serializer.serialize_map(Some(self.0.len()))?;
        for (key, node) in &self.0 {
            map.serialize_entry(key, node)?;
        }
        map.end()
    }
}

impl Serialize for Node {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::Shape(shape) => shape.serialize(serializer),
            Self::List(nodes) => nodes.serialize(serializer),
            Self::Raw(json) => json.serialize(serializer),
        }
    }
}

#[cfg(test)]
#[allow(clippy::unwrap_used, reason = "a test may panic")]
mod tests {
    use super::*;

    #[test]
    fn members_keep_their_order() {
        let shape = shape! {
            "type": "note", "id": Some("1"), "author": shape! { "z": 1_i64, "a": None::<i64> }, "tags": vec![shape! {}],
            "user": None::<Shape>,
        };
        let text = serde_json::to_string(&shape).unwrap();
        assert_eq!(text, r#"{"type":"note","id":"1","author":{"z":1,"a":null},"tags":[{}],"user":null}"#);
    }
}
