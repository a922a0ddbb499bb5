//! `cargo xtask new`: a crate that builds as it stands, outside of this workspace.

use crate::support::{command, root, stderr, stdout, xtask};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::SystemTime;

const PACKAGE: &str = "\
name: Library
doc: The books of a library.
rust: { crate: library_client, module: v1, runtime: api_client_runtime }
env: NEW_LIBRARY
servers: [{ name: main, url: \"https://library.example\", doc: The only one. }]
auth: { field: token, header: Authorization, scheme: Bearer }
errors: { type: error.list, list: errors, code: [code], message: message, field: field, request_id: request_id }
resources: [{ name: books, doc: The books. }]
";

const FUNCTIONS: &str = "\
resource: books
functions:
  - name: getBook
    method: get
    doc: Get a book.
    http: GET /books/{id}
    returns: Empty
    fields:
      - { name: id, type: String, required: true, doc: The book. }
    examples:
      - { args: { id: \"7\" }, request: { path: /books/7 } }
  - name: burnBook
    method: burn
    doc: Burn a book.
    http: TODO
    returns: Empty
    fields:
      - { name: id, type: String, required: true, doc: The book. }
";

/// A folder of a test outside of every workspace of ours, empty.
fn folder() -> tempfile::TempDir {
    tempfile::tempdir().expect("a folder")
}

/// A spec with a function and a draft.
fn spec(folder: &Path) -> PathBuf {
    let spec = folder.join("written");
    fs::create_dir_all(spec.join("functions")).expect("a folder");
    fs::write(spec.join("package.yaml"), PACKAGE).expect("a file");
    fs::write(spec.join("functions/books.yaml"), FUNCTIONS).expect("a file");
    spec
}

fn text(path: &Path) -> &str {
    path.to_str().expect("a path")
}

fn new(folder: &Path) -> PathBuf {
    let (crate_, spec) = (folder.join("library"), spec(folder));
    let output = xtask(&["new", text(&crate_), "--from", text(&spec)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    crate_
}

/// Runs cargo on a crate: offline, with what the workspace has built.
fn cargo(crate_: &Path, args: &[&str]) -> Output {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    let mut command = Command::new(cargo);
    command.args(args).args(["--offline", "--quiet", "--no-default-features", "--features", "cli,examples"]);
    command.current_dir(crate_).env("CARGO_TARGET_DIR", target).env("RUSTFLAGS", "-D warnings");
    command.output().expect("cargo starts")
}

/// The files of a folder with their texts and when they were written.
fn files(folder: &Path) -> BTreeMap<PathBuf, (String, SystemTime)> {
    let mut found = BTreeMap::new();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            if path.is_dir() {
                open.push(path);
            } else {
                let written = path.metadata().and_then(|metadata| metadata.modified()).expect("a time");
                found.insert(path.clone(), (fs::read_to_string(&path).expect("a text"), written));
            }
        }
    }
    found
}

#[test]
fn new_crate_builds_and_its_tests_and_its_command_run() {
    let folder = folder();
    let crate_ = new(folder.path());
    let output = cargo(&crate_, &["test"]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    // The two tests, and the snippets of the README and of the function with an example.
    let passed = stdout(&output).matches("test result: ok. 2 passed").count();
    assert_eq!(passed, 2, "{}", stdout(&output));
    let command = |args: &[&str]| {
        let target = std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
        Command::new(target.join("debug/library"))
            .args(args)
            .env_remove("NEW_LIBRARY_ACCESS_TOKEN")
            .output()
            .expect("it starts")
    };
    let listed = stdout(&command(&["functions"]));
    assert!(listed.contains("getBook") && listed.contains("/books/{id}"), "{listed}");
    let sent = stdout(&command(&["call", "getBook", "--args", "{\"id\": \"a b\"}", "--dry-run"]));
    assert!(sent.starts_with("GET https://library.example/books/a%20b\n"), "{sent}");
    let failed = command(&["call", "burnBook", "--args", "{\"id\": \"7\"}", "--dry-run"]);
    assert_eq!(failed.status.code(), Some(2));
    assert!(
        stderr(&failed).contains("`burnBook` is a draft: its spec does not say yet how it is sent"),
        "{}",
        stderr(&failed)
    );
}

#[test]
fn regenerating_a_new_crate_touches_generated_files_only() {
    let folder = folder();
    let crate_ = new(folder.path());
    let before = files(&crate_);
    let functions = crate_.join("spec/functions/books.yaml");
    fs::write(&functions, FUNCTIONS.replace("Get a book.", "Get one book.")).expect("a file");
    let output = xtask(&["regen", "--draft", "--spec", text(&crate_.join("spec")), "--out", text(&crate_)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let after = files(&crate_);
    let changed: Vec<_> =
        after.iter().filter(|(path, file)| before.get(*path) != Some(file)).map(|(path, _)| path).collect();
    assert!(!changed.is_empty() && before.len() == after.len());
    for path in changed.into_iter().filter(|path| **path != functions) {
        let path = path.strip_prefix(&crate_).expect("a file of the crate");
        assert!(
            path.starts_with("src/generated") || path.starts_with("docs") || path.ends_with("generated.manifest"),
            "{} was written",
            path.display()
        );
    }
}

#[test]
fn check_finds_the_same_from_any_folder_by_any_path() {
    let folder = folder();
    let crate_ = new(folder.path());
    let check = |from: &Path, spec: &str, out: &str| {
        let output = command(&["regen", "--check", "--draft", "--spec", spec, "--out", out]).current_dir(from).output();
        let output = output.expect("xtask starts");
        assert_eq!(output.status.code(), Some(0), "{spec}: {}{}", stdout(&output), stderr(&output));
    };
    check(&crate_, "spec", ".");
    check(&crate_, "./spec/", "../library");
    check(folder.path(), "library/spec", "library");
    check(&crate_.join("src"), "../spec", "..");
    check(&root(), text(&crate_.join("spec")), text(&crate_));
    let output = xtask(&["regen", "--check", "--spec", text(&crate_.join("spec")), "--out", text(&crate_)]);
    assert!(stderr(&output).contains("error[E050]: `burnBook` has no method and no path yet"), "{}", stderr(&output));
}

#[test]
fn new_writes_all_or_nothing() {
    let folder = folder();
    let crate_ = folder.path().join("library");
    let broken = spec(folder.path());
    fs::write(broken.join("functions/books.yaml"), "resource: books\nfunctons: []\n").expect("a file");
    let empty = folder.path().join("README.md");
    fs::write(&empty, "").expect("a file");
    for (from, problem) in [
        (text(&broken), "unknown key `functons`"),
        (text(&empty), "this file is empty"),
        ("nowhere.md", "cannot read nowhere.md"),
    ] {
        let output = xtask(&["new", text(&crate_), "--from", from]);
        assert_eq!(output.status.code(), Some(1), "{from}");
        assert!(stderr(&output).contains(problem), "{}", stderr(&output));
        let left: Vec<_> =
            fs::read_dir(folder.path()).expect("a folder").map(|entry| entry.expect("an entry").file_name()).collect();
        assert_eq!(left.len(), 2, "{left:?}");
    }
    fs::create_dir(&crate_).expect("a folder");
    fs::write(crate_.join("mine.txt"), "mine").expect("a file");
    let spec = spec(folder.path());
    let output = xtask(&["new", text(&crate_), "--from", text(&spec)]);
    assert!(stderr(&output).contains("exists, and is not an empty folder"), "{}", stderr(&output));
    let output = xtask(&["new", text(&folder.path().join("other")), "--from", text(&spec), "--runtime", "no/such"]);
    assert_eq!(output.status.code(), Some(2), "{}", stderr(&output));
    assert!(stderr(&output).contains("is neither a version nor a folder with a crate"), "{}", stderr(&output));
    let output = xtask(&["new", text(&folder.path().join("other")), "--from", text(&spec), "--runtime", "0.1"]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    let manifest = fs::read_to_string(folder.path().join("other/Cargo.toml")).expect("a manifest");
    assert!(manifest.contains("api-client-runtime = { version = \"0.1\" }"), "{manifest}");
}

#[test]
fn readme_of_tables_becomes_a_crate_that_builds() {
    const README: &str = "\
# Garden Package
Beds and plants.
* Domain: garden.example

## Garden.getPlant
Get a plant.

| Field | Type | Description
|---|---|---
| apiKey | credentials | Required: the key.
| plantId | Number | Required: the plant.
| order | Select | Optional: the order.

## Garden.addPicture
Add a picture.

| Field | Type | Description
|---|---|---
| plantId | Number | Required: the plant.
| picture | File | Required: the picture.
| tags | List | Tags.
| tags[].name | String | A tag.
| planted.at | DatePicker | When.
";
    let folder = folder();
    let source = folder.path().join("README.md");
    fs::write(&source, README).expect("a file");
    let crate_ = folder.path().join("garden");
    let output = xtask(&["new", text(&crate_), "--from", text(&source)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains("2 functions, 7 fields"), "{}", stdout(&output));
    let output = cargo(&crate_, &["test"]);
    assert!(output.status.success(), "{}{}", stdout(&output), stderr(&output));
    assert!(fs::read_to_string(crate_.join("README.md")).expect("a README").contains("2 functions have `http: TODO`"));
    // One function stated, and the other one is still reported.
    let plants = crate_.join("spec/functions/plants.yaml");
    let plants = if plants.exists() { plants } else { crate_.join("spec/functions/other.yaml") };
    let spec = fs::read_to_string(&plants).expect("a file");
    fs::write(&plants, spec.replacen("http: TODO", "http: GET /plants/{plantId}", 1)).expect("a file");
    let regen = |flags: &[&str]| {
        xtask(&[&["regen", "--spec", text(&crate_.join("spec")), "--out", text(&crate_)], flags].concat())
    };
    let rejected = stderr(&regen(&[]));
    assert_eq!(rejected.matches("error[E050]").count(), 1, "{rejected}");
    assert_eq!(regen(&["--draft"]).status.code(), Some(0));
}

#[test]
fn openapi_document_becomes_a_crate() {
    const DOCUMENT: &str = r#"{
  "openapi": "3.0.3",
  "info": { "title": "Garden", "version": "1", "description": "Beds and plants." },
  "servers": [{ "url": "https://garden.example" }],
  "paths": { "/plants/{id}": { "get": {
    "operationId": "getPlant",
    "tags": ["plants"],
    "parameters": [{ "name": "id", "in": "path", "required": true, "schema": { "type": "string" } }],
    "responses": { "200": { "description": "A plant.", "content": { "application/json": { "schema": {
      "type": "object", "properties": { "id": { "type": "string" } } } } } } } } } }
}"#;
    let folder = folder();
    let (source, crate_) = (folder.path().join("openapi.json"), folder.path().join("garden"));
    fs::write(&source, DOCUMENT).expect("a file");
    let output = xtask(&["new", text(&crate_), "--from", text(&source)]);
    assert_eq!(output.status.code(), Some(0), "{}", stderr(&output));
    assert!(stdout(&output).contains(": 1 functions, "), "{}", stdout(&output));
    let listed = fs::read_to_string(crate_.join("tests/functions.txt")).expect("a list");
    assert!(listed.contains("getPlant = plants.get") && listed.contains("GET /plants/{id}"), "{listed}");
}
