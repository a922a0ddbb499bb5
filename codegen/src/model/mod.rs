//! The model: the spec with every decision made.
//!
//! Table names, wire names and Rust names are separate here and never derived from each other again. The emitters read this
//! and nothing else.

pub mod auth;
pub mod example;
pub mod facts;
pub mod function;
pub mod inputs;
pub mod package;
pub mod paging;
pub mod param;
mod serialize;
pub mod types;

pub use auth::{Auth, BasicPart, Credential, GivenValue, Scheme};
pub use example::{Example, Request};
pub use function::{
    ArgKind, BodyAs, BodyNode, BodyValue, Condition, Field, Function, FunctionNames, ListOf, PathPart, QueryItem,
    RetryRule, Returns, Role, Route, Source, Style,
};
pub use inputs::{Input, InputField, InputKind};
pub use package::{
    Advice, ErrorShape, Existing, ExistingId, ExistingState, Group, Package, Page, RateLimit, Server, Version,
};
pub use paging::{Goes, Next, Paging};
pub use param::{Param, ParamType};
pub use types::{EnumDef, Model, ModelField, TypeFile, TypeRef, Variant};

use serde::Serialize;

/// A whole API.
#[derive(Clone, Debug, Serialize)]
pub struct Api {
    /// What is common to all functions.
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
    /// The feature that it is behind; none for one that is always there.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub feature: Option<String>,
    /// The file this comes from.
    pub source: String,
    /// Enums of one function only.
    pub enums: Vec<EnumDef>,
    /// The functions, in the tables' order.
    pub functions: Vec<Function>,
}
