//! `COVERAGE.md`: for each function of the spec, whether the emulator has a handler and which tests cover it. The page is made from
//! source text alone: the routes in `src/api/routes.rs`, the `Test::covers` lines in `tests/it/state`, and `behaviour.yaml`.
//!
//! After a change: `COVERAGE=write cargo test -p intercom-emulator --test it coverage`.

use crate::state::workspace::{Test, Workspace};
use intercom_client::examples::EXAMPLES;
use intercom_client::schema::Function;
use intercom_client::{FUNCTIONS, Value};
use intercom_emulator::{RESPONSE_SOURCE_HEADER, Seed, Settings, Snapshot};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

/// The number of tests that are named for a function; the others are counted.
const MAX_NAMED_TESTS: usize = 5;

/// A test and the functions that it covers.
struct CoveringTest {
    module: String,
    name: String,
    functions: BTreeSet<String>,
}

fn package(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}

fn read(path: &Path) -> String {
    fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display())).replace("\r\n", "\n")
}

/// The strings between the quotes of a text.
fn quoted(text: &str) -> impl Iterator<Item = &str> {
    text.split('"').skip(1).step_by(2)
}

/// Method and path of each route with a handler: `route("GET", "/users/*", …)`.
fn routes() -> BTreeSet<(String, String)> {
    let source = read(&package("src/api/routes.rs"));
    let table = source.split_once("ROUTES: &[Route] = &[").unwrap().1;
    let entries = table.split("route(").skip(1).map(|entry| quoted(entry).map(str::to_owned).collect::<Vec<_>>());
    entries.map(|strings| (strings[0].clone(), strings[1].clone())).collect()
}

/// The tests of a file: `async fn name() {` followed by `Test::covers(&["function", …])`.
fn tests_of(module: &str, source: &str) -> Vec<CoveringTest> {
    let tests = source.split("#[tokio::test]\nasync fn ").skip(1);
    let test = |text: &str| {
        let (name, body) = text.split_once('(').unwrap();
        let functions = body.split_once("Test::covers(&[").and_then(|(_, rest)| rest.split_once(']'));
        let functions = functions.map(|(list, _)| quoted(list).map(str::to_owned).collect()).unwrap_or_default();
        CoveringTest { module: module.to_owned(), name: name.to_owned(), functions }
    };
    tests.map(test).collect()
}

fn covering_tests() -> Vec<CoveringTest> {
    let files = fs::read_dir(package("tests/it/state")).unwrap().map(|entry| entry.unwrap().path());
    let mut tests: Vec<CoveringTest> =
        files.flat_map(|file| tests_of(file.file_stem().unwrap().to_str().unwrap(), &read(&file))).collect();
    tests.sort_by(|a, b| (&a.module, &a.name).cmp(&(&b.module, &b.name)));
    tests
}

fn notes() -> BTreeMap<String, String> {
    serde_yaml::from_str(&read(&package("behaviour.yaml"))).unwrap()
}

/// The path of a function with `*` for parameters.
fn pattern(path: &str) -> String {
    let segment = |segment: &str| if segment.starts_with('{') { "*".to_owned() } else { segment.to_owned() };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
}

/// The tests of a function: those of its own resource first, then those that cover the fewest functions.
fn test_list(function: &Function, tests: &[CoveringTest]) -> String {
    let module = if function.resource == "auth" { "oauth" } else { function.resource };
    let mut found: Vec<&CoveringTest> = tests.iter().filter(|test| test.functions.contains(function.name)).collect();
    found.sort_by_key(|test| (test.module != module, test.functions.len()));
    let named = found.iter().take(MAX_NAMED_TESTS).map(|test| format!("`{}::{}`", test.module, test.name));
    let mut text = named.collect::<Vec<_>>().join(", ");
    if found.len() > MAX_NAMED_TESTS {
        text.push_str(&format!(" and {} more", found.len() - MAX_NAMED_TESTS));
    }
    text
}

/// The row of each function, by its name.
fn rows() -> Vec<(&'static str, String)> {
    let (routes, notes, tests) = (routes(), notes(), covering_tests());
    let row = |function: &&'static Function| {
        let (name, method, path) = (function.name, function.http.as_str(), function.path);
        let has_handler = routes.contains(&(method.to_owned(), pattern(path)));
        let source = if has_handler { "state" } else { "example" };
        let note = notes.get(name).map_or("", String::as_str);
        let tests = test_list(function, &tests);
        (name, format!("| `{name}` | `{method} {path}` | {source} | {note} | {tests} |"))
    };
    FUNCTIONS.iter().map(row).collect()
}

