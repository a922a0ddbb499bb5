//! Functions: their arguments, and where each is sent.

use super::auth::Auth;
use super::example::Example;
use super::paging::Paging;
use super::param::Param;
use super::serialize::{as_conditions, as_text, as_texts, is_false};
use super::types::TypeRef;
use crate::base::http::HttpMethod;
use crate::base::json::Json;
use crate::spec::keywords::{Nesting, RetryClass};
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
    /// Headers beyond those of the package.
    pub headers: Vec<(String, Source)>,
    /// The members of the body; `None` when there is no body, or one value is the complete body.
    pub body: Option<Vec<BodyNode>>,
    /// The value that is the complete body.
    pub complete_body: Option<Source>,
    /// How the body is written.
    pub body_as: BodyAs,
    /// How nested keys are written in a form and in a query.
    pub nesting: Nesting,
    /// The table's rows, then additions.
    pub fields: Vec<Field>,
    /// The arguments of the typed API.
    pub params: Vec<Param>,
    /// Which credentials its calls carry.
    pub auth: Auth,
    /// The server that it is on, where that is not the client's.
    pub server: Option<String>,
    /// Places and values by which a response is an error although its status says success.
    #[serde(serialize_with = "as_texts")]
    pub failed_when: Vec<(String, Json)>,
    /// What to use instead of it.
    pub deprecated: Option<String>,
    /// The version of the API that brought it.
    pub since: Option<String>,
    /// Whether a call may be retried.
    pub retry: RetryRule,
    /// Groups of fields of which at least one is given completely.
    pub needs: Vec<Vec<usize>>,
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
    /// The groups of which one is given, in words: `email`, or `id` and `kind`.
    #[must_use]
    pub fn needed_groups(&self, quoted: impl Fn(&str) -> String) -> Option<String> {
        let name = |at: &usize| quoted(self.fields.get(*at).map_or("", |field| &field.name));
        let groups = self.needs.iter().map(|group| group.iter().map(name).collect::<Vec<_>>().join(" and "));
        (!self.needs.is_empty()).then(|| groups.collect::<Vec<_>>().join(", or "))
    }

    /// The placeholder of the main path that a field fills.
    #[must_use]
    pub fn path_placeholder(&self, field: usize) -> Option<&str> {
        let main = self.routes.iter().find(|route| route.when.is_none())?;
        let fields = main.parts.iter().filter_map(|part| match part {
            PathPart::Field(field) | PathPart::Segments(field) => Some(*field),
            PathPart::Text(_) => None,
        });
        let placeholders =
            main.template.split('{').skip(1).filter_map(|rest| rest.split_once('}').map(|(name, _)| name));
        fields.zip(placeholders).find(|(known, _)| *known == field).map(|(_, name)| name.trim_start_matches('+'))
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
    /// The value of a field as any number of segments, each percent-encoded.
    Segments(usize),
}

impl PathPart {
    /// The field whose value it is.
    #[must_use]
    pub fn field(&self) -> Option<usize> {
        match self {
            Self::Text(_) => None,
            Self::Field(field) | Self::Segments(field) => Some(*field),
        }
    }
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
    pub table_type: String,
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
    /// How a list or an object is written where a text is wanted.
    pub style: Style,
    /// Null may be sent.
    pub nullable: bool,
    /// What to use instead of it.
    pub deprecated: Option<String>,
    /// The version of the API that brought it.
    pub since: Option<String>,
    /// What the API takes where nothing is sent, and its bounds: for the docs.
    #[serde(serialize_with = "as_texts")]
    pub facts: Vec<(String, Json)>,
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
    /// Any JSON.
    Json,
    /// A list of any JSON.
    List,
    /// A list of whole numbers.
    Integers,
    /// A list of numbers.
    Numbers,
    /// A day.
    Date,
    /// A point in time, written as RFC 3339.
    DateTime,
    /// A file.
    File,
}

/// How a list or an object is written where a text is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
#[allow(missing_docs, reason = "the words of `encode`")]
pub enum Style {
    Plain,
    Comma,
    Repeat,
    Brackets,
    JsonText,
}

/// How a body is written.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum BodyAs {
    /// As JSON.
    Json,
    /// As the fields of a form.
    Form,
    /// As several parts.
    Multipart,
    /// As it is, of this content type.
    Raw(String),
}

/// What a field is for.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub enum Role {
    /// It is sent.
    Plain,
    /// It is a credential.
    Credential,
    /// It is a part of the server's URL.
    Variable,
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
    /// Text that is not JSON.
    Text,
    /// Bytes.
    Bytes,
    /// A redirect.
    Redirect,
    /// JSON that is no model by itself.
    Json {
        /// Its type.
        kind: TypeRef,
        /// The type as the spec writes it.
        spec_type: String,
        /// How further items of a list are fetched.
        paging: Option<Paging>,
    },
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
        /// The keys of the items, and the Rust fields.
        list: Option<ListOf>,
        /// How further items are fetched.
        paging: Option<Paging>,
    },
}

/// Where the items of a list are.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ListOf {
    /// The keys from the outermost.
    pub keys: Vec<String>,
    /// The Rust fields from the outermost.
    pub rust: Vec<String>,
    /// Other keys under which responses have it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub also: Vec<String>,
}

impl Returns {
    /// How further items of a list are fetched.
    #[must_use]
    pub fn paging(&self) -> Option<&Paging> {
        match self {
            Self::Model { paging, .. } | Self::Json { paging, .. } => paging.as_ref(),
            Self::Empty | Self::Text | Self::Bytes | Self::Redirect => None,
        }
    }
}
