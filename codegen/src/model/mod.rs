//! The model: the spec with every decision made.
//!
//! Table name, wire name and Rust name are separate here and never derived from each other again. The emitters read this
//! and nothing else.

mod function;
mod types;

pub use function::{
    ArgKind, BodyNode, BodyValue, Condition, Example, Field, Function, FunctionNames, HttpMethod, Param, ParamType,
    PathPart, QueryItem, Request, RetryRule, Returns, Role, Route, Source,
};
pub use types::{EnumDef, Model, ModelField, TypeFile, TypeRef, Variant};

use serde::Serialize;

/// A whole API.
#[derive(Clone, Debug, Serialize)]
pub struct Api {
    /// What holds for all functions.
    pub package: Package,
    /// The resources, in the order of `package.yaml`.
    pub resources: Vec<Resource>,
    /// Models and shared enums, file by file.
    pub types: Vec<TypeFile>,
}

impl Api {
    /// All functions with their resources, in order.
    pub fn functions(&self) -> impl Iterator<Item = (&Resource, &Function)> {
        self.resources.iter().flat_map(|resource| resource.functions.iter().map(move |function| (resource, function)))
    }

    /// The model of a name.
    #[must_use]
    pub fn model(&self, name: &str) -> Option<&Model> {
        self.types.iter().flat_map(|file| &file.models).find(|model| model.name == name)
    }
}

/// What holds for all functions.
#[derive(Clone, Debug, Serialize)]
pub struct Package {
    /// As docs call it.
    pub name: String,
    /// What it is.
    pub doc: String,
    /// The crate as snippets import it.
    pub crate_name: String,
    /// The module below `src/generated/`.
    pub module: String,
    /// The runtime's path as emitted code names it.
    pub runtime: String,
    /// Prefix of environment variables.
    pub env: String,
    /// Name, URL and meaning of each server; the first is the default.
    pub servers: Vec<Server>,
    /// How calls carry the credential.
    pub auth: Option<Auth>,
    /// The header that picks an API version.
    pub version: Option<Version>,
    /// Name and value of headers that each request carries.
    pub headers: Vec<(String, String)>,
    /// Where an error body keeps things.
    pub errors: ErrorShape,
    /// Limit, remaining and reset headers.
    pub rate_limit: Option<RateLimit>,
    /// Further docs pages.
    pub pages: Vec<Page>,
    /// The file this comes from.
    pub source: String,
}

/// A server.
#[derive(Clone, Debug, Serialize)]
pub struct Server {
    /// Short name.
    pub name: String,
    /// Base URL.
    pub url: String,
    /// What it is.
    pub doc: String,
}

/// How calls carry the credential.
#[derive(Clone, Debug, Serialize)]
pub struct Auth {
    /// The tables' name of the argument.
    pub field: String,
    /// The header.
    pub header: String,
    /// The word before the credential.
    pub scheme: String,
}

/// The header that picks an API version.
#[derive(Clone, Debug, Serialize)]
pub struct Version {
    /// The header.
    pub header: String,
    /// Sent by default.
    pub default: String,
    /// Known versions.
    pub known: Vec<String>,
    /// Why this default.
    pub doc: String,
}

/// Where an error body keeps things.
#[derive(Clone, Debug, Serialize)]
pub struct ErrorShape {
    /// The value of `type`.
    pub kind: String,
    /// Key of the list.
    pub list: String,
    /// Keys of the code, first present wins.
    pub code: Vec<String>,
    /// Key of the message.
    pub message: String,
    /// Key of the argument.
    pub field: String,
    /// Key of the request id.
    pub request_id: String,
}

/// The headers that tell of rate limits.
#[derive(Clone, Debug, Serialize)]
pub struct RateLimit {
    /// Requests a window allows.
    pub limit: String,
    /// Requests left.
    pub remaining: String,
    /// Start of the next window.
    pub reset: String,
}

/// A docs page beside those of the resources.
#[derive(Clone, Debug, Serialize)]
pub struct Page {
    /// File name without ending.
    pub name: String,
    /// Heading.
    pub title: String,
    /// Markdown.
    pub text: String,
}

/// A resource.
#[derive(Clone, Debug, Serialize)]
pub struct Resource {
    /// The spec's name.
    pub name: String,
    /// The module and the client's method.
    pub rust_module: String,
    /// The handle's type.
    pub rust_type: String,
    /// What it is.
    pub doc: String,
    /// What callers must know.
    pub warning: Option<String>,
    /// The file this comes from.
    pub source: String,
    /// Enums that stand in one function only.
    pub enums: Vec<EnumDef>,
    /// The functions, in the tables' order.
    pub functions: Vec<Function>,
}
