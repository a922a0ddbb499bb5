//! Intercom's own OpenAPI document, read by another library than the generator's.

use intercom_client::Value;
use intercom_client::schema::Function;
use intercom_client::v2::FUNCTIONS;
use std::path::{Path, PathBuf};

pub fn spec(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v2").join(name)
}

pub fn document() -> Value {
    read(&spec("upstream/openapi.yaml"))
}

pub fn read(path: &Path) -> Value {
    let text = std::fs::read_to_string(path).unwrap();
    serde_yaml::from_str(&text).unwrap()
}

/// Intercom's documents of other versions, where `OPENAPI_FILES` names their folder.
pub fn other_documents() -> Vec<(String, Value)> {
    let Some(folder) = std::env::var_os("OPENAPI_FILES") else {
        assert!(std::env::var_os("NEEDS_OPENAPI_FILES").is_none(), "OPENAPI_FILES names no folder");
        println!("OPENAPI_FILES names no folder: the examples of other versions are not read");
        return Vec::new();
    };
    let own = document()["info"]["version"].clone();
    let (mut folders, mut found) = (vec![PathBuf::from(folder)], Vec::new());
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(&folder).unwrap_or_else(|error| panic!("{}: {error}", folder.display())) {
            let path = entry.unwrap().path();
            let name = path.file_name().unwrap().to_str().unwrap();
            if path.is_dir() {
                folders.push(path);
            } else if name.starts_with("api.intercom.io") && name.ends_with(".yaml") {
                let document = read(&path);
                if document["info"]["version"] != own {
                    found.push((path.display().to_string(), document));
                }
            }
        }
    }
    assert!(!found.is_empty(), "OPENAPI_FILES is a folder without a document of another version");
    found.sort_by(|a, b| a.0.cmp(&b.0));
    found
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
    find(verb, path).unwrap_or_else(|| panic!("no function sends {verb} {path}"))
}

/// The same, of another version: `None` of what 2.16 does not have.
pub fn find(verb: &str, path: &str) -> Option<&'static Function> {
    FUNCTIONS.iter().copied().find(|function| function.http.as_str() == verb && blank(function.path) == blank(path))
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
