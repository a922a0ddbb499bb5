//! Rules of `types/*.yaml`.

use super::{Once, check_name};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{Span, Spanned};
use crate::spec::resolve::{BUILT_IN, TypeExpr};
use crate::spec::{EnumType, Model, OneOrManyValues, Spec};
use std::collections::BTreeSet;

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

/// A struct that holds itself without a list or a map between has no size.
fn check_cycles(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut reported: BTreeSet<String> = BTreeSet::new();
    for model in spec.models() {
        if let Some(cycle) = cycle_from(model, model, spec, &mut Vec::new(), &mut BTreeSet::new())
            && cycle.iter().all(|(name, _)| !reported.contains(name))
        {
            let names: Vec<&str> = cycle.iter().map(|(name, _)| name.as_str()).collect();
            let mut diagnostic = Diagnostic::new(
                Code::CyclicType,
                cycle[0].1,
                format!("`{}` contains itself: {} → {}", names[0], names.join(" → "), names[0]),
            )
            .help("put a `list<…>` or a `map<…>` between, or use `json`");
            for (name, span) in &cycle[1..] {
                diagnostic = diagnostic.also(*span, format!("by way of `{name}`"));
            }
            diagnostics.push(diagnostic);
            reported.extend(cycle.into_iter().map(|(name, _)| name));
        }
    }
}

type Steps = Vec<(String, Span)>;

/// The steps of a cycle that starts and ends at `start`, if there is one; `path` leads to `current`.
fn cycle_from(
    start: &Model,
    current: &Model,
    spec: &Spec,
    path: &mut Steps,
    seen: &mut BTreeSet<String>,
) -> Option<Steps> {
    for field in &current.fields {
        let Ok(TypeExpr::Named(name)) = TypeExpr::parse(&field.kind) else { continue };
        path.push((current.name.value.clone(), field.kind.span));
        if name == start.name.value {
            return Some(path.clone());
        }
        if let Some(next) = spec.model(&name).filter(|_| seen.insert(name)) {
            let found = cycle_from(start, next, spec, path, seen);
            if found.is_some() {
                return found;
            }
        }
        path.pop();
    }
    None
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
    loop {
        let reached: Vec<String> = spec
            .models()
            .filter(|model| used.contains(&model.name.value))
            .flat_map(|model| &model.fields)
            .filter_map(|field| TypeExpr::parse(&field.kind).ok()?.named().map(str::to_owned))
            .filter(|name| !used.contains(name))
            .collect();
        if reached.is_empty() {
            break;
        }
        used.extend(reached);
    }
    let names = spec.models().map(|model| &model.name).chain(spec.enums().map(|shared| &shared.name));
    for name in names.filter(|name| !used.contains(&name.value)) {
        diagnostics.push(
            Diagnostic::new(Code::UnusedType, name.span, format!("nothing uses the type `{}`", name.value))
                .help("remove it, or say `standalone: true` if callers use it although no function returns it"),
        );
    }
}
