//! What is wrong with two calls of one example.

use super::trial::Sent;
use crate::Received;
use crate::json::canonical;
use intercom_client::Client;
use intercom_client::runtime::Example;

pub(super) fn problems(example: &Example<Client>, typed: &Sent, dynamic: &Sent) -> Vec<String> {
    let mut problems = Vec::new();
    for (kind, sent) in [("typed", typed), ("dynamic", dynamic)] {
        if let Err(error) = &sent.outcome {
            problems.push(format!("the {kind} call failed: {error}"));
        }
        match sent.request() {
            Some(request) => against_example(kind, request, example, &mut problems),
            None => problems.push(format!("the {kind} call sent {} requests, not one", sent.requests.len())),
        }
    }
    if let (Some(typed), Some(dynamic)) = (typed.request(), dynamic.request()) {
        against_each_other(typed, dynamic, &mut problems);
    }
    problems
}

/// The spec states the request in full; each call must arrive as it says, and be taken for its own function.
fn against_example(kind: &str, request: &Received, example: &Example<Client>, problems: &mut Vec<String>) {
    let function = example.function;
    if request.method != function.http.as_str() {
        problems.push(format!("the {kind} method is {}, the spec says {}", request.method, function.http.as_str()));
    }
    if request.path != example.path {
        problems.push(format!("the {kind} path is {}, the spec says {}", request.path, example.path));
    }
    // Nothing hangs on the order of keys.
    let mut arrived: Vec<(&str, &str)> =
        request.query.iter().map(|(key, value)| (key.as_str(), value.as_str())).collect();
    let mut stated = example.query.to_vec();
    arrived.sort_unstable();
    stated.sort_unstable();
    if arrived != stated {
        problems.push(format!("the {kind} query is not the spec's"));
    }
    // Canonical, because typed JSON values sort their keys and the spec does not.
    let stated = example.body.map(|body| canonical(body.as_bytes()));
    let arrived = (!request.body.is_empty()).then(|| canonical(&request.body));
    if stated != arrived {
        problems.push(format!("the {kind} body is not the spec's"));
    }
    if request.bearer != function.auth {
        let found = if request.bearer { "carries a credential" } else { "carries no credential" };
        problems.push(format!("the {kind} request {found}"));
    }
    if !request.peers.iter().any(|peer| peer.name == function.name) {
        let taken = request.function_name().unwrap_or("no function");
        problems.push(format!("the {kind} request was taken for {taken}"));
    }
}

fn against_each_other(typed: &Received, dynamic: &Received, problems: &mut Vec<String>) {
    if (&typed.method, &typed.path) != (&dynamic.method, &dynamic.path) {
        problems.push("typed and dynamic differ in method or path".to_owned());
    }
    if typed.query != dynamic.query {
        problems.push("typed and dynamic differ in the query".to_owned());
    }
    if typed.headers != dynamic.headers {
        problems.push("typed and dynamic differ in headers".to_owned());
    }
    if typed.body != dynamic.body && canonical(&typed.body) != canonical(&dynamic.body) {
        problems.push("typed and dynamic differ in the body".to_owned());
    }
}
