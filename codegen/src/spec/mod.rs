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
use std::collections::BTreeMap;

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
    /// Where each model and each shared enum stands: the first one of its name, by file and position.
    models: BTreeMap<String, (usize, usize)>,
    enums: BTreeMap<String, (usize, usize)>,
}

impl Spec {
    /// The spec of these files.
    #[must_use]
    pub fn new(
        package_file: FileId,
        package: Package,
        functions: Vec<(FileId, FunctionFile)>,
        types: Vec<(FileId, TypeFile)>,
    ) -> Self {
        let (mut models, mut enums) = (BTreeMap::new(), BTreeMap::new());
        for (file, (_, contents)) in types.iter().enumerate() {
            for (position, model) in contents.types.iter().enumerate() {
                models.entry(model.name.value.clone()).or_insert((file, position));
            }
            for (position, shared) in contents.enums.iter().enumerate() {
                enums.entry(shared.name.value.clone()).or_insert((file, position));
            }
        }
        Self { package_file, package, functions, types, models, enums }
    }

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
        let (file, position) = *self.models.get(name)?;
        self.types.get(file)?.1.types.get(position)
    }

    /// The shared enum of a name.
    #[must_use]
    pub fn shared_enum(&self, name: &str) -> Option<&EnumType> {
        let (file, position) = *self.enums.get(name)?;
        self.types.get(file)?.1.enums.get(position)
    }
}

/// The known values of a field: the name of a shared enum, or the values themselves.
pub type OneOrManyValues = crate::load::OneOrMany<crate::source::Spanned<String>, crate::source::Spanned<String>>;
