//! `types/*.yaml`.

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::json::Json;
use crate::load::{Node, NodeKind, Read, Shape, record};
use crate::source::Spanned;

record! {
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
    }
}

record! {
    /// An object of an answer.
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
        name: Spanned<String>,
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

record! {
    /// A field of an answer. It may be absent or null.
    "a field of a type" struct ModelField example "{ name: created_at, type: time, doc: When the book was bought. }" {
        /// The key on the wire.
        name: Spanned<String>,
        /// `string`, `id`, `boolean`, `integer`, `number`, `time`, `secret`, `json`, `list<T>`, `map<T>`, or the name of a type or an enum.
        kind as "type": Spanned<String>,
        /// What it is.
        doc: Option<Spanned<String>>,
        /// Personal data: printed only when asked for.
        pii: bool,
    }
}

record! {
    /// A set of known texts. Others are kept as they are.
    "an enum" struct EnumType example r#"
name: Order
doc: The direction of a sorted list.
values:
  - { value: asc, doc: The first one first. }
  - { value: desc, doc: The last one first. }
    "# {
        /// Its name, such as `Order`.
        name: Spanned<String>,
        /// What it is.
        doc: Spanned<String>,
        /// The known values.
        values: Vec<EnumValue>,
    }
}

/// A value of an enum: a text, or a text with its meaning.
#[derive(Clone, Debug)]
pub struct EnumValue {
    /// The text on the wire.
    pub value: Spanned<String>,
    /// What it means.
    pub doc: Option<Spanned<String>>,
}

record! {
    /// A value of an enum with its meaning.
    "an enum's value" struct DocumentedValue {
        /// The text on the wire.
        value: Spanned<String>,
        /// What it means.
        doc: Option<Spanned<String>>,
    }
}

impl Read for EnumValue {
    fn read(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        match &node.kind {
            NodeKind::Map(_) => {
                DocumentedValue::read(node, diagnostics).map(|value| Self { value: value.value, doc: value.doc })
            }
            NodeKind::Scalar(Json::String(_)) => {
                Spanned::<String>::read(node, diagnostics).map(|value| Self { value, doc: None })
            }
            _ => {
                diagnostics.push(
                    Diagnostic::new(
                        Code::WrongKind,
                        node.span,
                        format!("expected a text or a map with `value` and `doc`, found {}", node.kind_name()),
                    )
                    .help("quote it if it is a text"),
                );
                None
            }
        }
    }

    fn shape() -> Shape {
        Shape::Either(Box::new(Shape::Text), Box::new(DocumentedValue::shape()))
    }
}
