//! A YAML value with its span.

use crate::base::json::Json;
use crate::base::span::{Span, Spanned};

/// A YAML value.
#[derive(Clone, Debug)]
pub struct Node {
    /// The value.
    pub kind: NodeKind,
    /// Its span; that of a list or a map ends with its last entry.
    pub span: Span,
}

/// The kinds of YAML values.
#[derive(Clone, Debug)]
pub enum NodeKind {
    /// Null, boolean, number or string.
    Scalar(Json),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the file.
    Map(Vec<(Spanned<String>, Node)>),
}

impl Node {
    /// What kind of value this is, for messages.
    #[must_use]
    pub fn kind_name(&self) -> &'static str {
        match &self.kind {
            NodeKind::Scalar(json) => json.kind(),
            NodeKind::List(_) => "a list",
            NodeKind::Map(_) => "a map",
        }
    }

    /// The value as JSON.
    #[must_use]
    pub fn to_json(&self) -> Json {
        match &self.kind {
            NodeKind::Scalar(json) => json.clone(),
            NodeKind::List(items) => Json::Array(items.iter().map(Node::to_json).collect()),
            NodeKind::Map(entries) => {
                Json::Object(entries.iter().map(|(key, value)| (key.value.clone(), value.to_json())).collect())
            }
        }
    }
}
