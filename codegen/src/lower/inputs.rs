//! Inputs.

use super::text::text;
use crate::check::checked::{CheckedInput, CheckedInputField, InputType};
use crate::model::inputs::{Input, InputField, InputKind};
use crate::spec::type_expr::ScalarType;

pub fn lower(input: &CheckedInput) -> Input {
    let fields = input.fields.iter().zip(&input.names.methods);
    Input {
        name: input.written.name.to_string(),
        rust_name: input.names.rust.clone(),
        doc: input.written.doc.value.clone(),
        features: Vec::new(),
        by: input.by.clone(),
        fields: fields.map(|(field, method)| lower_field(field, method)).collect(),
    }
}

fn lower_field(field: &CheckedInputField, method: &str) -> InputField {
    let written = field.written;
    InputField {
        wire_name: written.name.to_string(),
        rust_name: method.to_owned(),
        kind: field.kind.as_ref().map(kind),
        constant: written.value.as_ref().map(|value| value.value.clone()),
        spec_type: written.kind.as_ref().and_then(|kind| kind.get()).map(ToString::to_string).unwrap_or_default(),
        required: written.required,
        nullable: written.nullable,
        doc: text(written.doc.as_ref()),
        deprecated: text(written.deprecated.as_ref()),
        since: text(written.since.as_ref()),
    }
}

fn kind(kind: &InputType) -> InputKind {
    match kind {
        InputType::Scalar(scalar) => match scalar {
            ScalarType::String | ScalarType::Id | ScalarType::Secret => InputKind::Text,
            ScalarType::Boolean => InputKind::Boolean,
            ScalarType::Integer => InputKind::Integer,
            ScalarType::Number => InputKind::Number,
            ScalarType::Time => InputKind::Time,
            ScalarType::DateTime => InputKind::DateTime,
            ScalarType::Date => InputKind::Date,
            ScalarType::Json => InputKind::Json,
        },
        InputType::Strings => InputKind::Strings,
        InputType::Integers => InputKind::Integers,
        InputType::Numbers => InputKind::Numbers,
        InputType::List => InputKind::List,
        InputType::Object => InputKind::Object,
        InputType::Input(_, rust) => InputKind::Input(rust.clone()),
        InputType::Inputs(_, rust) => InputKind::Inputs(rust.clone()),
        InputType::Enum(_, rust) => InputKind::Enum(rust.clone()),
    }
}
