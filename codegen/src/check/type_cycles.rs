//! Models that contain themselves.

use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::Spec;
use crate::spec::type_expr::TypeExpr;
use crate::spec::types::Model;
use std::collections::{BTreeMap, BTreeSet};

/// A struct that contains itself, not through a list or a map, has no size. Each model is visited once, and without
/// recursion: a chain of models may be thousands long.
pub fn check(spec: &Spec, diagnostics: &mut Diagnostics) {
    let mut done: BTreeSet<&str> = BTreeSet::new();
    let mut reported: BTreeSet<&str> = BTreeSet::new();
    for model in spec.models() {
        // The models on the path from `model`, each with the number of its fields that were visited.
        let mut path: Vec<(&Model, usize)> = Vec::new();
        let mut positions: BTreeMap<&str, usize> = BTreeMap::new();
        let mut next = Some(model).filter(|model| !done.contains(model.name.as_str()));
        loop {
            if let Some(model) = next.take() {
                positions.insert(&model.name, path.len());
                path.push((model, 0));
            }
            let Some((current, visited)) = path.last_mut() else { break };
            let Some(field) = current.fields.get(*visited) else {
                positions.remove(current.name.as_str());
                done.insert(&current.name);
                path.pop();
                continue;
            };
            *visited += 1;
            let Some(TypeExpr::Named(name)) = field.kind.get() else { continue };
            match positions.get(name.as_str()) {
                Some(start) => report_cycle(&path[*start..], &mut reported, diagnostics),
                None => next = spec.model(name).filter(|model| !done.contains(model.name.as_str())),
            }
        }
    }
}

/// Reports a cycle, starting at its first model in the order of the spec, unless a part of it was reported.
fn report_cycle<'a>(cycle: &[(&'a Model, usize)], reported: &mut BTreeSet<&'a str>, diagnostics: &mut Diagnostics) {
    if cycle.iter().any(|(model, _)| reported.contains(model.name.as_str())) {
        return;
    }
    let mut steps: Vec<(&str, Span, Span)> = cycle
        .iter()
        .map(|(model, visited)| (model.name.as_str(), model.name.span, model.fields[visited - 1].kind.span))
        .collect();
    let first = steps.iter().enumerate().min_by_key(|(_, (_, span, _))| *span).map_or(0, |(at, _)| at);
    steps.rotate_left(first);
    reported.extend(steps.iter().map(|(name, ..)| name));
    let names: Vec<&str> = steps.iter().map(|(name, ..)| *name).collect();
    let mut diagnostic = Diagnostic::new(
        Code::CyclicType,
        steps[0].2,
        format!("`{}` contains itself: {} → {}", names[0], names.join(" → "), names[0]),
    )
    .help("use a `list<…>` or a `map<…>` of it, or `json`");
    for (name, _, field) in &steps[1..] {
        diagnostic = diagnostic.also(*field, format!("through `{name}`"));
    }
    diagnostics.push(diagnostic);
}
