//! Resources.

use super::groups;
use super::rows::{Row, Rows};
use crate::model::{Api, Resource};

/// Resources by name; one that is gone and one that is new are the same when they have a function in common. Returns the
/// renamed ones.
pub fn compare_resources(old: &Api, new: &Api, rows: &mut Rows) -> Vec<(String, String)> {
    let has = |api: &Api, name: &str| api.resources.iter().any(|resource| resource.name == name);
    let mut renamed: Vec<(String, String)> = Vec::new();
    for resource in &old.resources {
        let Some(other) = new.resources.iter().find(|other| other.name == resource.name) else {
            let shares = |other: &&Resource| {
                !has(old, &other.name)
                    && !renamed.iter().any(|(_, to)| *to == other.name)
                    && other.functions.iter().any(|function| resource.functions.iter().any(|f| f.name == function.name))
            };
            match new.resources.iter().find(shares) {
                Some(other) => {
                    rows.push(
                        Row::renamed(&other.name, "resource", &resource.name, &other.name)
                            .major("callers reach its functions by another method and another module"),
                    );
                    compare_resource(resource, other, rows);
                    renamed.push((resource.name.clone(), other.name.clone()));
                }
                None => rows.push(
                    Row::removed(&resource.name, "resource")
                        .major("its method and its module are gone, and callers who name them no longer compile"),
                ),
            }
            continue;
        };
        let start = rows.len();
        compare_resource(resource, other, rows);
        // Functions and their enums have rows of their own; file names show in headers only.
        let bare = |resource: &Resource| Resource {
            functions: Vec::new(),
            enums: Vec::new(),
            source: String::new(),
            ..resource.clone()
        };
        rows.fallback(start, &resource.name, &bare(resource), &bare(other));
    }
    for resource in &new.resources {
        if !has(old, &resource.name) && !renamed.iter().any(|(_, to)| *to == resource.name) {
            rows.push(Row::added(&resource.name, "resource").minor("nothing that exists changes"));
        }
    }
    renamed
}

fn compare_resource(old: &Resource, new: &Resource, rows: &mut Rows) {
    groups::compare_resource(old, new, rows);
    rows.docs(&new.name, "description changed", old.doc != new.doc);
    rows.docs(&new.name, "warning changed", old.warning != new.warning);
    // A module and a handle follow the resource's name; they differ alone only when `package.yaml` names a module.
    for (what, before, after) in
        [("module", &old.rust_module, &new.rust_module), ("handle", &old.rust_type, &new.rust_type)]
    {
        if before != after && old.name == new.name {
            rows.push(Row::renamed(&new.name, what, before, after).major("callers who name it no longer compile"));
        }
    }
}

/// The order of resources and of their functions.
pub fn compare_order(old: &Api, new: &Api, rows: &mut Rows) {
    let resources = |api: &Api| api.resources.iter().map(|resource| resource.name.clone()).collect::<Vec<_>>();
    let (before, after) = (resources(old), resources(new));
    rows.docs_order(
        "resources",
        "order of the resources changed",
        before.iter().map(String::as_str),
        after.iter().map(String::as_str),
    );
    for resource in &old.resources {
        let Some(other) = new.resources.iter().find(|other| other.name == resource.name) else { continue };
        rows.docs_order(
            &resource.name,
            "order of the functions changed",
            resource.functions.iter().map(|function| function.name.as_str()),
            other.functions.iter().map(|function| function.name.as_str()),
        );
    }
}