const HEADER: &str = "<!-- Generated from src/api/routes.rs, tests/it/state and behaviour.yaml; do not edit. -->

# What the emulator does

For each function of the spec: *state* means that the response comes from the state of the workspace, *example* that it is the \
response of the spec's example, with the header `x-emulator-response: example`. The tests are in `tests/it/state`; each of them \
fails if the functions that it claims to cover were not called. Functions that send the same requests are covered together. A \
function's own tests come first, then those that cover few others.

| function | request | response | behaviour | tests |
|---|---|---|---|---|
";

#[test]
fn coverage_page_is_current() {
    let file = package("COVERAGE.md");
    let rows = rows();
    if std::env::var_os("COVERAGE").is_some_and(|word| word == "write") {
        let lines: Vec<&str> = rows.iter().map(|(_, row)| row.as_str()).collect();
        fs::write(&file, format!("{HEADER}{}\n", lines.join("\n"))).unwrap();
    }
    let page = read(&file);
    assert!(page.starts_with(HEADER), "the head of COVERAGE.md is outdated; write it with COVERAGE=write");
    let written: BTreeSet<&str> = page.strip_prefix(HEADER).unwrap().lines().collect();
    for (name, row) in &rows {
        // A function that was just added to the spec gets its row when the page is written next.
        let is_new = row.contains("| example |") && !page.contains(&format!("| `{name}` |"));
        assert!(
            is_new || written.contains(row.as_str()),
            "COVERAGE.md is outdated; write it with COVERAGE=write. New: {row}"
        );
    }
    let known: BTreeSet<&str> = rows.iter().map(|(_, row)| row.as_str()).collect();
    assert!(written.is_subset(&known), "COVERAGE.md has outdated rows; write it with COVERAGE=write");
}

#[test]
fn every_function_with_a_handler_is_covered_by_a_test() {
    let uncovered: Vec<String> = rows()
        .into_iter()
        .map(|(_, row)| row)
        .filter(|row| row.contains("| state |") && row.ends_with("|  |"))
        .collect();
    assert!(uncovered.is_empty(), "no test covers:\n{}", uncovered.join("\n"));
}

#[test]
fn every_note_and_every_claim_names_a_function_of_the_spec() {
    let known: BTreeSet<&str> = FUNCTIONS.iter().map(|function| function.name).collect();
    let claimed = covering_tests().into_iter().flat_map(|test| test.functions);
    let unknown: Vec<String> =
        notes().into_keys().chain(claimed).filter(|name| !known.contains(name.as_str())).collect();
    assert!(unknown.is_empty(), "{unknown:?}");
}

/// Sends the example of a function; returns status and response.
async fn send_example(w: &Workspace, function: &Function) -> (u16, Value) {
    let example = EXAMPLES.iter().find(|example| example.function.name == function.name);
    let args: Value = example.map_or(Value::Null, |example| serde_json::from_str(example.args).unwrap());
    let response = w.client.call(function.name, args).await;
    let response = response.map_or(Value::Null, |response| serde_json::to_value(&response).unwrap());
    (w.emulator.requests().last().unwrap().status, response)
}

/// Whether a call changes the workspace, or returns something else in an empty or in a larger workspace.
async fn depends_on_state(function: &Function, larger: &Snapshot) -> bool {
    let w = Test::default().workspace_with(Seed::examples(), Settings::default());
    let state = async || w.send_ok("GET", "/__emulator/state", Value::Null).await;
    let before = state().await;
    let response = send_example(&w, function).await;
    assert!(response.0 < 300, "the example of {} got {}", function.name, response.0);
    if before != state().await || response != send_example(&Test::default().workspace(), function).await {
        return true;
    }
    w.emulator.restore(larger);
    response != send_example(&w, function).await
}

#[tokio::test]
async fn every_function_with_a_handler_depends_on_the_state() {
    let larger = Test::default().workspace_with(Seed::examples(), Settings::default()).emulator;
    larger.add(&Seed::parse("generate: {users: 120, leads: 120, companies: 120}").unwrap()).unwrap();
    let larger = larger.snapshot();
    let routes = routes();
    for function in FUNCTIONS {
        let has_handler = routes.contains(&(function.http.as_str().to_owned(), pattern(function.path)));
        if has_handler {
            assert!(depends_on_state(function, &larger).await, "{} returns a constant", function.name);
        }
    }
    assert_eq!(RESPONSE_SOURCE_HEADER, "x-emulator-response");
}
