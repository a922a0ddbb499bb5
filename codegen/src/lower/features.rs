//! Which features bring a type: those of the resources that reach it.

use crate::model::{Api, Function, InputKind, ParamType, Returns, TypeRef};
use std::collections::{BTreeMap, BTreeSet};

/// Decides the features of all types. `standalone` are the models that callers use although no function returns them: they, and
/// what they contain, are always there, as is what every group reaches.
pub fn decide(api: &mut Api, standalone: &[String]) {
    if api.package.groups.is_empty() {
        return;
    }
    let contents = contents(api);
    let mut reached: BTreeMap<&str, BTreeSet<Option<&str>>> = BTreeMap::new();
    let mut open: Vec<(&str, Option<&str>)> = standalone.iter().map(|name| (name.as_str(), None)).collect();
    for (resource, function) in api.functions() {
        open.extend(named_by(function).map(|name| (name, resource.feature.as_deref())));
    }
    while let Some((name, feature)) = open.pop() {
        if reached.entry(name).or_default().insert(feature) {
            open.extend(contents.get(name).into_iter().flatten().map(|name| (*name, feature)));
        }
    }
    let groups: Vec<&str> = api.package.groups.iter().map(|group| group.feature.as_str()).collect();
    let features = |name: &str| -> Vec<String> {
        let Some(by) = reached.get(name).filter(|by| !by.contains(&None) && by.len() < groups.len()) else {
            return Vec::new();
        };
        groups.iter().filter(|group| by.contains(&Some(**group))).map(|group| (*group).to_owned()).collect()
    };
    let decided: Vec<(String, Vec<String>)> =
        contents.keys().map(|name| ((*name).to_owned(), features(name))).collect();
    set(api, &decided.into_iter().collect());
}

/// Sets the features of the types, by their Rust names; those of a file are those of all that stands in it.
fn set(api: &mut Api, features: &BTreeMap<String, Vec<String>>) {
    let groups = api.package.groups.clone();
    let of = |rust: &str| features.get(rust).cloned().unwrap_or_default();
    for file in &mut api.types {
        let mut all = Vec::new();
        for model in &mut file.models {
            model.features = of(&model.rust_name);
            all.push(model.features.clone());
        }
        for shared in &mut file.enums {
            shared.features = of(&shared.rust_name);
            all.push(shared.features.clone());
        }
        for input in &mut file.inputs {
            input.features = of(&input.rust_name);
            all.push(input.features.clone());
        }
        let is_always = all.iter().any(Vec::is_empty);
        let is_in = |feature: &str| all.iter().flatten().any(|own| own == feature);
        let union = groups.iter().map(|group| group.feature.clone()).filter(|feature| is_in(feature));
        file.features = if is_always { Vec::new() } else { union.collect() };
    }
}

/// The types that each type names, by their Rust names.
fn contents(api: &Api) -> BTreeMap<&str, Vec<&str>> {
    let mut contents = BTreeMap::new();
    for file in &api.types {
        for model in &file.models {
            let named = model.fields.iter().filter_map(|field| rust_name(&field.kind));
            contents.insert(model.rust_name.as_str(), named.collect());
        }
        contents.extend(file.enums.iter().map(|shared| (shared.rust_name.as_str(), Vec::new())));
        for input in &file.inputs {
            let named = input.fields.iter().filter_map(|field| match field.kind.as_ref()? {
                InputKind::Input(rust) | InputKind::Inputs(rust) | InputKind::Enum(rust) => Some(rust.as_str()),
                _ => None,
            });
            contents.insert(input.rust_name.as_str(), named.collect());
        }
    }
    contents
}

/// The shared types that the code of a function names.
fn named_by(function: &Function) -> impl Iterator<Item = &str> {
    let returned = match &function.returns {
        Returns::Model { rust, .. } => Some(rust.as_str()),
        Returns::Json { kind, .. } => rust_name(kind),
        Returns::Empty | Returns::Text | Returns::Bytes | Returns::Redirect => None,
    };
    let taken = function.params.iter().filter_map(|param| match &param.kind {
        ParamType::Enum { rust, shared: true } | ParamType::Selector { rust, shared: true, .. } => Some(rust.as_str()),
        ParamType::Object { item } | ParamType::Objects { item } => item.as_deref(),
        _ => None,
    });
    returned.into_iter().chain(taken)
}

fn rust_name(kind: &TypeRef) -> Option<&str> {
    match kind {
        TypeRef::Model { rust, .. } | TypeRef::Enum { rust, .. } => Some(rust),
        TypeRef::List(inner) | TypeRef::Map(inner) => rust_name(inner),
        _ => None,
    }
}
