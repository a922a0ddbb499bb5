//! The spec as written: what the YAML files say, with the place of every value.
//!
//! The doc comments of these types are the descriptions of the spec's JSON Schema.

mod function;
mod package;
pub mod resolve;
mod types;

pub use function::{
    AuthMode, Case, Const, Encode, Example, ExampleRequest, Field, FieldType, Function, FunctionFile, Paging, Retry,
};
pub use package::{Auth, ErrorShape, Header, Package, Page, RateLimit, Resource, RustTarget, Server, Version};
pub use types::{EnumType, EnumValue, Model, ModelField, TypeFile};

use crate::source::FileId;

/// A whole spec.
#[derive(Clone, Debug)]
pub struct Spec {
    /// The file of the package data.
    pub package_file: FileId,
    /// `package.yaml`.
    pub package: Package,
    /// `functions/*.yaml`, by file name.
    pub functions: Vec<(FileId, FunctionFile)>,
    /// `types/*.yaml`, by file name.
    pub types: Vec<(FileId, TypeFile)>,
}

impl Spec {
    /// All models, in the order of files.
    pub fn models(&self) -> impl Iterator<Item = &Model> {
        self.types.iter().flat_map(|(_, file)| &file.types)
    }

    /// All shared enums, in the order of files.
    pub fn enums(&self) -> impl Iterator<Item = &EnumType> {
        self.types.iter().flat_map(|(_, file)| &file.enums)
    }

    /// The model of a name.
    #[must_use]
    pub fn model(&self, name: &str) -> Option<&Model> {
        self.models().find(|model| *model.name == name)
    }

    /// The shared enum of a name.
    #[must_use]
    pub fn shared_enum(&self, name: &str) -> Option<&EnumType> {
        self.enums().find(|shared| *shared.name == name)
    }
}

/// The known values of a field: the name of a shared enum, or the values themselves.
pub type OneOrManyValues = crate::load::OneOrMany<crate::source::Spanned<String>, crate::source::Spanned<String>>;
