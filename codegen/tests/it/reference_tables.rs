//! The spec has what the function tables of the reference say, cell by cell.

use crate::support::reference::{assert_none, list, rows, text};
use codegen::spec::{Field, Function, Spec};
use codegen::{Diagnostics, Sources, SpecFolder};
use serde_json::Value;
use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

/// The sizes of the reference itself: a file that lost rows must not pass for the whole.
const FUNCTIONS: usize = 82;
const FIELDS: usize = 291;

fn spec() -> Spec {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v1");
    let folder = SpecFolder { path, label: "spec/v1".to_owned() };
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let spec = codegen::load(&folder, &mut sources, &mut diagnostics);
    let found: Vec<&String> = diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
    spec.unwrap_or_else(|| panic!("spec/v1 does not load: {found:?}"))
}

#[test]
fn spec_has_every_cell_of_the_function_tables() {
    let tables = rows("function-tables.json");
    let resources = resources(&rows("wire-v1.json"));
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
    all_functions(spec).filter(move |function| function.name.value == *name).collect()
}

fn all_functions(spec: &Spec) -> impl Iterator<Item = &Function> {
    spec.functions()
}

fn is_addition(reason: Option<&codegen::base::span::Spanned<String>>) -> bool {
    reason.is_some()
}

/// Resources and, within each, the tables' functions must stand in the reference's order.
fn compare_resources(spec: &Spec, expected: &[(String, Vec<String>)], differences: &mut Vec<String>) {
    let found: Vec<&str> = spec.package.resources.iter().map(|resource| resource.name.as_str()).collect();
    let order: Vec<&str> = expected.iter().map(|(name, _)| name.as_str()).collect();
    if found != order {
        differences.push(format!("resources: expected {order:?}, found {found:?}"));
    }
    for (resource, functions) in expected {
        let files = spec.functions.iter().filter(|file| *file.resource == *resource);
        let found: Vec<&str> = files
            .flat_map(|file| &file.functions)
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
        for found in known.iter().filter(|known| known.name.value == field_name) {
            cell(&format!("{field_name}, type"), text(field, "type"), found.kind.as_str());
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

/// Every decided addition is in the spec; every marked function and field has a reason and is not in the tables.
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
    let decided = rows("additions.json");
    let decided = decided.iter().map(|row| (text(row, "function"), row["field"].as_str()));
    differences.extend(
        decided.filter(|row| !found.contains(row)).map(|row| format!("addition {row:?}: decided, and not in the spec")),
    );
}

fn check_reason(place: &str, reason: &str, in_tables: bool, differences: &mut Vec<String>) {
    if reason.trim().is_empty() {
        differences.push(format!("{place}: an addition without a reason"));
    }
    if in_tables {
        differences.push(format!("{place}: marked as an addition, and the tables have it"));
    }
}
