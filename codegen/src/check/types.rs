//! Rules of `types/*.yaml`.

use super::{Once, check_name};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Span, Spanned};
use crate::spec::resolve::{BUILT_IN, TypeExpr};
use crate::spec::{EnumType, Model, OneOrManyValues, Spec};
use std::collections::{BTreeMap, BTreeSet};

pub fn check(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut names = Once::default();
    for (_, file) in &spec.types {
        for model in &file.types {
            check_type_name(&model.name, diagnostics);
            names.check(&model.name, "the type", diagnostics);
            check_fields(model, spec, diagnostics);
        }
        for shared in &file.enums {
            check_type_name(&shared.name, diagnostics);
            names.check(&shared.name, "the type", diagnostics);
            check_values(shared, diagnostics);
        }
    }
    check_cycles(spec, diagnostics);
    check_unused(spec, diagnostics);
}

fn check_type_name(name: &Spanned<String>, diagnostics: &mut Diagnostics) {
    check_name(name, "a type", diagnostics);
    if BUILT_IN.contains(&name.as_str()) || name.value == "Empty" {
        diagnostics.push(Diagnostic::new(Code::Duplicate, name.span, format!("the type `{}` is built in", name.value)));
    }
}

fn check_fields(model: &Model, spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut names = Once::default();
    for field in &model.fields {
        check_name(&field.name, "a field", diagnostics);
        names.check(&field.name, "the field", diagnostics);
        match TypeExpr::parse(&field.kind) {
            Ok(expression) => {
                if let Some(name) = expression.named() {
                    check_type_exists(&Spanned { value: name.to_owned(), span: field.kind.span }, spec, diagnostics);
                }
            }
            Err(problem) => diagnostics.push(Diagnostic::new(Code::UnknownType, field.kind.span, problem)),
        }
    }
}

fn check_type_exists(name: &Spanned<String>, spec: &Spec, diagnostics: &mut Diagnostics) {
    if spec.model(name).is_none() && spec.shared_enum(name).is_none() {
        let known = spec
            .models()
            .map(|model| model.name.as_str())
            .chain(spec.enums().map(|shared| shared.name.as_str()))
            .chain(BUILT_IN);
        diagnostics.push(near(
            Diagnostic::new(Code::UnknownType, name.span, format!("the type `{}` is not defined", name.value)),
            name,
            known,
        ));
    }
}

/// The model that a function returns must exist.
pub fn check_model_exists(name: &Spanned<String>, spec: &Spec, diagnostics: &mut Diagnostics) {
    if spec.model(name).is_none() && name.value != "Empty" {
        let known = spec.models().map(|model| model.name.as_str()).chain(["Empty"]);
        diagnostics.push(near(
            Diagnostic::new(Code::UnknownType, name.span, format!("the type `{}` is not defined", name.value)),
            name,
            known,
        ));
    }
}

/// A type's name may be one of a hundred: only a near one is worth showing.
fn near<'a>(diagnostic: Diagnostic, given: &str, known: impl Iterator<Item = &'a str>) -> Diagnostic {
    match crate::diagnostic::nearest(given, &known.collect::<Vec<_>>()) {
        Some(near) => diagnostic.help(format!("did you mean `{near}`?")),
        None => diagnostic.help("define it in `types/`, or use `json` for anything"),
    }
}

/// The values of an enum: at least one, each once.
pub fn check_value_list<'a>(
    name: &Spanned<String>,
    values: impl Iterator<Item = &'a Spanned<String>>,
    diagnostics: &mut Diagnostics,
) {
    let mut seen = Once::default();
    let mut empty = true;
    for value in values {
        empty = false;
        seen.check(value, "the value", diagnostics);
        if value.is_empty() {
            diagnostics.push(Diagnostic::new(Code::BadEnum, value.span, "an empty text cannot be a value of an enum"));
        }
    }
    if empty {
        diagnostics.push(Diagnostic::new(Code::BadEnum, name.span, format!("the enum `{}` has no values", name.value)));
    }
}

