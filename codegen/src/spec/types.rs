//! `types/*.yaml`.

use super::inputs::Input;
use super::name::{Name, WireName};
use super::type_expr::TypeExpr;
use crate::base::json::Json;
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::decode::Decode;
use crate::format::grammar::Parsed;
use crate::format::mapping::mapping;
use crate::format::node::{Node, NodeKind};
use crate::format::shape::Shape;

mapping! {
    /// Response models and shared enums.
    "a type file" struct TypeFile example r#"
types:
  - { name: Book, doc: A book., fields: [{ name: id, type: id }, { name: title, type: string }], example: { id: "7", title: Emma } }
enums:
  - { name: Order, doc: The direction of a sorted list., values: [asc, desc] }
    "# {
        /// The models.
        types: Vec<Model>,
        /// The enums.
        enums: Vec<EnumType>,
        /// The inputs: objects that callers pass.
        inputs: Vec<Input>,
    }
}

mapping! {
    /// An object of a response.
    "a type" struct Model example r#"
name: Book
doc: A book.
fields:
  - { name: id, type: id }
  - { name: title, type: string, doc: As it stands on the cover. }
  - { name: authors, type: list<Author> }
example: { id: "7", title: Emma, authors: [{ name: Jane Austen }] }
    "# {
        /// Its name, such as `User`.
        name: Spanned<Name>,
        /// What it is.
        doc: Spanned<String>,
        /// Used by callers although no function returns it.
        standalone: bool,
        /// Its fields.
        fields: Vec<ModelField>,
        /// A whole object.
        example: Option<Spanned<Json>>,
    }
}

mapping! {
    /// A field of a response. It may be absent or null.
    "a field of a type" struct ModelField example "{ name: created_at, type: time, doc: When the book was bought. }" {
        /// The key on the wire.
        name: Spanned<WireName>,
        /// Its name in Rust, where the key is none.
        rust: Option<Spanned<Name>>,
        /// `string`, `id`, `boolean`, `integer`, `number`, `time`, `datetime`, `date`, `secret`, `json`, `list<T>`, `map<T>`, or the name of a type or an enum.
        kind as "type": Parsed<TypeExpr>,
        /// What it is.
        doc: Option<Spanned<String>>,
        /// Personal data: printed only when asked for.
        pii: bool,
        /// What to use instead of it.
        deprecated: Option<Spanned<String>>,
        /// The version of the API that brought it.
        since: Option<Spanned<String>>,
    }
}

mapping! {
    /// A set of known strings. Unknown ones are kept as they are.
    "an enum" struct EnumType example r#"
name: Order
doc: The direction of a sorted list.
values:
  - { value: asc, doc: The first one first. }
  - { value: desc, doc: The last one first. }
    "# {
        /// Its name, such as `Order`.
        name: Spanned<Name>,
        /// What it is.
        doc: Spanned<String>,
        /// The known values.
        values: Vec<EnumValue>,
    }
}

/// A value of an enum: a string, or a string with its meaning.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The string on the wire.
    pub value: Spanned<String>,
    /// Its name in Rust, where the text is none.
    pub rust: Option<Spanned<Name>>,
    /// What it means.
    pub doc: Option<Spanned<String>>,
    /// The version of the API that brought it.
    pub since: Option<Spanned<String>>,
}

mapping! {
    /// A value of an enum with its meaning.
    "an enum's value" struct DocumentedValue {
        /// The string on the wire.
        value: Spanned<String>,
        /// Its name in Rust, where the text is none.
        rust: Option<Spanned<Name>>,
        /// What it means.
        doc: Option<Spanned<String>>,
        /// The version of the API that brought it.
        since: Option<Spanned<String>>,
    }
}

impl Decode for EnumValue {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            NodeKind::Map(_) => DocumentedValue::decode(node, diagnostics)
                .map(|DocumentedValue { value, rust, doc, since }| Self { value, rust, doc, since }),
            NodeKind::Scalar(Json::String(_)) => Spanned::<String>::decode(node, diagnostics).map(|value| Self {
                value,
                rust: None,
                doc: None,
                since: None,
            }),
            _ => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::WrongKind,
                        node.span,
                        format!("expected a string or a map with `value` and `doc`, found {}", node.kind_name()),
                    )
                    .help("quote it if it is a string"),
                );
                None
            }
        }
    }

    fn shape() -> Shape {
        Shape::Either(Box::new(Shape::Text), Box::new(DocumentedValue::shape()))
    }
}
