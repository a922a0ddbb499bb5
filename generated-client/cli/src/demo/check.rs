//! Compares the two requests of an example with the spec and with each other.

use super::sent::Sent;
use intercom_client::Example;
use intercom_client::{Client, Error};
use intercom_emulator::RecordedRequest;
use serde_json::Value;

pub fn problems(example: &Example<Client>, typed: &Sent<String>, dynamic: &Sent<Value>) -> Vec<String> {
    let mut problems = Vec::new();
    check_call("typed", typed.result.as_ref().err(), &typed.requests, example, &mut problems);
    check_call("dynamic", dynamic.result.as_ref().err(), &dynamic.requests, example, &mut problems);
    if let (Some(typed), Some(dynamic)) = (typed.request(), dynamic.request()) {
        compare(typed, dynamic, &mut problems);
    }
    problems
}

fn check_call(
    kind: &str,
    error: Option<&Error>,
    requests: &[RecordedRequest],
    example: &Example<Client>,
    problems: &mut Vec<String>,
) {
    problems.extend(error.map(|error| format!("the {kind} call failed: {error}")));
    match requests {
        [request] => check_request(kind, request, example, problems),
        requests => problems.push(format!("the {kind} call sent {} requests instead of one", requests.len())),
    }
}

/// The spec states the request in full: each call must send it, and the emulator must match it to the function.
fn check_request(kind: &str, request: &RecordedRequest, example: &Example<Client>, problems: &mut Vec<String>) {
    let function = example.function;
    if request.method != function.http.as_str() {
        problems.push(format!("the {kind} method is {}, the spec says {}", request.method, function.http.as_str()));
    }
    if request.path != example.path {
        problems.push(format!("the {kind} path is {}, the spec says {}", request.path, example.path));
    }
    // The order of keys does not matter.
    let mut sent: Vec<(&str, &str)> = request.query.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let mut stated = example.query.to_vec();
    sent.sort_unstable();
    stated.sort_unstable();
    if sent != stated {
        problems.push(format!("the {kind} query differs from the spec"));
    }
    let has_stated_body = match example.body {
        Some(body) => request.has_json_body(body),
        None => request.body.is_empty(),
    };
    if !has_stated_body {
        problems.push(format!("the {kind} body differs from the spec"));
    }
    if request.bearer != function.has_credential() {
        let found = if request.bearer { "has a credential" } else { "has no credential" };
        problems.push(format!("the {kind} request {found}"));
    }
    if !request.peers.iter().any(|peer| peer.name == function.name) {
        let matched = request.function_name().unwrap_or("no function");
        problems.push(format!("the {kind} request was matched to {matched}"));
    }
}

fn compare(typed: &RecordedRequest, dynamic: &RecordedRequest, problems: &mut Vec<String>) {
    if (&typed.method, &typed.path) != (&dynamic.method, &dynamic.path) {
        problems.push("typed and dynamic differ in method or path".to_owned());
    }
    if typed.query != dynamic.query {
        problems.push("typed and dynamic differ in the query".to_owned());
    }
    if typed.headers != dynamic.headers {
        problems.push("typed and dynamic differ in headers".to_owned());
    }
    if typed.body != dynamic.body && !typed.has_json_body(&String::from_utf8_lossy(&dynamic.body)) {
        problems.push("typed and dynamic differ in the body".to_owned());
    }
}
