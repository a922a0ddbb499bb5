//! Holds the spec to the function tables of the reference, cell by cell.
//!
//! The tables are no part of this repository. Without them this test fails in CI and is skipped loudly elsewhere; see
//! `support/reference.rs`.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "support/reference.rs"]
mod reference;

use codegen::spec::{Field, Function, Spec};
use codegen::{Diagnostics, Sources, SpecFolder};
use reference::{Plan, Reference, assert_none, list, plan, say, text};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

/// The sizes of the reference itself: a file that lost rows must not pass for the whole.
const FUNCTIONS: usize = 82;
const FIELDS: usize = 291;

/// What the decisions add to the tables: function and field; no field for a whole function.
const ADDITIONS: &[(&str, Option<&str>)] = &[
    ("createUserByEmail", Some("signedUpAt")),
    ("createUserById", Some("signedUpAt")),
    ("updateUserByEmail", Some("signedUpAt")),
    ("updateUserById", Some("signedUpAt")),
    ("getLeads", Some("page")),
    ("getLeads", Some("perPage")),
    ("getLeads", Some("order")),
    ("getLeads", Some("sort")),
    ("getLeads", Some("createdSince")),
    ("createCompany", Some("companyId")),
    ("updateEventWebhookSubscription", Some("subscriptionId")),
    ("deleteSubscription", None),
];

fn spec() -> Spec {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v1");
    let folder = SpecFolder { path, label: "spec/v1".to_owned() };
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let spec = codegen::load(&folder, &mut sources, &mut diagnostics);
    let found: Vec<&String> = diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
    spec.unwrap_or_else(|| panic!("spec/v1 does not load: {found:?}"))
}

#[test]
fn the_spec_says_what_the_function_tables_say() {
    let Some(reference) = Reference::find("the spec against function-tables.json") else { return };
    let tables = reference.rows("function-tables.json");
    let resources = resources(&reference.rows("wire-v1.json"));
    let fields: usize = tables.iter().map(|row| list(row, "fields").len()).sum();
    assert_eq!((tables.len(), fields), (FUNCTIONS, FIELDS), "the reference does not have its known size");

    let spec = spec();
    let mut differences = Vec::new();
    compare_resources(&spec, &resources, &mut differences);
    compare_names(&spec, &tables, &mut differences);
    let mut compared = (0, 0);
    for row in &tables {
        for function in functions_named(&spec, text(row, "name")) {
            compare_function(function, row, &mut differences);
            compared = (compared.0 + 1, compared.1 + list(row, "fields").len());
        }
    }
    compare_additions(&spec, &tables, &mut differences);
    assert_none("spec/v1 is not what the function tables say", &differences);
    assert_eq!(compared, (FUNCTIONS, FIELDS), "functions and fields compared");
    say(&format!("compared with the tables: {} functions, {} fields, no difference", compared.0, compared.1));
}

/// Each resource of the reference with its functions, both in the reference's order.
fn resources(wire: &[Value]) -> Vec<(String, Vec<String>)> {
    let mut resources: Vec<(String, Vec<String>)> = Vec::new();
    for row in wire {
        let (resource, function) = (text(row, "resource"), text(row, "name").to_owned());
        match resources.iter_mut().find(|(name, _)| name == resource) {
            Some((_, functions)) => functions.push(function),
            None => resources.push((resource.to_owned(), vec![function])),
        }
    }
    resources
}

fn functions_named<'s>(spec: &'s Spec, name: &str) -> Vec<&'s Function> {
    all_functions(spec).filter(|function| *function.name == name).collect()
}

fn all_functions(spec: &Spec) -> impl Iterator<Item = &Function> {
    spec.functions.iter().flat_map(|(_, file)| &file.functions)
}

fn is_addition(reason: Option<&codegen::source::Spanned<String>>) -> bool {
    reason.is_some()
}

/// Resources and, within each, the tables' functions must stand in the reference's order.
fn compare_resources(spec: &Spec, expected: &[(String, Vec<String>)], differences: &mut Vec<String>) {
    let found: Vec<&String> = spec.package.resources.iter().map(|resource| &resource.name.value).collect();
    let order: Vec<&String> = expected.iter().map(|(name, _)| name).collect();
    if found != order {
        differences.push(format!("resources: expected {order:?}, found {found:?}"));
    }
    for (resource, functions) in expected {
        let files = spec.functions.iter().filter(|(_, file)| *file.resource == *resource);
        let found: Vec<&str> = files
            .flat_map(|(_, file)| &file.functions)
            .filter(|function| !is_addition(function.addition.as_ref()))
            .map(|function| function.name.as_str())
            .collect();
        if found != *functions {
            differences.push(format!("functions of {resource}: expected {functions:?}, found {found:?}"));
        }
    }
}

