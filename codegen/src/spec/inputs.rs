//! Inputs of `types/*.yaml`: objects that callers pass.

use super::name::{Name, WireName};
use super::type_expr::TypeExpr;
use crate::base::json::Json;
use crate::base::span::Spanned;
use crate::format::grammar::Parsed;
use crate::format::mapping::mapping;

mapping! {
    /// An object that callers pass, such as an item of an array. It is built by name, and any JSON object is taken too.
    "an input" struct Input example r#"
name: AuthorRef
doc: An author of a book.
by: [id, name]
fields:
  - { name: id, type: string, doc: The identifier. }
  - { name: name, type: string, doc: The name. }
  - { name: born_at, type: time }
    "# {
        /// Its name, such as `CompanyRef`.
        name: Spanned<Name>,
        /// What it is.
        doc: Spanned<String>,
        /// The fields that identify the object: it is built from one of them. Without it, the object is built from its required
        /// fields.
        by: Vec<Spanned<String>>,
        /// Its fields.
        fields: Vec<InputField>,
    }
}

mapping! {
    /// A field of an input.
    "a field of an input" struct InputField example "{ name: year_of_birth, type: integer, doc: When the author was born. }" {
        /// The key on the wire.
        name: Spanned<WireName>,
        /// Its name in Rust, where the key is none.
        rust: Option<Spanned<Name>>,
        /// `string`, `id`, `boolean`, `integer`, `number`, `time`, `datetime`, `date`, `secret`, `json`, `map<T>`, `list<T>`, or the name of an input or an enum.
        kind as "type": Option<Parsed<TypeExpr>>,
        /// A value that is always sent, instead of a type.
        value as "const": Option<Spanned<Json>>,
        /// Whether the object needs it.
        required: bool,
        /// Null may be sent.
        nullable: bool,
        /// What it is.
        doc: Option<Spanned<String>>,
        /// What to use instead of it.
        deprecated: Option<Spanned<String>>,
        /// The version of the API that brought it.
        since: Option<Spanned<String>>,
    }
}
