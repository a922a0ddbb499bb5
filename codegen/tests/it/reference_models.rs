//! The spec has the response models of the reference: every field under its name with a type that accepts it, every example
//! decodes, and every function returns the model of the reference.

use crate::support::reference::{assert_none, list, rows, text};
use codegen::model::{Function, Model, ModelField, Returns, TypeRef};
use codegen::{Api, SpecFolder};
use serde_json::Value;
use std::path::Path;

/// The size of the reference itself: a file that lost rows must not pass for the whole.
const MODELS: usize = 38;
const FUNCTIONS: usize = 82;

/// Types of the spec, each with the key that stands for `users|contacts|companies`.
type SpecTypes = &'static [(&'static str, Option<&'static str>)];

/// Reference models whose spec types are called otherwise.
const RENAMED: &[(&str, SpecTypes)] = &[
    ("Conversation (list item)", &[("ConversationItem", None)]),
    ("Conversation (full)", &[("Conversation", None)]),
    ("Error", &[("ApiError", None)]),
    (
        "ScrollEnvelope",
        &[("UserScroll", Some("users")), ("LeadScroll", Some("contacts")), ("CompanyScroll", Some("companies"))],
    ),
    ("Empty", &[]),
];

/// The spec types of a reference model.
fn spec_names(reference_name: &str) -> Vec<(String, Option<&'static str>)> {
    match RENAMED.iter().find(|(name, _)| *name == reference_name) {
        Some((_, types)) => types.iter().map(|(name, key)| ((*name).to_owned(), *key)).collect(),
        None => vec![(reference_name.to_owned(), None)],
    }
}

fn api() -> Api {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v1");
    let folder = SpecFolder { path, label: "spec/v1".to_owned() };
    codegen::generate(&folder).map(|generated| generated.api).unwrap_or_else(|failure| {
        let found: Vec<&String> = failure.diagnostics.iter().map(|diagnostic| &diagnostic.message).collect();
        panic!("spec/v1 has errors: {found:?}")
    })
}

#[test]
fn spec_has_every_model_and_field_of_the_reference() {
    let models = rows("models-v1.json");
    assert_eq!(models.len(), MODELS, "the reference does not have its known size");
    let api = api();
    let mut differences = Vec::new();
    for row in &models {
        let row_name = text(row, "name");
        for (name, list_key) in spec_names(row_name) {
            let Some(model) = api.model(&name) else {
                differences.push(format!("{row_name}: the spec has no type {name}"));
                continue;
            };
            for field in list(row, "fields") {
                compare_field(model, field, list_key, &mut differences);
            }
            read_example(&api, model, row, list_key, &mut differences);
        }
    }
    assert_none("the spec's models do not fit the reference", &differences);
}

/// The spec has the field, and its type can take what the reference says the API sends.
fn compare_field(model: &Model, row: &Value, list_key: Option<&str>, differences: &mut Vec<String>) {
    let row_name = text(row, "name");
    let key = list_key.filter(|_| row_name.contains('|')).unwrap_or(row_name);
    let json_type = text(row, "json_type");
    match field(model, key) {
        None => differences.push(format!("{}.{key}: the spec has no such field", model.name)),
        Some(found) if accepts(&found.kind, json_type) => {}
        // Report 18: newer versions send an object with the query of the next request.
        Some(found) if (model.name.as_str(), key) == ("Pages", "next") && found.spec_type == "json" => {}
        Some(found) => differences
            .push(format!("{}.{key}: `{}` cannot take the reference's {json_type}", model.name, found.spec_type)),
    }
}

fn field<'m>(model: &'m Model, key: &str) -> Option<&'m ModelField> {
    model.fields.iter().find(|field| field.wire_name == key)
}

/// Whether a type of the spec can take a type of the reference.
fn accepts(kind: &TypeRef, json_type: &str) -> bool {
    use TypeRef::{Boolean, Enum, Id, Integer, Json, List, Map, Number, Secret, String, Time};
    let is_model = |expected: &str| matches!(kind, TypeRef::Model { name, .. } if name == expected);
    if let Some(items) = json_type.strip_prefix("array") {
        return match (kind, items.trim_start_matches('<').trim_end_matches('>')) {
            (List(_), "") => true,
            (List(item), items) => items.split('|').any(|one| accepts(item, one)),
            _ => false,
        };
    }
    match json_type.strip_suffix("|null").unwrap_or(json_type) {
        "string" => matches!(kind, String | Secret | Time | Enum { .. } | Id),
        "integer" => matches!(kind, Integer | Time | Id),
        "boolean" => matches!(kind, Boolean),
        "object" => matches!(kind, TypeRef::Model { .. } | Map(_) | Json),
        "string|integer" => matches!(kind, Id | Json),
        "integer|number" => matches!(kind, Integer | Number | Json),
        "object|string" => matches!(kind, Json),
        model => spec_names(model).iter().any(|(name, _)| is_model(name)),
    }
}

/// The reference's example must be readable, key by key, without a key that the spec does not know.
fn read_example(api: &Api, model: &Model, row: &Value, list_key: Option<&str>, differences: &mut Vec<String>) {
    let mut example = row["example"].clone();
    if let (Some(key), Some(members)) = (list_key, example.as_object_mut()) {
        let items = members.remove("users").unwrap_or_else(|| panic!("the scroll example has no `users`"));
        members.insert(key.to_owned(), items);
    }
    read_object(api, model, &example, &model.name, differences);
}

