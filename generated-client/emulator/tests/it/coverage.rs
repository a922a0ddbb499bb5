//! Handlers are real: what a function with a handler does depends on the workspace. `cargo xtask regen` writes COVERAGE.md from the
//! routes, the `Test::covers` lines in `tests/it/state`, and `behaviour.yaml`.

use crate::state::workspace::{Test, Workspace};
use intercom_client::examples::EXAMPLES;
use intercom_client::schema::Function;
use intercom_client::{FUNCTIONS, Value};
use intercom_emulator::{RESPONSE_SOURCE_HEADER, Seed, Settings, Snapshot};
use std::collections::BTreeSet;

/// Method and path of each route with a handler: `route("GET", "/users/*", …)`.
fn routes() -> BTreeSet<(String, String)> {
    let source = include_str!("../../src/api/routes.rs");
    let table = source.split_once("ROUTES: &[Route] = &[").unwrap().1;
    let entries = table.split("route(").skip(1);
    let entries = entries.map(|entry| entry.split('"').skip(1).step_by(2).map(str::to_owned).collect::<Vec<_>>());
    entries.map(|strings| (strings[0].clone(), strings[1].clone())).collect()
}

/// The path of a function with `*` for parameters.
fn pattern(path: &str) -> String {
    let segment = |segment: &str| if segment.starts_with('{') { "*".to_owned() } else { segment.to_owned() };
    path.split('/').map(segment).collect::<Vec<_>>().join("/")
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
