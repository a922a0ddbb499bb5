//! What an import found out, in the terms of a spec: what `print` writes.

use crate::base::json::Json;
use crate::base::span::Span;
use std::fmt;

pub use super::kind::Type;

/// A spec.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// `package.yaml`, in the order of its keys.
    pub package: Package,
    /// One file of functions each.
    pub resources: Vec<Resource>,
    /// Models, enums and inputs.
    pub types: Vec<Definition>,
}

/// What `package.yaml` says of an API.
#[derive(Clone, Debug, Default)]
pub struct Package {
    pub name: String,
    pub doc: String,
    pub servers: Vec<Json>,
    /// Schemes by name; the first one is the default.
    pub auth: Vec<(String, Json)>,
    pub version: Option<Json>,
    pub errors: Vec<Json>,
}

/// A group of functions.
#[derive(Clone, Debug)]
pub struct Resource {
    pub name: String,
    pub doc: String,
    pub functions: Vec<Function>,
}

/// A function.
#[derive(Clone, Debug)]
pub struct Function {
    pub span: Span,
    pub name: String,
    pub method: String,
    pub doc: String,
    /// The HTTP method.
    pub verb: String,
    pub path: String,
    pub auth: Option<String>,
    pub server: Option<String>,
    pub body_as: Option<&'static str>,
    pub content_type: Option<String>,
    pub returns: Returns,
    pub list: Option<String>,
    /// Other keys under which responses have the list.
    pub also: Vec<String>,
    pub paging: Option<Json>,
    pub status: Vec<u16>,
    pub deprecated: Option<String>,
    pub since: Option<String>,
    pub retry: Option<String>,
    pub retry_with: Option<String>,
    /// Groups of arguments of which at least one is given completely.
    pub needs: Option<Json>,
    pub warning: Option<String>,
    pub constants: Vec<Constant>,
    pub fields: Vec<Field>,
    pub examples: Vec<Example>,
}

/// What a function returns.
#[derive(Clone, Debug, Eq, PartialEq)]
#[allow(missing_docs, reason = "spec/README.md says what each one is")]
pub enum Returns {
    Empty,
    Text,
    Bytes,
    Redirect,
    Value(Type),
}

impl fmt::Display for Returns {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty => f.write_str("Empty"),
            Self::Text => f.write_str("Text"),
            Self::Bytes => f.write_str("Bytes"),
            Self::Redirect => f.write_str("Redirect"),
            Self::Value(kind) => write!(f, "{kind}"),
        }
    }
}

/// Where a value goes.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Place {
    /// The placeholder of the field's name.
    Path,
    /// A query key.
    Query(String),
    /// A header.
    Header(String),
    /// A JSON pointer; empty for the complete body.
    Body(String),
}

/// A value that is always sent.
#[derive(Clone, Debug)]
pub struct Constant {
    pub place: Place,
    pub value: Json,
}

/// An argument.
#[derive(Clone, Debug)]
pub struct Field {
    pub span: Span,
    pub name: String,
    /// The Rust name, where the name is none or is taken.
    pub rust: Option<String>,
    pub kind: Type,
    pub required: bool,
    pub place: Place,
    pub values: Vec<Json>,
    pub encode: Option<&'static str>,
    pub nullable: bool,
    pub default: Option<Json>,
    pub min: Option<String>,
    pub max: Option<String>,
    pub pattern: Option<String>,
    pub deprecated: bool,
    pub since: Option<String>,
    /// Personal data.
    pub pii: bool,
    pub secret: bool,
    pub doc: String,
    /// A value that shows what callers pass.
    pub sample: Option<Json>,
}

impl Field {
    /// An argument of which nothing else is known.
    pub fn new(span: Span, name: String, kind: Type, place: Place) -> Self {
        Self {
            span,
            name,
            rust: None,
            kind,
            required: false,
            place,
            values: Vec::new(),
            encode: None,
            nullable: false,
            default: None,
            min: None,
            max: None,
            pattern: None,
            deprecated: false,
            since: None,
            pii: false,
            secret: false,
            doc: String::new(),
            sample: None,
        }
    }
}

/// A call with its request and its response.
#[derive(Clone, Debug)]
pub struct Example {
    pub span: Span,
    pub args: Vec<(String, Json)>,
    /// `path`, `query` and `body`, computed by the generator.
    pub request: Option<Json>,
    pub response: Option<Json>,
}

/// A type of `types/`.
#[derive(Clone, Debug)]
pub struct Definition {
    pub span: Span,
    pub name: String,
    pub doc: String,
    /// Kept although nothing refers to it.
    pub standalone: bool,
    pub shape: Shape,
}

/// What a type is.
#[derive(Clone, Debug)]
pub enum Shape {
    /// An object of responses.
    Model(Vec<Member>),
    /// An object that callers pass.
    Input(Vec<Member>),
    /// Known strings.
    Enum(Vec<EnumValue>),
}

/// A member of a model or an input.
#[derive(Clone, Debug)]
pub struct Member {
    pub span: Span,
    pub name: String,
    pub rust: Option<String>,
    pub kind: Type,
    /// Always sent, instead of a type.
    pub constant: Option<Json>,
    pub required: bool,
    pub nullable: bool,
    pub deprecated: bool,
    pub since: Option<String>,
    /// Personal data.
    pub pii: bool,
    pub doc: String,
    /// A value of the document, for examples.
    pub sample: Option<Json>,
}

/// A known value of an enum.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct EnumValue {
    pub value: String,
    pub rust: Option<String>,
    pub since: Option<String>,
}
