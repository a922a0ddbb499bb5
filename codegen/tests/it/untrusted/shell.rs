//! The curl snippets as a shell parses them.

use codegen::Api;
use codegen::base::http::HttpMethod;
use codegen::base::json::Json;
use codegen::emit::snippet::Snippet;
use codegen::example::encode::percent_encode;
use codegen::model::{Example, Function};
use std::process::Command;

const TOKEN: &str = "to ken'\"$x";

/// Every snippet is one call of curl with the arguments that the example states.
pub fn check(api: &Api, what: &str) {
    for (resource, function) in api.functions() {
        for example in &function.examples {
            let snippet = Snippet { api, resource, function, example }.curl();
            let arguments = arguments(&snippet, &format!("{}_ACCESS_TOKEN", api.package.env));
            let (body, others) = match &example.request.body {
                Some(body) => {
                    assert_eq!(arguments[arguments.len() - 2], "-d", "{what}: {snippet}");
                    (Some(body), &arguments[..arguments.len() - 2])
                }
                None => (None, &arguments[..]),
            };
            assert_eq!(others, expected(api, function, example), "{what}: {snippet}");
            if let Some(body) = body {
                let sent: serde_json::Value = serde_json::from_str(arguments.last().unwrap()).unwrap();
                assert_eq!(sent, value(body), "{what}: {snippet}");
            }
        }
    }
}

/// The arguments that `curl` is called with.
fn arguments(snippet: &str, variable: &str) -> Vec<String> {
    let script = format!("curl() {{ printf '%s\\0' \"$@\"; }}\n{snippet}\n");
    let output = Command::new("sh").args(["-c", &script]).env(variable, TOKEN).output().unwrap();
    assert!(output.status.success() && output.stderr.is_empty(), "{snippet}: {output:?}");
    let out = String::from_utf8(output.stdout).unwrap();
    out.strip_suffix('\0').unwrap().split('\0').map(str::to_owned).collect()
}

/// The arguments but for the body.
fn expected(api: &Api, function: &Function, example: &Example) -> Vec<String> {
    let package = &api.package;
    let mut arguments = Vec::new();
    if function.http != HttpMethod::Get {
        arguments.extend(["-X".to_owned(), function.http.as_str().to_owned()]);
    }
    let query: Vec<String> = example
        .request
        .query
        .iter()
        .map(|(key, value)| format!("{}={}", percent_encode(key), percent_encode(value)))
        .collect();
    let mark = if query.is_empty() { "" } else { "?" };
    arguments.push(format!("{}{}{mark}{}", package.servers[0].url, example.request.path, query.join("&")));
    let mut header = |name: &str, value: &str| arguments.extend(["-H".to_owned(), format!("{name}: {value}")]);
    if let Some(auth) = package.auth.as_ref().filter(|_| function.auth) {
        header(&auth.header, &format!("{} {TOKEN}", auth.scheme));
    }
    if let Some(version) = &package.version {
        header(&version.header, &version.default);
    }
    for (name, value) in &package.headers {
        header(name, value);
    }
    if example.request.body.is_some() {
        header("Content-Type", "application/json");
    }
    arguments
}

/// The value by another reader of JSON than the one that prints it.
fn value(json: &Json) -> serde_json::Value {
    match json {
        Json::Null => serde_json::Value::Null,
        Json::Bool(value) => (*value).into(),
        Json::Number(digits) => serde_json::from_str(digits).unwrap(),
        Json::String(text) => text.as_str().into(),
        Json::Array(items) => items.iter().map(value).collect(),
        Json::Object(members) => {
            serde_json::Value::Object(members.iter().map(|(key, item)| (key.clone(), value(item))).collect())
        }
    }
}
