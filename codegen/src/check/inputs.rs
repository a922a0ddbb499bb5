//! Rules of the inputs of `types/*.yaml`.

use super::checked::{CheckedInput, CheckedInputField, InputType};
use super::fields::check_wire_name;
use super::type_names::{TypeNames, undefined};
use super::unique::Unique;
use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::inputs::{Input, InputField};
use crate::spec::type_expr::{ScalarType, TypeExpr};

/// Checks an input; `None` when it has an error.
pub fn check<'s>(input: &'s Input, names: &TypeNames<'s>, diagnostics: &mut Diagnostics) -> Option<CheckedInput<'s>> {
    let errors = diagnostics.errors();
    let mut unique = Unique::default();
    let mut fields = Vec::new();
    for field in &input.fields {
        unique.check(&field.name, "the field", diagnostics);
        check_wire_name(&field.name, field.rust.as_ref(), diagnostics);
        fields.push(check_field(field, names, diagnostics));
    }
    let mut by = Vec::new();
    for name in &input.by {
        match input.fields.iter().position(|field| field.name.as_str() == name.as_str() && field.value.is_none()) {
            Some(position) => by.push(position),
            None => diagnostics.push(
                Diagnostic::new(
                    Code::UnknownReference,
                    name.span,
                    format!("`{}` is not a field of `{}` that takes a value", name.value, input.name.value),
                )
                .did_you_mean(name, input.fields.iter().map(|field| field.name.as_str())),
            ),
        }
    }
    let fields: Vec<CheckedInputField> = fields.into_iter().collect::<Option<_>>()?;
    // Of two inputs with one name, which is an error, the second has the names of the first.
    let names = names.inputs.get(input.name.as_str())?.clone();
    (diagnostics.errors() == errors).then_some(CheckedInput { written: input, names, by, fields })
}

fn check_field<'s>(
    field: &'s InputField,
    names: &TypeNames<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<CheckedInputField<'s>> {
    match (&field.kind, &field.value) {
        (Some(kind), None) => {
            let kind = resolve(kind.get()?, kind.span, names, diagnostics)?;
            Some(CheckedInputField { written: field, kind: Some(kind) })
        }
        (None, Some(value)) if field.required => {
            diagnostics.push(Diagnostic::new(
                Code::BadEncoding,
                value.span,
                "a constant is always sent: `required` means nothing here",
            ));
            None
        }
        (None, Some(_)) => Some(CheckedInputField { written: field, kind: None }),
        _ => {
            let message = format!("`{}` must have either a `type` or a `const`", field.name.value);
            diagnostics.push(Diagnostic::new(Code::MissingKey, field.name.span, message));
            None
        }
    }
}

/// The type that an expression means; reports what an input cannot contain.
fn resolve(kind: &TypeExpr, span: Span, names: &TypeNames, diagnostics: &mut Diagnostics) -> Option<InputType> {
    match kind {
        TypeExpr::Scalar(scalar) => Some(InputType::Scalar(*scalar)),
        TypeExpr::Map(_) => Some(InputType::Object),
        TypeExpr::List(inner) => match &**inner {
            TypeExpr::Scalar(ScalarType::String | ScalarType::Id) => Some(InputType::Strings),
            TypeExpr::Scalar(ScalarType::Integer) => Some(InputType::Integers),
            TypeExpr::Scalar(ScalarType::Number) => Some(InputType::Numbers),
            TypeExpr::Named(name) if names.inputs.contains_key(name.as_str()) => {
                Some(InputType::Inputs(name.clone(), names.inputs.get(name.as_str())?.rust.clone()))
            }
            // Texts, of which some are known.
            TypeExpr::Named(name) if names.enums.contains_key(name.as_str()) => Some(InputType::Strings),
            TypeExpr::Named(name) => {
                diagnostics.push(undefined(name, span, names.inputs.keys().copied()));
                None
            }
            _ => Some(InputType::List),
        },
        TypeExpr::Named(name) => {
            if let Some(input) = names.inputs.get(name.as_str()) {
                Some(InputType::Input(name.clone(), input.rust.clone()))
            } else if let Some(shared) = names.enums.get(name.as_str()) {
                Some(InputType::Enum(name.clone(), shared.rust.clone()))
            } else {
                let known = names.inputs.keys().chain(names.enums.keys()).copied();
                let known = known.chain(ScalarType::ALL.into_iter().map(|scalar| -> &str { scalar.as_str() }));
                diagnostics.push(undefined(name, span, known));
                None
            }
        }
    }
}
