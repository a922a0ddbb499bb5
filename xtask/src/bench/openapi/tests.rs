//! The document of the product's spec.

use super::{Version, document, product};
use serde_json::Value;
use std::collections::BTreeSet;

fn operations(document: &Value) -> Vec<&Value> {
    let items = document["paths"].as_object().unwrap().values();
    items.flat_map(|item| item.as_object().unwrap().values()).collect()
}

/// All values of `$ref` in a document.
fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|member| references(member, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn each_function_is_an_operation() {
    let api = product().unwrap();
    let document = document(&api, Version::V3_0);
    let names: BTreeSet<&str> =
        operations(&document).iter().map(|operation| operation["operationId"].as_str().unwrap()).collect();
    let functions: BTreeSet<&str> = api.functions().map(|(_, function)| function.name.as_str()).collect();
    assert_eq!(names, functions);
}

#[test]
fn each_model_input_and_enum_is_a_schema() {
    let api = product().unwrap();
    let document = document(&api, Version::V3_1);
    for file in &api.types {
        let models = file.models.iter().map(|one| &one.rust_name).chain(file.inputs.iter().map(|one| &one.rust_name));
        for name in models.chain(file.enums.iter().filter(|one| !one.selector).map(|one| &one.rust_name)) {
            assert!(document["components"]["schemas"].get(name).is_some(), "{name}");
        }
    }
}

#[test]
fn each_reference_leads_to_a_schema() {
    let document = document(&product().unwrap(), Version::V3_0);
    let mut found = BTreeSet::new();
    references(&document, &mut found);
    assert!(found.len() > 50, "{found:?}");
    for reference in found {
        assert!(document.pointer(&reference[1..]).is_some(), "{reference}");
    }
}

#[test]
fn each_placeholder_has_a_path_parameter() {
    let document = document(&product().unwrap(), Version::V3_0);
    for (path, item) in document["paths"].as_object().unwrap() {
        let placeholders: Vec<&str> = path.split('{').skip(1).map(|rest| rest.split_once('}').unwrap().0).collect();
        for operation in item.as_object().unwrap().values() {
            let parameters = operation["parameters"].as_array().unwrap().iter();
            let in_path = parameters.filter(|one| one["in"] == "path").map(|one| one["name"].as_str().unwrap());
            assert_eq!(in_path.collect::<Vec<_>>(), placeholders, "{path}");
        }
    }
}
