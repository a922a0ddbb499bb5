//! Specs as OpenAPI documents.

use codegen::export::openapi::document;
use codegen::{Api, Diagnostics, Drafts, Sources, SpecFolder, build_model};
use serde_json::Value;
use std::collections::BTreeSet;
use std::path::Path;

fn api(spec: &str) -> Api {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(spec);
    let folder = SpecFolder { path, label: spec.to_owned() };
    build_model(&folder, Drafts::Rejected, &mut Sources::new(), &mut Diagnostics::default()).expect(spec)
}

fn exported(api: &Api) -> Value {
    serde_json::from_str(&document(api).to_string()).expect("JSON")
}

/// All references of a document.
fn references<'a>(value: &'a Value, found: &mut BTreeSet<&'a str>) {
    match value {
        Value::Object(members) => {
            found.extend(members.get("$ref").and_then(Value::as_str));
            members.values().for_each(|value| references(value, found));
        }
        Value::Array(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

#[test]
fn a_published_reader_accepts_the_document_and_finds_every_function() {
    for (spec, functions) in [("../spec/v1", 83), ("tests/library/spec", 75)] {
        let api = api(spec);
        let document = exported(&api);
        let read: openapiv3::OpenAPI = serde_json::from_value(document.clone()).expect(spec);
        let mut ids = BTreeSet::new();
        for (path, method, operation) in read.operations() {
            let id = operation.operation_id.as_deref().expect("an id");
            assert!(ids.insert(id.to_owned()), "{spec}: {id} twice");
            // The fragment is the name of a function on a route that another one has; no server sees it.
            assert!(path.starts_with('/') && !method.is_empty(), "{path}");
            for parameter in operation.parameters.iter().filter_map(|parameter| parameter.as_item()) {
                let openapiv3::Parameter::Path { parameter_data, .. } = parameter else { continue };
                assert!(path.contains(&format!("{{{}}}", parameter_data.name)), "{spec}: {id}: {path}");
            }
        }
        let names = api.functions().map(|(_, function)| function.name.as_str()).collect::<Vec<_>>();
        assert_eq!(names.len(), functions, "{spec}");
        for name in names {
            let is_here = |id: &String| id == name || id.starts_with(&format!("{name}_"));
            assert!(ids.iter().any(is_here), "{spec}: {name} is missing");
        }
        let mut found = BTreeSet::new();
        references(&document, &mut found);
        assert!(found.len() > 10);
        for reference in found {
            let pointer = reference.strip_prefix('#').expect("within the document");
            assert!(document.pointer(pointer).is_some(), "{spec}: {reference} leads nowhere");
        }
    }
}

#[test]
fn credentials_servers_bodies_and_responses_are_described() {
    let document = exported(&api("tests/library/spec"));
    let schemes = &document["components"]["securitySchemes"];
    assert_eq!(schemes["card"], serde_json::json!({ "type": "apiKey", "in": "header", "name": "X-Library-Card" }));
    assert_eq!(schemes["deskId_deskKey"]["scheme"], "basic");
    assert_eq!(schemes["shopKey"], serde_json::json!({ "type": "apiKey", "in": "query", "name": "key" }));
    assert_eq!(document["servers"][2]["variables"]["area"]["default"], "public");
    let operation = |path: &str, method: &str| &document["paths"][path][method];
    let supplies = operation("/supplies", "post");
    assert_eq!(supplies["security"], serde_json::json!([{ "deskId_deskKey": [] }]));
    assert!(
        supplies["requestBody"]["content"]["application/x-www-form-urlencoded"]["schema"]["properties"]["kind"]
            .is_object()
    );
    assert!(operation("/books/{bookId}/covers", "post")["requestBody"]["content"]["multipart/form-data"].is_object());
    assert!(operation("/catalogue", "put")["requestBody"]["content"]["text/csv"].is_object());
    let scan = operation("/scans/{bookId}...{page}.{format}", "get");
    assert!(scan["responses"]["200"]["content"]["application/octet-stream"].is_object());
    assert_eq!((&scan["x-since"], &scan["x-retry"]), (&Value::from("7"), &Value::from("safe")));
    assert_eq!(operation("/archive/{path}", "get")["deprecated"], true);
    assert_eq!(operation("/hours", "get")["security"], serde_json::json!([]));
    assert_eq!(operation("/scans/{bookId}:address", "get")["responses"]["302"]["description"], "Success.");
    let stock = &operation("/stock", "post")["requestBody"]["content"]["application/json"]["schema"]["properties"];
    assert!(stock["pin"].is_null() && stock["what"].is_object(), "credentials are no arguments: {stock}");
}
