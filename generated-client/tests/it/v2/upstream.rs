//! Intercom's own OpenAPI document, read by another library than the generator's.

use intercom_client::Value;
use intercom_client::schema::Function;
use intercom_client::v2::FUNCTIONS;
use std::path::{Path, PathBuf};

pub fn spec(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v2").join(name)
}

pub fn document() -> Value {
    let text = std::fs::read_to_string(spec("upstream/openapi.yaml")).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// Method, path and operation of each operation.
pub fn operations(document: &Value) -> Vec<(String, String, &Value)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for verb in ["get", "post", "put", "delete", "patch"] {
            if let Some(operation) = item.get(verb) {
                found.push((verb.to_uppercase(), path.clone(), operation));
            }
        }
    }
    found
}

/// The function of a method and a path, whose placeholders may have other names.
pub fn function(verb: &str, path: &str) -> &'static Function {
    FUNCTIONS
        .iter()
        .find(|function| function.http.as_str() == verb && blank(function.path) == blank(path))
        .unwrap_or_else(|| panic!("no function sends {verb} {path}"))
}

fn blank(path: &str) -> String {
    path.split('/').map(|segment| if segment.starts_with('{') { "{}" } else { segment }).collect::<Vec<_>>().join("/")
}

/// The examples of a media type.
pub fn examples(content: &Value) -> Vec<(String, &Value)> {
    let media = &content["application/json"];
    let named = media["examples"].as_object().into_iter().flatten();
    let named = named.filter_map(|(name, example)| Some((name.clone(), example.get("value")?)));
    media.get("example").map(|example| (String::new(), example)).into_iter().chain(named).collect()
}
