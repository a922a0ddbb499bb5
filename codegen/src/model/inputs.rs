//! Inputs: objects that callers pass.

use super::serialize::as_optional_text;
use crate::base::json::Json;
use serde::Serialize;

/// An object that callers pass.
#[derive(Clone, Debug, Serialize)]
pub struct Input {
    /// The spec's name.
    pub name: String,
    /// The Rust name.
    pub rust_name: String,
    /// What it is.
    pub doc: String,
    /// The features each of which brings it; none for what is always there.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub features: Vec<String>,
    /// The positions of the fields that identify the object: each is a constructor. Without them, `new` takes the required
    /// fields.
    pub by: Vec<usize>,
    /// The fields.
    pub fields: Vec<InputField>,
}

/// A field of an input.
#[derive(Clone, Debug, Serialize)]
pub struct InputField {
    /// The key on the wire.
    pub wire_name: String,
    /// The setter, or the constructor that takes it.
    pub rust_name: String,
    /// Its type; `None` for a constant.
    pub kind: Option<InputKind>,
    /// The value of a constant.
    #[serde(serialize_with = "as_optional_text")]
    pub constant: Option<Json>,
    /// The type as the spec writes it.
    pub spec_type: String,
    /// Whether the object needs it.
    pub required: bool,
    /// Null may be sent.
    pub nullable: bool,
    /// What it is.
    pub doc: Option<String>,
    /// What to use instead of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deprecated: Option<String>,
    /// The version of the API that brought it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
}

/// The type of an input's field.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum InputKind {
    /// A string.
    Text,
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
    /// Any JSON.
    Json,
    /// A JSON object.
    Object,
    /// A list of strings.
    Strings,
    /// A list of whole numbers.
    Integers,
    /// A list of numbers.
    Numbers,
    /// A list of any JSON.
    List,
    /// Another input: its Rust name.
    Input(String),
    /// A list of another input: its Rust name.
    Inputs(String),
    /// A shared enum: its Rust name.
    Enum(String),
}
