//! The spec as written: what the YAML files say, every value with its span, every text with a grammar parsed.
//!
//! The doc comments of these types are the descriptions of the spec's JSON Schema.

pub mod advice;
pub mod auth;
pub mod field_type;
pub mod function;
pub mod header;
pub mod http_line;
pub mod implied;
pub mod inputs;
pub mod keywords;
pub mod module_path;
pub mod name;
pub mod package;
pub mod paging;
pub mod path_template;
pub mod place;
pub mod pointer;
pub mod return_type;
pub mod type_expr;
pub mod types;
pub mod url;

pub use function::{Case, Const, Example, ExampleRequest, Field, Function, FunctionFile};
pub use inputs::{Input, InputField};
pub use package::{
    ErrorShape, Group, Header, Package, Page, RateLimit, Resource, RustTarget, Server, Variable, Version,
};
pub use types::{EnumType, EnumValue, Model, ModelField, TypeFile};

use crate::base::span::FileId;
use std::collections::BTreeMap;
use std::ops::Deref;

/// A file of a spec.
#[derive(Clone, Debug)]
pub struct SpecFile<T> {
    /// Its id among the sources.
    pub id: FileId,
    /// Its path as messages show it: `spec/v1/types/books.yaml`.
    pub path: String,
    /// Its name without folder and extension: `books`.
    pub stem: String,
    /// Its contents.
    pub contents: T,
}

impl<T> Deref for SpecFile<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.contents
    }
}

/// A whole spec.
#[derive(Clone, Debug)]
pub struct Spec {
    /// `package.yaml`.
    pub package: SpecFile<Package>,
    /// `functions/*.yaml`, by file name.
    pub functions: Vec<SpecFile<FunctionFile>>,
    /// `types/*.yaml`, by file name.
    pub types: Vec<SpecFile<TypeFile>>,
    /// The first model and the first shared enum of each name, by file and position.
    models: BTreeMap<String, (usize, usize)>,
    enums: BTreeMap<String, (usize, usize)>,
}

impl Spec {
    /// The spec of these files.
    #[must_use]
    pub fn new(
        package: SpecFile<Package>,
        functions: Vec<SpecFile<FunctionFile>>,
        types: Vec<SpecFile<TypeFile>>,
    ) -> Self {
        let (mut models, mut enums) = (BTreeMap::new(), BTreeMap::new());
        for (at, file) in types.iter().enumerate() {
            for (position, model) in file.types.iter().enumerate() {
                models.entry(model.name.to_string()).or_insert((at, position));
            }
            for (position, shared) in file.enums.iter().enumerate() {
                enums.entry(shared.name.to_string()).or_insert((at, position));
            }
        }
        Self { package, functions, types, models, enums }
    }

    /// All functions, in the order of files.
    pub fn functions(&self) -> impl Iterator<Item = &Function> {
        self.functions.iter().flat_map(|file| &file.functions)
    }

    /// All models, in the order of files.
    pub fn models(&self) -> impl Iterator<Item = &Model> {
        self.types.iter().flat_map(|file| &file.types)
    }

    /// All shared enums, in the order of files.
    pub fn enums(&self) -> impl Iterator<Item = &EnumType> {
        self.types.iter().flat_map(|file| &file.enums)
    }

    /// All inputs, in the order of files.
    pub fn inputs(&self) -> impl Iterator<Item = &Input> {
        self.types.iter().flat_map(|file| &file.inputs)
    }

    /// The model of a name.
    #[must_use]
    pub fn model(&self, name: &str) -> Option<&Model> {
        let (file, position) = *self.models.get(name)?;
        self.types.get(file)?.types.get(position)
    }

    /// The shared enum of a name.
    #[must_use]
    pub fn shared_enum(&self, name: &str) -> Option<&EnumType> {
        let (file, position) = *self.enums.get(name)?;
        self.types.get(file)?.enums.get(position)
    }
}
