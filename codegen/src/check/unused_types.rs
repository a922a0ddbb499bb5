//! Types that nothing uses.

use super::fields::{item_of, shared_enum};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::inputs::Input;
use crate::spec::return_type::ReturnType;
use crate::spec::types::Model;
use std::collections::BTreeSet;

/// Warns of types that nothing uses: most likely they are left over.
pub fn check(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut used: BTreeSet<&str> = BTreeSet::new();
    for function in spec.functions() {
        used.extend(function.returns.get().and_then(ReturnType::named));
        used.extend(function.fields.iter().filter_map(|field| shared_enum(field, spec)));
        used.extend(function.fields.iter().filter_map(item_of));
    }
    used.extend(spec.models().filter(|model| model.standalone).map(|model| model.name.as_str()));
    let mut open_inputs: Vec<&Input> = spec.inputs().filter(|input| used.contains(input.name.as_str())).collect();
    while let Some(input) = open_inputs.pop() {
        for name in input.fields.iter().filter_map(|field| field.kind.as_ref()?.get()?.named()) {
            if used.insert(name) {
                open_inputs.extend(spec.inputs().find(|input| input.name.as_str() == name));
            }
        }
    }
    let mut open: Vec<&Model> = used.iter().filter_map(|name| spec.model(name)).collect();
    while let Some(model) = open.pop() {
        for name in model.fields.iter().filter_map(|field| field.kind.get()?.named()) {
            if used.insert(name) {
                open.extend(spec.model(name));
            }
        }
    }
    let names = spec.models().map(|model| &model.name).chain(spec.enums().map(|shared| &shared.name));
    let names = names.chain(spec.inputs().map(|input| &input.name));
    for name in names.filter(|name| !used.contains(name.as_str())) {
        diagnostics.push(
            Diagnostic::new(Code::UnusedType, name.span, format!("nothing uses the type `{}`", name.value))
                .help("remove it, or set `standalone: true` if callers use it although no function returns it"),
        );
    }
}
