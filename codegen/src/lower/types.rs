//! Models and enums.

use super::names::{Scope, Style, type_name};
use super::source_of;
use crate::diagnostic::Diagnostics;
use crate::model::{EnumDef, Model, ModelField, TypeFile, TypeRef, Variant};
use crate::source::{Sources, Spanned};
use crate::spec::resolve::TypeExpr;
use crate::spec::{self, EnumType, Spec};
use std::collections::BTreeSet;

/// The Rust names of all models and shared enums.
#[derive(Debug)]
pub struct TypeNames {
    /// Shared enums that selectors use: their variants carry the selected value.
    selectors: BTreeSet<String>,
}

impl TypeNames {
    /// Claims all names, so that collisions are reported once.
    pub fn new(spec: &Spec, diagnostics: &mut Diagnostics) -> Self {
        let mut scope = Scope::new("a type");
        for name in spec.models().map(|model| &model.name).chain(spec.enums().map(|shared| &shared.name)) {
            scope.claim(name, Style::Type, diagnostics);
        }
        let selectors = spec
            .functions
            .iter()
            .flat_map(|(_, file)| &file.functions)
            .flat_map(|function| &function.fields)
            .filter(|field| field.selects.is_some())
            .filter_map(|field| match &field.values {
                Some(spec::OneOrManyValues::One(name)) => Some(name.value.clone()),
                _ => None,
            })
            .collect();
        Self { selectors }
    }

    /// The Rust name of a model or a shared enum.
    pub fn rust(&self, name: &str) -> String {
        type_name(name)
    }

    fn is_selector(&self, name: &str) -> bool {
        self.selectors.contains(name)
    }
}

pub fn lower(spec: &Spec, names: &TypeNames, sources: &Sources, diagnostics: &mut Diagnostics) -> Vec<TypeFile> {
    let mut modules = Scope::new("a module");
    let mut files = Vec::new();
    for (file, types) in &spec.types {
        let source = source_of(*file, sources);
        let stem = source.rsplit('/').next().unwrap_or_default();
        let stem = stem.split('.').next().unwrap_or_default().to_owned();
        let span = crate::source::Span { file: *file, start: 0, end: 0 };
        let rust_module = modules.claim(&Spanned { value: stem, span }, Style::Module, diagnostics);
        let models = types.types.iter().map(|model| lower_model(model, spec, names, diagnostics)).collect();
        let enums = types.enums.iter().map(|shared| lower_shared(shared, names, diagnostics)).collect();
        files.push(TypeFile { rust_module, source, models, enums });
    }
    files
}

fn lower_model(model: &spec::Model, spec: &Spec, names: &TypeNames, diagnostics: &mut Diagnostics) -> Model {
    let mut scope = Scope::new("a field");
    let mut fields: Vec<ModelField> = Vec::new();
    for field in &model.fields {
        fields.push(ModelField {
            wire_name: field.name.value.clone(),
            rust_name: scope.claim(&field.name, Style::Field, diagnostics),
            // A type that does not parse has been reported.
            kind: TypeExpr::parse(&field.kind).map_or(TypeRef::Json, |expression| type_ref(&expression, spec, names)),
            spec_type: field.kind.value.clone(),
            doc: field.doc.as_ref().map(|doc| doc.value.clone()),
            pii: field.pii,
        });
    }
    let listing = paged_key(model, spec).and_then(|key| {
        let field = fields.iter().find(|field| field.wire_name == key)?;
        match &field.kind {
            TypeRef::List(inner) => Some((field.rust_name.clone(), (**inner).clone())),
            _ => None,
        }
    });
    Model {
        listing,
        name: model.name.value.clone(),
        rust_name: names.rust(&model.name),
        doc: model.doc.value.clone(),
        fields,
        example: model.example.as_ref().map(|example| example.value.clone()),
    }
}

/// The key of the items when functions return this model in pages.
fn paged_key<'a>(model: &spec::Model, spec: &'a Spec) -> Option<&'a str> {
    spec.functions
        .iter()
        .flat_map(|(_, file)| &file.functions)
        .filter(|function| function.paging.is_some() && *function.returns == *model.name)
        .find_map(|function| function.list.as_ref().map(|list| list.as_str()))
}

fn type_ref(expression: &TypeExpr, spec: &Spec, names: &TypeNames) -> TypeRef {
    match expression {
        TypeExpr::BuiltIn(name) => match *name {
            "string" => TypeRef::String,
            "id" => TypeRef::Id,
            "boolean" => TypeRef::Boolean,
            "integer" => TypeRef::Integer,
            "number" => TypeRef::Number,
            "time" => TypeRef::Time,
            "secret" => TypeRef::Secret,
            _ => TypeRef::Json,
        },
        TypeExpr::List(inner) => TypeRef::List(Box::new(type_ref(inner, spec, names))),
        TypeExpr::Map(inner) => TypeRef::Map(Box::new(type_ref(inner, spec, names))),
        TypeExpr::Named(name) => {
            let (name, rust) = (name.clone(), names.rust(name));
            if spec.shared_enum(&name).is_some() { TypeRef::Enum { name, rust } } else { TypeRef::Model { name, rust } }
        }
    }
}

fn lower_shared(shared: &EnumType, names: &TypeNames, diagnostics: &mut Diagnostics) -> EnumDef {
    EnumDef {
        name: shared.name.value.clone(),
        rust_name: names.rust(&shared.name),
        doc: shared.doc.value.clone(),
        selector: names.is_selector(&shared.name),
        variants: variants(
            shared.values.iter().map(|value| (&value.value, value.doc.as_ref().map(|doc| doc.value.clone()))),
            diagnostics,
        ),
    }
}

/// The variants of an enum; values that become the same variant are reported.
pub fn variants<'a>(
    values: impl Iterator<Item = (&'a Spanned<String>, Option<String>)>,
    diagnostics: &mut Diagnostics,
) -> Vec<Variant> {
    let mut scope = Scope::new("a variant");
    values
        .map(|(value, doc)| Variant {
            value: value.value.clone(),
            rust_name: scope.claim(value, Style::Variant, diagnostics),
            rust_constructor: Scope::new("a constructor").claim(value, Style::Method, diagnostics),
            doc,
        })
        .collect()
}
