//! Which resources use which types.

use super::draft::{Definition, Draft, Function, Member, Resource, Returns, Shape};
use std::collections::{BTreeMap, BTreeSet};

/// The file of the types that several resources use.
const COMMON: &str = "common";

/// The resources that use each type.
fn users(draft: &Draft) -> BTreeMap<&str, BTreeSet<&str>> {
    let by_name: BTreeMap<&str, &Definition> = draft.types.iter().map(|one| (one.name.as_str(), one)).collect();
    let mut users: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    let kept = draft.types.iter().filter(|definition| definition.standalone).map(|definition| definition.name.as_str());
    let groups = draft.resources.iter().map(|Resource { name, functions, .. }| {
        (name.as_str(), functions.iter().flat_map(types_of).collect::<Vec<&str>>())
    });
    for (resource, mut open) in groups.chain([(COMMON, kept.collect())]) {
        let mut seen: BTreeSet<&str> = BTreeSet::new();
        while let Some(name) = open.pop() {
            let Some((name, definition)) = by_name.get_key_value(name) else { continue };
            if seen.insert(name) {
                users.entry(name).or_default().insert(resource);
                open.extend(members(definition).filter_map(|member| member.kind.named()));
            }
        }
    }
    users
}

/// The types by the file that defines them: that of the only resource that uses them, or the common one.
pub fn type_files(draft: &Draft) -> BTreeMap<String, Vec<&Definition>> {
    let users = users(draft);
    let mut files: BTreeMap<String, Vec<&Definition>> = BTreeMap::new();
    for definition in &draft.types {
        let file = match users.get(definition.name.as_str()) {
            Some(users) if users.len() == 1 => users.first().copied().unwrap_or(COMMON),
            _ => COMMON,
        };
        files.entry(file.to_owned()).or_default().push(definition);
    }
    files
}

/// Leaves out types that no function uses: a schema may have been read another way.
pub fn keep_used(draft: &mut Draft) {
    let used: BTreeSet<String> = users(draft).into_keys().map(str::to_owned).collect();
    draft.types.retain(|definition| used.contains(&definition.name));
}

/// The types that a function names.
pub fn types_of(function: &Function) -> impl Iterator<Item = &str> {
    let returned = match &function.returns {
        Returns::Value(kind) => kind.named(),
        _ => None,
    };
    returned.into_iter().chain(function.fields.iter().filter_map(|field| field.kind.named()))
}

/// The members of a model or an input.
pub fn members(definition: &Definition) -> impl Iterator<Item = &Member> {
    match &definition.shape {
        Shape::Model(members) | Shape::Input(members) => members.as_slice(),
        Shape::Enum(_) => &[],
    }
    .iter()
}
