//! Functions: what callers give, and where it goes on the wire.

use crate::json::Json;
use serde::{Serialize, Serializer};

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
    /// Whether a call may be repeated.
    pub retry: RetryRule,
    /// What comes back.
    pub returns: Returns,
    /// Statuses of success.
    pub status: Vec<u16>,
    /// Why it exists although the tables lack it.
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

/// An HTTP method.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
#[serde(rename_all = "UPPERCASE")]
#[allow(missing_docs, reason = "the names of HTTP's methods")]
pub enum HttpMethod {
    Get,
    Post,
    Put,
    Patch,
    Delete,
}

impl HttpMethod {
    /// All methods that a spec may name.
    pub const ALL: [Self; 5] = [Self::Get, Self::Post, Self::Put, Self::Patch, Self::Delete];

    /// As it stands in a request line.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Post => "POST",
            Self::Put => "PUT",
            Self::Patch => "PATCH",
            Self::Delete => "DELETE",
        }
    }

    /// Whether requests of this method carry their arguments in a body.
    #[must_use]
    pub fn has_body(self) -> bool {
        !matches!(self, Self::Get | Self::Delete)
    }
}

/// A path and when it is taken.
#[derive(Clone, Debug, Serialize)]
pub struct Route {
    /// Taken when this holds; always, without one.
    pub when: Option<Condition>,
    /// The path with `{field}` placeholders.
    pub template: String,
    /// Its parts.
    pub parts: Vec<PathPart>,
}

/// A part of a path.
#[derive(Clone, Debug, Eq, PartialEq, Serialize)]
pub enum PathPart {
    /// Text as it stands.
    Text(String),
    /// The value of a field, percent-encoded.
    Field(usize),
}

/// Holds when a field has a value.
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
        /// When it goes here.
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

fn as_text<S: Serializer>(value: &Json, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(value)
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
    /// A value; several sources when a selector chooses among fields for the same place.
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
    pub table_type: String,
    /// The table's description.
    pub doc: String,
    /// What docs say beyond it.
    pub note: Option<String>,
    /// Why it exists although the table lacks it.
    pub addition: Option<String>,
    /// Whether the call needs it.
    pub required: bool,
    /// Needed when one of these holds.
    pub required_when: Vec<Condition>,
    /// Known values.
    pub values: Vec<String>,
    /// How it is accepted and written.
    pub kind: ArgKind,
    /// What it is for.
    pub role: Role,
    /// Where it goes, in words.
    pub sent_as: String,
    /// Never printed.
    pub secret: bool,
    /// Printed only when asked for.
    pub pii: bool,
}

/// How an argument is accepted and written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ArgKind {
    /// Text.
    Text,
    /// A whole number; digits in a text are accepted.
    Integer,
    /// Any number.
    Number,
    /// True or false.
    Boolean,
    /// Unix seconds.
    Time,
    /// Comma-separated text or a list of texts, sent as a list.
    CommaList {
        /// The key under which each item is wrapped.
        wrap: Option<String>,
    },
    /// A list of texts.
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

fn as_texts<S: Serializer>(values: &[(String, Json)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(|(key, value)| format!("{key}: {value}")))
}

/// What a field is for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Role {
    /// It is sent.
    Plain,
    /// It is the credential.
    Credential,
    /// It decides where another field goes.
    Selector {
        /// The other field's position.
        selects: usize,
    },
}

/// One argument of the typed API.
#[derive(Clone, Debug, Serialize)]
pub struct Param {
    /// The Rust name.
    pub rust_name: String,
    /// The field it fills.
    pub field: usize,
    /// The selector it fills too.
    pub selector: Option<usize>,
    /// Its Rust type.
    pub kind: ParamType,
    /// In the constructor, or a setter.
    pub required: bool,
}

/// The Rust type of an argument.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum ParamType {
    /// `impl Into<String>`
    Text,
    /// `i64`
    Integer,
    /// `f64`
    Number,
    /// `bool`
    Boolean,
    /// `impl Into<Timestamp>`
    Time,
    /// An iterator of texts.
    Strings,
    /// A JSON value.
    Object,
    /// An iterator of JSON values.
    Objects,
    /// An open enum.
    Enum {
        /// Its Rust name.
        rust: String,
        /// Whether it is shared.
        shared: bool,
    },
    /// A selector and its value in one.
    Selector {
        /// Its Rust name.
        rust: String,
        /// Whether it is shared.
        shared: bool,
    },
}

/// Whether a call may be repeated.
#[derive(Clone, Debug, Serialize)]
pub struct RetryRule {
    /// `Safe`, `Idempotent` or `Never`.
    pub class: &'static str,
    /// Not repeatable when a field has this value.
    #[serde(serialize_with = "as_conditions")]
    pub unless: Vec<(usize, Json)>,
    /// Repeatable only when this field is given.
    pub with: Option<usize>,
}

fn as_conditions<S: Serializer>(values: &[(usize, Json)], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_seq(values.iter().map(|(field, value)| format!("{field}: {value}")))
}

/// What comes back.
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
        /// The name of a variable that holds one, in snippets.
        binding: String,
        /// The key under which it may come wrapped in a list.
        unwrap: Option<String>,
        /// The list's key and Rust field.
        list: Option<(String, String)>,
        /// `Pages` or `Scroll`.
        paging: Option<&'static str>,
    },
}

/// A call with its request and its answer.
#[derive(Clone, Debug, Serialize)]
pub struct Example {
    /// Arguments as the dynamic call takes them.
    #[serde(serialize_with = "as_texts")]
    pub args: Vec<(String, Json)>,
    /// What goes over the wire.
    pub request: Request,
    /// The answer's status.
    pub status: u16,
    /// The answer's body.
    #[serde(serialize_with = "as_optional_text")]
    pub response: Option<Json>,
}

fn as_optional_text<S: Serializer>(value: &Option<Json>, serializer: S) -> Result<S::Ok, S::Error> {
    match value {
        Some(value) => serializer.collect_str(value),
        None => serializer.serialize_none(),
    }
}

/// A request as it goes over the wire, headers aside.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// The path, percent-encoded.
    pub path: String,
    /// Query keys and values, before percent-encoding.
    pub query: Vec<(String, String)>,
    /// The JSON body.
    #[serde(serialize_with = "as_optional_text")]
    pub body: Option<Json>,
}
