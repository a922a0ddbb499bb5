//! Models and enums.

use super::inputs::Input;
use super::serialize::as_optional_text;
use crate::base::json::Json;
use serde::Serialize;

/// The models and enums of one spec file.
#[derive(Clone, Debug, Serialize)]
pub struct TypeFile {
    /// The Rust module.
    pub rust_module: String,
    /// The file this comes from.
    pub source: String,
    /// The features each of which brings it; none for what is always there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
    /// The models.
    pub models: Vec<Model>,
    /// The enums.
    pub enums: Vec<EnumDef>,
    /// The inputs.
    pub inputs: Vec<Input>,
}

/// An object of a response.
#[derive(Clone, Debug, Serialize)]
pub struct Model {
    /// The spec's name.
    pub name: String,
    /// The Rust name.
    pub rust_name: String,
    /// What it is.
    pub doc: String,
    /// The features each of which brings it; none for what is always there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
    /// The fields.
    pub fields: Vec<ModelField>,
    /// The Rust fields with the items from the outermost and the items' type, when functions return this model in pages.
    pub listing: Option<(Vec<String>, TypeRef)>,
    /// A whole object.
    #[serde(serialize_with = "as_optional_text")]
    pub example: Option<Json>,
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
    /// Whether it contains its own model: it is boxed.
    pub is_boxed: bool,
    /// What it is.
    pub doc: Option<String>,
    /// What to use instead of it.
    pub deprecated: Option<String>,
    /// The version of the API that brought it.
    pub since: Option<String>,
    /// Personal data: printed only when asked for.
    pub pii: bool,
}

/// The type of a response's field.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum TypeRef {
    /// A string.
    String,
    /// A string; numbers are accepted too.
    Id,
    /// True or false.
    Boolean,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// A point in time.
    Time,
    /// A point in time as RFC 3339.
    DateTime,
    /// A day.
    Date,
    /// A string that is never printed.
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

/// An open enum: unknown strings are kept.
#[derive(Clone, Debug, Serialize)]
pub struct EnumDef {
    /// The spec's name.
    pub name: String,
    /// The Rust name.
    pub rust_name: String,
    /// What it is.
    pub doc: String,
    /// The features each of which brings it; none for what is always there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
    /// Whether each variant has a value: a selector and the field that it selects in one.
    pub selector: bool,
    /// The trait of arguments that a shared selector has.
    pub argument: Option<String>,
    /// The known values.
    pub variants: Vec<Variant>,
}

/// A value of an enum.
#[derive(Clone, Debug, Serialize)]
pub struct Variant {
    /// The string on the wire.
    pub value: String,
    /// The Rust variant.
    pub rust_name: String,
    /// The constructor of a selector's variant.
    pub rust_constructor: String,
    /// What it means.
    pub doc: Option<String>,
    /// The version of the API that brought it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}
