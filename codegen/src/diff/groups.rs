//! Groups: which feature of the crate brings what.

use super::rows::{Row, Rows};
use super::text::{arrow, code, list};
use crate::model::{Api, Resource};
use std::collections::BTreeMap;

/// Compares the features of two packages.
pub fn compare(old: &Api, new: &Api, rows: &mut Rows) {
    let (before, after) = (&old.package.groups, &new.package.groups);
    for group in before {
        let at = format!("package.groups.{}", group.feature);
        match after.iter().find(|other| other.feature == group.feature) {
            Some(other) => rows.docs(&at, "description changed", group.doc != other.doc),
            None => rows.push(Row::removed(at, "feature").major("cargo rejects a dependency that names it")),
        }
    }
    for group in after.iter().filter(|group| !before.iter().any(|other| other.feature == group.feature)) {
        rows.push(
            Row::added(format!("package.groups.{}", group.feature), "feature").minor("one more feature to choose from"),
        );
    }
    rows.docs_order(
        "package.groups",
        "order of the features changed",
        before.iter().map(|group| group.feature.as_str()),
        after.iter().map(|group| group.feature.as_str()),
    );
    compare_types(old, new, rows);
}

/// Compares the features of a resource.
pub fn compare_resource(old: &Resource, new: &Resource, rows: &mut Rows) {
    let at = &new.name;
    match (&old.feature, &new.feature) {
        (before, after) if before == after => {}
        (None, Some(after)) => rows.push(
            Row::changed(at, format!("behind the feature {}", code(after)))
                .major("callers without the feature no longer compile"),
        ),
        (Some(before), None) => rows.push(
            Row::changed(at, format!("no longer behind the feature {}", code(before)))
                .minor("it is there with and without the feature"),
        ),
        (Some(before), Some(after)) => rows.push(
            Row::changed(at, format!("feature {}", arrow(before, after)))
                .major("callers without the new feature no longer compile"),
        ),
        (None, None) => {}
    }
}

/// Compares the features that bring each type. They follow from the functions that reach it, so what resources and groups
/// explain has no rows.
fn compare_types(old: &Api, new: &Api, rows: &mut Rows) {
    let resources = |api: &Api| -> Vec<(String, Option<String>)> {
        api.resources.iter().map(|resource| (resource.name.clone(), resource.feature.clone())).collect()
    };
    let (before, after) = (resources(old), resources(new));
    let is_moved =
        |(name, feature): &(String, Option<String>)| after.iter().any(|(other, now)| other == name && now != feature);
    if old.package.groups.len() != new.package.groups.len() || before.iter().any(is_moved) {
        return;
    }
    let now: BTreeMap<&str, &[String]> = types(new).collect();
    for (name, features) in types(old) {
        if let Some(now) = now.get(name).filter(|now| **now != features) {
            compare_type(features, now, name, rows);
        }
    }
}

/// The Rust names of all types, and their features.
fn types(api: &Api) -> impl Iterator<Item = (&str, &[String])> {
    api.types.iter().flat_map(|file| {
        let models = file.models.iter().map(|model| (model.rust_name.as_str(), model.features.as_slice()));
        let enums = file.enums.iter().map(|shared| (shared.rust_name.as_str(), shared.features.as_slice()));
        let inputs = file.inputs.iter().map(|input| (input.rust_name.as_str(), input.features.as_slice()));
        models.chain(enums).chain(inputs)
    })
}

fn compare_type(old: &[String], new: &[String], at: &str, rows: &mut Rows) {
    let shown = |features: &[String]| match features {
        [] => "always there".to_owned(),
        features => format!("with {}", list(features.iter().map(String::as_str))),
    };
    let row = Row::changed(at, format!("{} → {}", shown(old), shown(new)));
    let is_wider = new.is_empty() || (!old.is_empty() && old.iter().all(|feature| new.contains(feature)));
    rows.push(if is_wider {
        row.minor("it is there with more features")
    } else {
        row.major("callers who name it, and have none of these features, no longer compile")
    });
}
