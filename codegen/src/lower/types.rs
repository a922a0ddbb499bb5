//! Models and enums.

use super::inputs;
use super::text::text;
use crate::base::span::Spanned;
use crate::check::checked::{CheckedEnum, CheckedModel, CheckedType, CheckedTypeFile};
use crate::check::rust_names::VariantNames;
use crate::model::types::{EnumDef, Model, ModelField, TypeFile, TypeRef, Variant};
use crate::spec::type_expr::ScalarType;

pub fn lower(file: &CheckedTypeFile, source: String) -> TypeFile {
    TypeFile {
        rust_module: file.rust_module.clone(),
        source,
        features: Vec::new(),
        models: file.models.iter().map(model).collect(),
        enums: file.enums.iter().map(shared_enum).collect(),
        inputs: file.inputs.iter().map(inputs::lower).collect(),
    }
}

fn model(model: &CheckedModel) -> Model {
    let fields = model.written.fields.iter().zip(&model.names.fields).zip(model.fields.iter().zip(&model.boxed));
    let fields: Vec<ModelField> = fields
        .map(|((written, rust_name), (kind, is_boxed))| ModelField {
            wire_name: written.name.to_string(),
            rust_name: rust_name.clone(),
            kind: type_ref(kind),
            spec_type: spec_type(kind),
            is_boxed: *is_boxed,
            deprecated: text(written.deprecated.as_ref()),
            since: text(written.since.as_ref()),
            doc: written.doc.as_ref().map(|doc| doc.value.clone()),
            pii: written.pii,
        })
        .collect();
    Model {
        listing: model.listing.as_ref().map(|list| (list.rust.clone(), type_ref(&list.item))),
        name: model.written.name.to_string(),
        rust_name: model.names.rust.clone(),
        doc: model.written.doc.value.clone(),
        features: Vec::new(),
        fields,
        example: model.written.example.as_ref().map(|example| example.value.clone()),
    }
}

/// A type as the spec writes it.
pub fn spec_type(kind: &CheckedType) -> String {
    match kind {
        CheckedType::Scalar(scalar) => scalar.as_str().to_owned(),
        CheckedType::List(inner) => format!("list<{}>", spec_type(inner)),
        CheckedType::Map(inner) => format!("map<{}>", spec_type(inner)),
        CheckedType::Model(name, _) | CheckedType::Enum(name, _) => name.clone(),
    }
}

/// The type of a value of a response.
pub fn type_ref(kind: &CheckedType) -> TypeRef {
    match kind {
        CheckedType::Scalar(scalar) => match scalar {
            ScalarType::String => TypeRef::String,
            ScalarType::Id => TypeRef::Id,
            ScalarType::Boolean => TypeRef::Boolean,
            ScalarType::Integer => TypeRef::Integer,
            ScalarType::Number => TypeRef::Number,
            ScalarType::Time => TypeRef::Time,
            ScalarType::DateTime => TypeRef::DateTime,
            ScalarType::Date => TypeRef::Date,
            ScalarType::Secret => TypeRef::Secret,
            ScalarType::Json => TypeRef::Json,
        },
        CheckedType::List(inner) => TypeRef::List(Box::new(type_ref(inner))),
        CheckedType::Map(inner) => TypeRef::Map(Box::new(type_ref(inner))),
        CheckedType::Model(name, rust) => TypeRef::Model { name: name.clone(), rust: rust.clone() },
        CheckedType::Enum(name, rust) => TypeRef::Enum { name: name.clone(), rust: rust.clone() },
    }
}

fn shared_enum(shared: &CheckedEnum) -> EnumDef {
    let values = shared.written.values.iter();
    let values =
        values.map(|value| Stated { value: &value.value, doc: value.doc.as_ref(), since: value.since.as_ref() });
    EnumDef {
        name: shared.written.name.to_string(),
        rust_name: shared.names.rust.clone(),
        doc: shared.written.doc.value.clone(),
        features: Vec::new(),
        selector: shared.is_selector,
        argument: shared.names.argument.clone(),
        variants: variants(values, &shared.names.variants),
    }
}

/// A value of an enum as the spec states it.
pub struct Stated<'a> {
    /// The string on the wire.
    pub value: &'a str,
    /// What it means.
    pub doc: Option<&'a Spanned<String>>,
    /// The version that brought it.
    pub since: Option<&'a Spanned<String>>,
}

/// The variants of an enum.
pub fn variants<'a>(values: impl Iterator<Item = Stated<'a>>, names: &[VariantNames]) -> Vec<Variant> {
    let variant = |(stated, names): (Stated, &VariantNames)| Variant {
        value: stated.value.to_owned(),
        rust_name: names.variant.clone(),
        rust_constructor: names.constructor.clone(),
        doc: text(stated.doc),
        since: text(stated.since),
    };
    values.zip(names).map(variant).collect()
}
