//! Models and enums.

use crate::json::Json;
use serde::{Serialize, Serializer};

/// The models and enums of one spec file.
#[derive(Clone, Debug, Serialize)]
pub struct TypeFile {
    /// The Rust module.
    pub rust_module: String,
    /// The file this comes from.
    pub source: String,
    /// The models.
    pub models: Vec<Model>,
    /// The enums.
    pub enums: Vec<EnumDef>,
}

/// An object of an answer.
#[derive(Clone, Debug, Serialize)]
pub struct Model {
    /// The spec's name.
    pub name: String,
    /// The Rust name.
    pub rust_name: String,
    /// What it is.
    pub doc: String,
    /// The fields.
    pub fields: Vec<ModelField>,
    /// The Rust field of the list, and what it holds, when functions return this model in pages.
    pub listing: Option<(String, TypeRef)>,
    /// A whole object.
    #[serde(serialize_with = "as_optional_text")]
    pub example: Option<Json>,
}

fn as_optional_text<S: Serializer>(value: &Option<Json>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

/// A field of a model.
#[derive(Clone, Debug, Serialize)]
pub struct ModelField {
    /// The key on the wire.
    pub wire_name: String,
    /// The Rust name.
    pub rust_name: String,
    /// The type.
    pub kind: TypeRef,
    /// The type as the spec writes it.
    pub spec_type: String,
    /// What it is.
    pub doc: Option<String>,
    /// Printed only when asked for.
    pub pii: bool,
}

/// A type of an answer's field.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum TypeRef {
    /// Text.
    String,
    /// Text; numbers are read too.
    Id,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A point in time.
    Time,
    /// Text that is never printed.
    Secret,
    /// Any JSON.
    Json,
    /// A list.
    List(Box<TypeRef>),
    /// An object with free keys.
    Map(Box<TypeRef>),
    /// A model.
    Model {
        /// The spec's name.
        name: String,
        /// The Rust name.
        rust: String,
    },
    /// An enum.
    Enum {
        /// The spec's name.
        name: String,
        /// The Rust name.
        rust: String,
    },
}

/// An enum: open, so that texts that are not known are kept.
#[derive(Clone, Debug, Serialize)]
pub struct EnumDef {
    /// The spec's name.
    pub name: String,
    /// The Rust name.
    pub rust_name: String,
    /// What it is.
    pub doc: String,
    /// Whether each value carries an argument: a selector and the field that it selects.
    pub selector: bool,
    /// The known values.
    pub variants: Vec<Variant>,
}

/// A value of an enum.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// The text on the wire.
    pub value: String,
    /// The Rust variant.
    pub rust_name: String,
    /// The constructor of a selector's variant.
    pub rust_constructor: String,
    /// What it means.
    pub doc: Option<String>,
}