/// Every function of the tables is there once, and no other is without a mark.
fn compare_names(spec: &Spec, tables: &[Value], differences: &mut Vec<String>) {
    let mut counts: BTreeMap<&str, usize> = tables.iter().map(|row| (text(row, "name"), 0)).collect();
    for function in all_functions(spec) {
        match counts.get_mut(function.name.as_str()) {
            Some(count) => *count += 1,
            None if is_addition(function.addition.as_ref()) => {}
            None => differences.push(format!("{}: not in the tables, and not marked as an addition", *function.name)),
        }
    }
    differences.extend(
        counts
            .iter()
            .filter(|(_, count)| **count != 1)
            .map(|(name, count)| format!("{name}: expected once in the spec, found {count} times")),
    );
}

/// The description and, cell by cell, the rows of one function.
fn compare_function(function: &Function, row: &Value, differences: &mut Vec<String>) {
    let name = text(row, "name");
    let mut cell = |place: &str, expected: &str, found: &str| {
        if expected != found {
            differences.push(format!("{name}, {place}: expected {expected:?}, found {found:?}"));
        }
    };
    cell("description", text(row, "desc"), &function.doc);
    if let Some(reason) = &function.addition {
        cell("addition", "no mark: the tables have it", reason);
    }
    let fields = list(row, "fields");
    let (additions, known): (Vec<&Field>, Vec<&Field>) =
        function.fields.iter().partition(|field| is_addition(field.addition.as_ref()));
    let expected: Vec<&str> = fields.iter().map(|field| text(field, "name")).collect();
    let found: Vec<&str> = known.iter().map(|field| field.name.as_str()).collect();
    cell("fields", &expected.join(", "), &found.join(", "));
    for field in fields {
        let field_name = text(field, "name");
        for found in known.iter().filter(|known| *known.name == field_name) {
            cell(&format!("{field_name}, type"), text(field, "type"), found.kind.word());
            cell(&format!("{field_name}, description"), text(field, "desc"), &found.doc);
        }
    }
    for addition in additions {
        let position = function.fields.iter().position(|field| field.name.value == addition.name.value);
        if position.is_some_and(|position| position < fields.len()) {
            cell(&addition.name, "an addition after the table's rows", "one among them");
        }
        if expected.contains(&addition.name.as_str()) {
            cell(&addition.name, "no mark: the tables have it", "marked as an addition");
        }
    }
}

/// The marked functions and fields are exactly the decided ones, each with its reason, and none is in the tables.
fn compare_additions(spec: &Spec, tables: &[Value], differences: &mut Vec<String>) {
    let mut found = BTreeSet::new();
    for function in all_functions(spec) {
        let name = function.name.as_str();
        let in_tables = tables.iter().any(|row| text(row, "name") == name);
        if let Some(reason) = &function.addition {
            found.insert((name, None));
            check_reason(name, reason, in_tables, differences);
        }
        for field in function.fields.iter().filter(|_| in_tables) {
            if let Some(reason) = &field.addition {
                found.insert((name, Some(field.name.as_str())));
                check_reason(&format!("{name}, {}", *field.name), reason, false, differences);
            }
        }
    }
    let decided: BTreeSet<(&str, Option<&str>)> = ADDITIONS.iter().copied().collect();
    differences
        .extend(decided.difference(&found).map(|missing| format!("addition {missing:?}: decided, not in the spec")));
    differences.extend(found.difference(&decided).map(|extra| format!("addition {extra:?}: in the spec, not decided")));
}

fn check_reason(place: &str, reason: &str, in_tables: bool, differences: &mut Vec<String>) {
    if reason.trim().is_empty() {
        differences.push(format!("{place}: an addition without a reason"));
    }
    if in_tables {
        differences.push(format!("{place}: marked as an addition, and the tables have it"));
    }
}

#[test]
fn without_the_reference_ci_fails_and_a_clone_skips_loudly() {
    let absent = |_: &Path| false;
    let present = |_: &Path| true;
    assert_eq!(plan(Some("elsewhere"), true, present), Plan::Compare(PathBuf::from("elsewhere")));
    assert!(matches!(plan(None, false, present), Plan::Compare(folder) if folder.ends_with("shared/reference")));
    assert!(matches!(plan(None, false, absent), Plan::Skip(why) if why.contains("shared/reference")));
    assert!(matches!(plan(Some(""), false, absent), Plan::Skip(why) if why.contains("shared/reference")));
    assert_eq!(plan(Some("skip"), true, present), Plan::Skip("INTERCOM_REFERENCE=skip".to_owned()));
    let Plan::Fail(why) = plan(None, true, absent) else { panic!("CI must not pass without the reference") };
    assert!(why.contains("shared/reference") && why.contains("INTERCOM_REFERENCE=skip"), "{why}");
}