fn check_values(shared: &EnumType, diagnostics: &mut Diagnostics) {
    check_value_list(&shared.name, shared.values.iter().map(|value| &value.value), diagnostics);
}

/// A struct that holds itself without a list or a map between has no size. Each model is visited once, and without
/// recursion: a spec may have thousands in a row.
fn check_cycles(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    for model in spec.models() {
        // The models on the way from `model`, each with the number of its fields that were looked at.
        let mut path: Vec<(&Model, usize)> = Vec::new();
        let mut places: BTreeMap<&str, usize> = BTreeMap::new();
        let mut next = Some(model).filter(|model| !done.contains(model.name.as_str()));
        loop {
            if let Some(model) = next.take() {
                places.insert(&model.name, path.len());
                path.push((model, 0));
            }
            let Some((current, looked_at)) = path.last_mut() else { break };
            let Some(field) = current.fields.get(*looked_at) else {
                places.remove(current.name.as_str());
                done.insert(&current.name);
                path.pop();
                continue;
            };
            *looked_at += 1;
            let Ok(TypeExpr::Named(name)) = TypeExpr::parse(&field.kind) else { continue };
            match places.get(name.as_str()) {
                Some(start) => report_cycle(&path[*start..], &mut reported, diagnostics),
                None => next = spec.model(&name).filter(|model| !done.contains(model.name.as_str())),
            }
        }
    }
}

/// Reports a cycle, told from its first model in the order of the spec, unless a part of it was reported.
fn report_cycle<'a>(cycle: &[(&'a Model, usize)], reported: &mut BTreeSet<&'a str>, diagnostics: &mut Diagnostics) {
    if cycle.iter().any(|(model, _)| reported.contains(model.name.as_str())) {
        return;
    }
    let mut steps: Vec<(&str, Span, Span)> = cycle
        .iter()
        .map(|(model, looked_at)| (model.name.as_str(), model.name.span, model.fields[looked_at - 1].kind.span))
        .collect();
    let first = steps.iter().enumerate().min_by_key(|(_, (_, place, _))| *place).map_or(0, |(at, _)| at);
    steps.rotate_left(first);
    reported.extend(steps.iter().map(|(name, ..)| name));
    let names: Vec<&str> = steps.iter().map(|(name, ..)| *name).collect();
    let mut diagnostic = Diagnostic::new(
        Code::CyclicType,
        steps[0].2,
        format!("`{}` contains itself: {} → {}", names[0], names.join(" → "), names[0]),
    )
    .help("put a `list<…>` or a `map<…>` between, or use `json`");
    for (name, _, field) in &steps[1..] {
        diagnostic = diagnostic.also(*field, format!("by way of `{name}`"));
    }
    diagnostics.push(diagnostic);
}

/// A type that nothing uses is most likely forgotten.
fn check_unused(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut used: BTreeSet<String> = BTreeSet::new();
    for (_, file) in &spec.functions {
        for function in &file.functions {
            used.insert(function.returns.value.clone());
            used.extend(function.fields.iter().filter_map(|field| match &field.values {
                Some(OneOrManyValues::One(name)) => Some(name.value.clone()),
                _ => None,
            }));
        }
    }
    used.extend(spec.models().filter(|model| model.standalone).map(|model| model.name.value.clone()));
    let mut open: Vec<&Model> = used.iter().filter_map(|name| spec.model(name)).collect();
    while let Some(model) = open.pop() {
        for field in &model.fields {
            let Ok(expression) = TypeExpr::parse(&field.kind) else { continue };
            if let Some(name) = expression.named().filter(|name| !used.contains(*name)) {
                used.insert(name.to_owned());
                open.extend(spec.model(name));
            }
        }
    }
    let names = spec.models().map(|model| &model.name).chain(spec.enums().map(|shared| &shared.name));
    for name in names.filter(|name| !used.contains(&name.value)) {
        diagnostics.push(
            Diagnostic::new(Code::UnusedType, name.span, format!("nothing uses the type `{}`", name.value))
                .help("remove it, or say `standalone: true` if callers use it although no function returns it"),
        );
    }
}
