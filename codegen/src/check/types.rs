//! Rules of `types/*.yaml`: models, shared enums, inputs.

use super::checked::{CheckedEnum, CheckedModel, CheckedType, CheckedTypeFile};
use super::enum_values::check_values;
use super::fields::check_wire_name;
use super::returns::list_path;
use super::type_cycles::Cycles;
use super::type_names::{TypeNames, resolve};
use super::unique::Unique;
use super::{inputs, unused_types};
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::name::Name;
use crate::spec::place::Place;
use crate::spec::return_type::ReturnType;
use crate::spec::type_expr::ScalarType;
use crate::spec::types::Model;
use std::collections::BTreeMap;

/// Checks all models and shared enums; `None` when one of them has an error. `paged` has the key of the items of each model
/// that functions return in pages.
pub fn check<'s>(
    spec: &'s Spec,
    names: &TypeNames<'s>,
    paged: &BTreeMap<&str, &Spanned<Place>>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<CheckedTypeFile<'s>>> {
    let cycles = Cycles::of(spec);
    let errors = diagnostics.errors();
    let mut unique = Unique::default();
    let mut files = Vec::new();
    for (file, module) in spec.types.iter().zip(&names.modules) {
        let mut models = Vec::new();
        for model in &file.types {
            check_name(&model.name, diagnostics);
            unique.check(&model.name, "the type", diagnostics);
            models.push(check_model(model, spec, names, paged, &cycles, diagnostics));
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
    unused_types::check(spec, diagnostics);
    files.into_iter().collect::<Option<_>>().filter(|_| diagnostics.errors() == errors)
}

fn check_name(name: &Spanned<Name>, diagnostics: &mut Diagnostics) {
    if ScalarType::find(name).is_some() || ReturnType::BUILT_IN.contains(&name.as_str()) {
        diagnostics.push(Diagnostic::new(Code::Duplicate, name.span, format!("the type `{}` is built in", name.value)));
    }
}

fn check_model<'s>(
    model: &'s Model,
    spec: &'s Spec,
    names: &TypeNames<'s>,
    paged: &BTreeMap<&str, &Spanned<Place>>,
    cycles: &Cycles<'s>,
    diagnostics: &mut Diagnostics,
) -> Option<CheckedModel<'s>> {
    let mut unique = Unique::default();
    let mut fields = Vec::new();
    for field in &model.fields {
        unique.check(&field.name, "the field", diagnostics);
        check_wire_name(&field.name, field.rust.as_ref(), diagnostics);
        fields.push(field.kind.get().and_then(|kind| resolve(kind, field.kind.span, names, diagnostics)));
    }
    let fields: Vec<CheckedType> = fields.into_iter().collect::<Option<_>>()?;
    // What is wrong with the list has been reported where a function names it.
    let mut unheard = Diagnostics::default();
    let listing = paged.get(model.name.as_str()).and_then(|list| list_path(list, model, spec, names, &mut unheard));
    let boxed = model.fields.iter();
    let boxed = boxed.map(|field| field.kind.get().is_some_and(|kind| cycles.leads_back(&model.name, kind))).collect();
    // Of two models with one name, which is an error, the second has the names of the first.
    let names = names.models.get(model.name.as_str())?.clone();
    Some(CheckedModel { written: model, names, fields, boxed, listing })
}
