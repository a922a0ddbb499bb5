//! Functions: their arguments, and where each is sent.

use super::example::Example;
use super::param::Param;
use super::serialize::{as_conditions, as_text, as_texts, is_false};
use crate::base::http::HttpMethod;
use crate::base::json::Json;
use crate::spec::keywords::{FieldType, Paging, RetryClass};
use serde::Serialize;

/// One function.
#[derive(Clone, Debug, Serialize)]
pub struct Function {
    /// The table's name.
    pub name: String,
    /// The name on the command line, below its resource.
    pub method: String,
    /// The Rust names.
    pub rust: FunctionNames,
    /// The table's description.
    pub doc: String,
    /// Whether its request is still to be stated: `http`, `path` and destinations mean nothing then, and calls fail.
    #[serde(skip_serializing_if = "is_false")]
    pub draft: bool,
    /// The HTTP method.
    pub http: HttpMethod,
    /// The main path, with `{field}` placeholders.
    pub path: String,
    /// Paths as they are built; the last one has no condition.
    pub routes: Vec<Route>,
    /// The query, in order.
    pub query: Vec<QueryItem>,
    /// Headers beyond those of the package: name and field.
    pub headers: Vec<(String, usize)>,
    /// The members of the body; `None` when there is no body.
    pub body: Option<Vec<BodyNode>>,
    /// The table's rows, then additions.
    pub fields: Vec<Field>,
    /// The arguments of the typed API.
    pub params: Vec<Param>,
    /// Whether the call carries the credential.
    pub auth: bool,
    /// Whether a call may be retried.
    pub retry: RetryRule,
    /// What it returns.
    pub returns: Returns,
    /// Statuses of success.
    pub status: Vec<u16>,
    /// Why it is here although the tables lack it.
    pub addition: Option<String>,
    /// What callers must know.
    pub warning: Option<String>,
    /// Examples.
    pub examples: Vec<Example>,
}

impl Function {
    /// The placeholder of the main path that a field fills.
    #[must_use]
    pub fn path_placeholder(&self, field: usize) -> Option<&str> {
        let main = self.routes.iter().find(|route| route.when.is_none())?;
        let fields = main.parts.iter().filter_map(|part| match part {
            PathPart::Field(field) => Some(*field),
            PathPart::Text(_) => None,
        });
        let placeholders =
            main.template.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name));
        fields.zip(placeholders).find(|(known, _)| *known == field).map(|(_, name)| name)
    }
}

/// The Rust names of a function.
#[derive(Clone, Debug, Serialize)]
pub struct FunctionNames {
    /// The method of the resource's handle.
    pub method: String,
    /// The builder's type.
    pub builder: String,
    /// The static that describes the function.
    pub table: String,
}

/// A path, and the condition for it.
#[derive(Clone, Debug, Serialize)]
pub struct Route {
    /// The condition; always taken without one.
    pub when: Option<Condition>,
    /// The path with `{field}` placeholders.
    pub template: String,
    /// Its parts.
    pub parts: Vec<PathPart>,
}

/// A part of a path.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum PathPart {
    /// Literal text.
    Text(String),
    /// The value of a field, percent-encoded.
    Field(usize),
}

/// A field has a value.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub struct Condition {
    /// The field's position.
    pub field: usize,
    /// The value.
    pub value: String,
}

/// Where a value of a request comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Source {
    /// A field, when given.
    Field(usize),
    /// A field, when its selector has a value.
    Case {
        /// The field's position.
        field: usize,
        /// When it is sent here.
        when: Condition,
    },
    /// A constant.
    Const {
        /// Its value.
        #[serde(serialize_with = "as_text")]
        value: Json,
        /// Only when this field is given.
        with: Option<usize>,
    },
}

/// A query key and its value.
#[derive(Clone, Debug, Serialize)]
pub struct QueryItem {
    /// The key.
    pub key: String,
    /// Its value.
    pub source: Source,
}

/// A member of an object in a body.
#[derive(Clone, Debug, Serialize)]
pub struct BodyNode {
    /// The key.
    pub key: String,
    /// Its value.
    pub value: BodyValue,
}

/// The value of a member.
#[derive(Clone, Debug, Serialize)]
pub enum BodyValue {
    /// A value.
    Source(Source),
    /// An object.
    Object(Vec<BodyNode>),
}

/// One argument as the tables and the dynamic call know it.
#[derive(Clone, Debug, Serialize)]
pub struct Field {
    /// The table's name.
    pub name: String,
    /// The table's type.
    pub table_type: FieldType,
    /// The table's description.
    pub doc: String,
    /// What docs say beyond it.
    pub note: Option<String>,
    /// Why it is here although the table lacks it.
    pub addition: Option<String>,
    /// Whether it is required.
    pub required: bool,
    /// Required when one of these conditions is met.
    pub required_when: Vec<Condition>,
    /// Known values.
    pub values: Vec<String>,
    /// The input that the objects of an array are: the spec's name.
    pub item: Option<String>,
    /// The most items that one call should contain.
    pub chunk: Option<u16>,
    /// What it accepts and how it is written.
    pub kind: ArgKind,
    /// What it is for.
    pub role: Role,
    /// Where it is sent, in words.
    pub sent_as: String,
    /// Never printed.
    pub secret: bool,
    /// Personal data: printed only when asked for.
    pub pii: bool,
}

/// What an argument accepts and how it is written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ArgKind {
    /// A string.
    Text,
    /// A whole number; digits in a string are accepted.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// Unix seconds.
    Time,
    /// Comma-separated text or a list of strings, sent as a list.
    CommaList {
        /// The key under which each item is wrapped.
        wrap: Option<String>,
    },
    /// A list of strings.
    Strings,
    /// A JSON object.
    Object,
    /// A list of JSON objects.
    Objects {
        /// Constants set on each.
        #[serde(serialize_with = "as_texts")]
        force: Vec<(String, Json)>,
    },
}

/// What a field is for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Role {
    /// It is sent.
    Plain,
    /// It is the credential.
    Credential,
    /// It decides where another field is sent.
    Selector {
        /// The other field's position.
        selects: usize,
    },
}

/// Whether a call may be retried.
#[derive(Clone, Debug, Serialize)]
pub struct RetryRule {
    /// By itself.
    pub class: RetryClass,
    /// Not retried when a field has this value.
    #[serde(serialize_with = "as_conditions")]
    pub unless: Vec<(usize, Json)>,
    /// Retried only when this field is given.
    pub with: Option<usize>,
}

/// What it returns.
#[derive(Clone, Debug, Serialize)]
pub enum Returns {
    /// Nothing that matters.
    Empty,
    /// An object.
    Model {
        /// The model's name.
        name: String,
        /// Its Rust name.
        rust: String,
        /// The name of a variable of this type, in snippets.
        binding: String,
        /// The key under which it may come wrapped in a list.
        unwrap: Option<String>,
        /// The list's key and Rust field.
        list: Option<(String, String)>,
        /// How further items are fetched.
        paging: Option<Paging>,
    },
}
