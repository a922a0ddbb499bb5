//! A schema with its type, and where it stands.

use super::scalars::is_id_name;
use crate::base::json::Json;
use crate::base::span::Spanned;
use crate::format::node::{Node, NodeKind};
use crate::import::openapi::draft::{Member, Type};
use crate::import::openapi::names;
use crate::import::openapi::schema::Schema;
use crate::import::openapi::text;
use crate::import::openapi::view::text_of;

/// Whether a type is read or written.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Mode {
    /// Of responses.
    Response,
    /// Of requests.
    Request,
}

/// Where a type without a name stands: its name is that of its owner and its own.
#[derive(Clone, Debug)]
pub struct Owner {
    /// The owner's name.
    pub prefix: String,
    /// The member's.
    pub member: String,
}

impl Owner {
    /// A member of a type or a function.
    pub fn new(prefix: &str, member: &str) -> Self {
        Self { prefix: prefix.to_owned(), member: member.to_owned() }
    }

    /// The name of a type that stands there.
    pub fn name(&self) -> String {
        names::of_member(&self.prefix, &self.member)
    }

    /// What stands there, where the document does not say it.
    pub fn doc(&self) -> String {
        format!("`{}` of `{}`.", self.member, self.prefix)
    }

    /// One of a list that stands there.
    pub fn item(&self) -> Self {
        Self::new(&self.prefix, &names::singular(&self.member))
    }
}

/// A schema and its type.
#[derive(Clone, Debug)]
pub struct Typed<'d> {
    /// The schema.
    pub schema: Schema<'d>,
    /// Its type; `string` beside `values`.
    pub kind: Type,
    /// Known values that have no name yet.
    pub values: Vec<Json>,
    /// The only value.
    pub constant: Option<Json>,
}

/// What a member is: what stands beside the reference, else what it leads to where that is no type with a page of its own.
pub fn member_doc(typed: &Typed) -> String {
    let target = typed.schema.target_doc.filter(|_| typed.kind.named().is_none());
    typed.schema.doc.or(target).map(text::prose).unwrap_or_default()
}

/// A member of a model or an input.
pub fn member_of(typed: Typed, key: &Spanned<String>, required: bool, mode: Mode) -> Member {
    let constant = typed.constant.clone();
    let mut doc = member_doc(&typed);
    if let Some(value) = constant.as_ref().filter(|_| doc.is_empty()) {
        doc = format!("Always `{}`.", value.as_str().map_or_else(|| value.to_string(), str::to_owned));
    }
    let kind = match typed.kind {
        Type::String if mode == Mode::Response && is_id_name(key) => Type::Id,
        kind => kind,
    };
    Member {
        span: key.span,
        name: key.value.clone(),
        rust: None,
        kind,
        constant: constant.filter(|_| mode == Mode::Request && required),
        required,
        nullable: typed.schema.nullable && mode == Mode::Request,
        deprecated: typed.schema.deprecated,
        since: None,
        pii: false,
        doc,
        sample: typed.schema.example.map(Node::to_json),
    }
}

/// Whether a node is a map: `items: []` says nothing.
pub fn is_map(node: &Node) -> bool {
    matches!(node.kind, NodeKind::Map(_))
}

/// How deep lists and maps nest.
pub fn depth(kind: &Type) -> usize {
    match kind {
        Type::List(inner) | Type::Map(inner) => 1 + depth(inner),
        _ => 0,
    }
}

/// The list of two alternatives that are a value and a list of such values.
pub fn one_or_many<'d>(branches: &[Schema<'d>], nodes: &[&'d Node]) -> Option<&'d Node> {
    let (at, one) = match branches {
        [list, one] if list.is("array") => (0, one),
        [one, list] if list.is("array") => (1, one),
        _ => return None,
    };
    let items = branches.get(at)?.items?;
    let same = match (text_of(items, "$ref"), one.component) {
        (Some(reference), Some(component)) => reference.rsplit('/').next() == Some(component),
        (None, None) => one.types.first().copied() == text_of(items, "type") && one.types.len() == 1,
        _ => false,
    };
    same.then(|| nodes[at])
}