fn read_object(api: &Api, model: &Model, value: &Value, path: &str, differences: &mut Vec<String>) {
    let Some(members) = value.as_object() else {
        differences.push(format!("{path}: the example has {value}, the spec the object {}", model.name));
        return;
    };
    for (key, value) in members {
        match field(model, key) {
            Some(field) => read_value(api, &field.kind, value, &format!("{path}.{key}"), differences),
            None => differences.push(format!("{path}.{key}: in the example, not in the spec's {}", model.name)),
        }
    }
}

fn read_value(api: &Api, kind: &TypeRef, value: &Value, path: &str, differences: &mut Vec<String>) {
    let fits = match (kind, value) {
        (_, Value::Null) | (TypeRef::Json, _) => true,
        (TypeRef::Model { name, .. }, _) => {
            let model = api.model(name).unwrap_or_else(|| panic!("{path}: no model {name}"));
            return read_object(api, model, value, path, differences);
        }
        (TypeRef::List(item), Value::Array(values)) => {
            return values
                .iter()
                .enumerate()
                .for_each(|(at, value)| read_value(api, item, value, &format!("{path}[{at}]"), differences));
        }
        (TypeRef::Map(item), Value::Object(members)) => {
            return members
                .iter()
                .for_each(|(key, value)| read_value(api, item, value, &format!("{path}.{key}"), differences));
        }
        (TypeRef::DateTime | TypeRef::Date | TypeRef::String | TypeRef::Secret | TypeRef::Enum { .. }, value) => {
            value.is_string()
        }
        (TypeRef::Id, value) => value.is_string() || value.is_number(),
        (TypeRef::Time, value) => value.is_i64() || value.as_str().is_some_and(|text| text.contains('T')),
        (TypeRef::Integer, value) => value.is_i64(),
        (TypeRef::Number, value) => value.is_number(),
        (TypeRef::Boolean, value) => value.is_boolean(),
        (TypeRef::List(_) | TypeRef::Map(_), _) => false,
    };
    if !fits {
        differences.push(format!("{path}: the example has {value}, which {kind:?} does not fit"));
    }
}

#[test]
fn functions_return_the_models_of_the_reference() {
    let functions = rows("wire-v1.json");
    assert_eq!(functions.len(), FUNCTIONS, "the reference does not have its known size");
    let api = api();
    let mut differences = Vec::new();
    for row in &functions {
        let name = text(row, "name");
        match api.functions().find(|(_, function)| function.name == name) {
            Some((resource, function)) => {
                if resource.name != text(row, "resource") {
                    differences.push(format!("{name}: in resource {}, not {}", resource.name, row["resource"]));
                }
                compare_returns(&api, function, row, &mut differences);
            }
            None => differences.push(format!("{name}: not in the spec")),
        }
    }
    assert_none("the spec's responses do not fit the reference", &differences);
}

/// Model, list key, paging and statuses of success.
fn compare_returns(api: &Api, function: &Function, row: &Value, differences: &mut Vec<String>) {
    let mut differs = |what: &str, expected: &dyn std::fmt::Debug, found: &dyn std::fmt::Debug| {
        differences.push(format!("{}: {what}: expected {expected:?}, found {found:?}", function.name));
    };
    let statuses: Vec<u64> = list(row, "success_statuses").iter().filter_map(Value::as_u64).collect();
    let found: Vec<u64> = function.status.iter().map(|status| u64::from(*status)).collect();
    if statuses != found {
        differs("statuses of success", &statuses, &found);
    }
    let response = &row["response"];
    let models = spec_names(text(response, "model"));
    let list_key = response["list_envelope"]["list_key"].as_str();
    match (&function.returns, list_key) {
        (Returns::Empty, _) if models.is_empty() => {}
        (Returns::Model { name, list: Some(list), paging, .. }, Some(expected_key)) => {
            let key = &list.keys.join("/");
            if key != expected_key {
                differs("key of the list", &expected_key, key);
            }
            let item = api.model(name).and_then(|model| field(model, key)).map(|field| &field.kind);
            let fits = matches!(item, Some(TypeRef::List(item)) if accepts(item, text(response, "model")));
            if !fits {
                differs("items of the list", &models, &item);
            }
            let expected = Some(text(response, "paging")).filter(|paging| *paging != "none");
            // Where a list ends is no difference: the reference says that in its notes.
            let way = paging.as_ref().map(|paging| if paging.idle.is_some() { "scroll" } else { "pages" });
            if expected != way {
                differs("paging", &expected, paging);
            }
        }
        (Returns::Model { name, list, .. }, None) if models.iter().any(|(model, _)| model == name) => {
            // The reference describes an irregular envelope in a sentence; a list key of the spec must occur in it.
            let sentence = response["list_envelope"].as_str().unwrap_or_default();
            if let Some(list) = list.as_ref().filter(|list| !sentence.contains(list.keys[0].as_str())) {
                differs("key of the list", &sentence, &list.keys);
            }
        }
        (found, _) => differs("returns", &(models, list_key), found),
    }
}
