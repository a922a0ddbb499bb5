//! Rules of `types/*.yaml`: models, shared enums, inputs.

use super::checked::{CheckedEnum, CheckedModel, CheckedType, CheckedTypeFile};
use super::type_names::{TypeNames, undefined};
use super::unique::Unique;
use super::{inputs, type_cycles, unused_types};
use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::name::Name;
use crate::spec::return_type::ReturnType;
use crate::spec::type_expr::{ScalarType, TypeExpr};
use crate::spec::types::Model;
use std::collections::BTreeMap;

/// Checks all models and shared enums; `None` when one of them has an error. `paged` has the key of the items of each model
/// that functions return in pages.
pub fn check<'s>(
    spec: &'s Spec,
    names: &TypeNames<'s>,
    paged: &BTreeMap<&str, &str>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<CheckedTypeFile<'s>>> {
    let errors = diagnostics.errors();
    let mut unique = Unique::default();
    let mut files = Vec::new();
    for (file, module) in spec.types.iter().zip(&names.modules) {
        let mut models = Vec::new();
        for model in &file.types {
            check_name(&model.name, diagnostics);
            unique.check(&model.name, "the type", diagnostics);
            models.push(check_model(model, names, paged, diagnostics));
        }
        let mut enums = Vec::new();
        for shared in &file.enums {
            check_name(&shared.name, diagnostics);
            unique.check(&shared.name, "the type", diagnostics);
            check_values(&shared.name, shared.values.iter().map(|value| &value.value), diagnostics);
            enums.extend(names.enums.get(shared.name.as_str()).map(|names| CheckedEnum {
                written: shared,
                names: names.clone(),
                is_selector: names.argument.is_some(),
            }));
        }
        let mut checked_inputs = Vec::new();
        for input in &file.inputs {
            check_name(&input.name, diagnostics);
            unique.check(&input.name, "the type", diagnostics);
            checked_inputs.push(inputs::check(input, names, diagnostics));
        }
        let models = models.into_iter().collect::<Option<_>>();
        let inputs = checked_inputs.into_iter().collect::<Option<_>>();
        let rust_module = module.clone();
        files.push(models.zip(inputs).map(|(models, inputs)| CheckedTypeFile {
            file,
            rust_module,
            models,
            enums,
            inputs,
        }));
    }
    type_cycles::check(spec, diagnostics);
    unused_types::check(spec, diagnostics);
    files.into_iter().collect::<Option<_>>().filter(|_| diagnostics.errors() == errors)
}

fn check_name(name: &Spanned<Name>, diagnostics: &mut Diagnostics) {
    if ScalarType::find(name).is_some() || name.as_str() == ReturnType::EMPTY {
        diagnostics.push(Diagnostic::new(Code::Duplicate, name.span, format!("the type `{}` is built in", name.value)));
    }
}

fn check_model<'s>(
    model: &'s Model,
    names: &TypeNames<'s>,
    paged: &BTreeMap<&str, &str>,
    diagnostics: &mut Diagnostics,
) -> Option<CheckedModel<'s>> {
    let mut unique = Unique::default();
    let mut fields = Vec::new();
    for field in &model.fields {
        unique.check(&field.name, "the field", diagnostics);
        fields.push(field.kind.get().and_then(|kind| resolve(kind, field.kind.span, names, diagnostics)));
    }
    let fields: Vec<CheckedType> = fields.into_iter().collect::<Option<_>>()?;
    let listing = paged.get(model.name.as_str()).and_then(|key| {
        let at = model.fields.iter().position(|field| field.name.value == *key)?;
        match fields.get(at)? {
            CheckedType::List(item) => Some((at, (**item).clone())),
            _ => None,
        }
    });
    // Of two models with one name, which is an error, the second has the names of the first.
    let names = names.models.get(model.name.as_str())?.clone();
    Some(CheckedModel { written: model, names, fields, listing })
}

/// The type that an expression means; reports a name that is not defined.
fn resolve(kind: &TypeExpr, span: Span, names: &TypeNames, diagnostics: &mut Diagnostics) -> Option<CheckedType> {
    Some(match kind {
        TypeExpr::Scalar(scalar) => CheckedType::Scalar(*scalar),
        TypeExpr::List(inner) => CheckedType::List(Box::new(resolve(inner, span, names, diagnostics)?)),
        TypeExpr::Map(inner) => CheckedType::Map(Box::new(resolve(inner, span, names, diagnostics)?)),
        TypeExpr::Named(name) => {
            if let Some(shared) = names.enums.get(name.as_str()) {
                CheckedType::Enum(name.clone(), shared.rust.clone())
            } else if let Some(model) = names.models.get(name.as_str()) {
                CheckedType::Model(name.clone(), model.rust.clone())
            } else {
                let known = names.models.keys().chain(names.enums.keys()).copied();
                let known = known.chain(ScalarType::ALL.into_iter().map(|scalar| -> &str { scalar.as_str() }));
                diagnostics.push(undefined(name, span, known));
                return None;
            }
        }
    })
}

/// The values of an enum: at least one, each once, none empty.
pub fn check_values<'a>(
    name: &Spanned<Name>,
    values: impl Iterator<Item = &'a Spanned<String>>,
    diagnostics: &mut Diagnostics,
) {
    let mut unique = Unique::default();
    let mut empty = true;
    for value in values {
        empty = false;
        unique.check(value, "the value", diagnostics);
        if value.is_empty() {
            diagnostics.push(Diagnostic::new(Code::BadEnum, value.span, "the value of an enum must not be empty"));
        }
    }
    if empty {
        diagnostics.push(Diagnostic::new(Code::BadEnum, name.span, format!("the enum `{}` has no values", name.value)));
    }
}
