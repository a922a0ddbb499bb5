//! The Rust sources around generated code, and the snapshot of its test.

use super::names::Names;
use crate::model::Api;
use std::fmt::Write;

/// `src/lib.rs`
pub fn library(api: &Api) -> String {
    let module = &api.package.module;
    format!(
        "\
#![doc = include_str!(\"../README.md\")]

/// Generated from `spec/`.
#[rustfmt::skip]
mod generated {{
    pub mod {module};
}}

pub use api_client_runtime::error::Error;
pub use api_client_runtime::{{
    Args, Call, ClientBuilder, DynamicCall, File, PreparedRequest, RawResponse, Response, Value, error, json, paging, redact, retry,
    schema, time, transport,
}};
pub use generated::{module}::*;
"
    )
}

/// `src/main.rs`
pub fn program(names: &Names) -> String {
    let Names { library, command, .. } = names;
    format!(
        "\
//! The command `{command}`.

use api_client_cli::Program;
use {library}::{{FUNCTIONS, PACKAGE}};

fn main() -> std::process::ExitCode {{
    Program::new(\"{command}\", env!(\"CARGO_PKG_VERSION\"), &PACKAGE, FUNCTIONS)
        .with_page(include_str!(\"../docs/index.html\"))
        .run()
}}
"
    )
}

/// `tests/functions.rs`
pub fn test(names: &Names) -> String {
    const TEST: &str = r#"//! What callers can call, as a snapshot: a change of the spec shows here. `UPDATE_SNAPSHOT=1 cargo test` accepts it.

use std::fmt::Write;
use LIBRARY::FUNCTIONS;

#[test]
fn functions_are_those_of_the_snapshot() {
    let mut found = String::new();
    for function in FUNCTIONS {
        let (method, path) = (function.http.as_str(), function.path);
        writeln!(found, "{} = {}.{}: {method} {path}", function.name, function.resource, function.method).unwrap();
        for field in function.fields {
            let required = if field.required { ", required" } else { "" };
            writeln!(found, "    {}: {}{required}", field.name, field.table_type).unwrap();
        }
    }
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/functions.txt");
    if std::env::var_os("UPDATE_SNAPSHOT").is_some() {
        std::fs::write(path, &found).unwrap();
    }
    let expected = std::fs::read_to_string(path).unwrap().replace("\r\n", "\n");
    let mut lines = found.lines().zip(expected.lines()).enumerate();
    let first = lines.find(|(_, (found, expected))| found != expected);
    assert!(found == expected, "tests/functions.txt differs, at first {first:?}; UPDATE_SNAPSHOT=1 accepts it");
}

/// Each example sends the path that the spec states for it.
#[cfg(feature = "examples")]
#[test]
fn examples_send_the_paths_that_the_spec_states() {
    let client = LIBRARY::Client::builder().base_url("http://127.0.0.1:1").access_token("token").build().unwrap();
    for example in LIBRARY::examples::EXAMPLES {
        let request = (example.call)(&client).into_request().unwrap();
        let sent = request.path_and_query().split('?').next();
        assert_eq!(sent, Some(example.path), "{}", example.function.name);
    }
}
"#;
    TEST.replace("LIBRARY", &names.library)
}

/// `tests/functions.txt`: what the test finds.
pub fn snapshot(api: &Api) -> String {
    let mut out = String::new();
    for (resource, function) in api.functions() {
        let (method, path) = (function.http.as_str(), &function.path);
        // Writing to a String cannot fail.
        let _ = writeln!(out, "{} = {}.{}: {method} {path}", function.name, resource.name, function.method);
        for field in &function.fields {
            let required = if field.required { ", required" } else { "" };
            let _ = writeln!(out, "    {}: {}{required}", field.name, field.table_type);
        }
    }
    out
}
