//! Specs at the limits of the format: much of something is slow at worst; it never overflows a stack.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

#[path = "support/tiny.rs"]
mod tiny;

use std::fmt::Write;
use std::time::{Duration, Instant};

/// The diagnostics of a spec of one function, whose types are given, or none.
fn outcome(function: &str, types: &str) -> Result<(), String> {
    let start = Instant::now();
    let spec = format!("# file: functions/things.yaml\nresource: things\nfunctions:\n{function}{types}");
    let outcome = tiny::outcome(&spec).map(|_| ());
    // Far beyond what it takes; without an end it would take hours.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    outcome
}

const GET: &str = "  - { name: get, method: get, doc: Get., http: GET /a, returns: Thing, fields: [], examples: [{ request: { path: /a } }] }\n";

#[test]
fn a_type_of_a_hundred_thousand_lists_is_refused() {
    let deep = format!("{}id{}", "list<".repeat(100_000), ">".repeat(100_000));
    let types = format!(
        "# file: types/things.yaml\ntypes: [{{ name: Thing, doc: A., fields: [{{ name: a, type: {deep:?} }}] }}]\n"
    );
    let faults = outcome(GET, &types).unwrap_err();
    assert!(faults.contains("error[E018]"), "{:.400}", faults);
}

#[test]
fn a_pointer_of_a_hundred_thousand_keys_is_refused() {
    let deep = "/a".repeat(100_000);
    let function = format!(
        "  - {{ name: send, method: send, doc: Send., http: POST /a, returns: Thing, fields: [{{ name: a, type: String, body: {deep}, doc: A. }}], examples: [{{ request: {{ path: /a }} }}] }}\n"
    );
    let faults = outcome(&function, "").unwrap_err();
    assert!(faults.contains("error[E011]"), "{:.400}", faults);
}

#[test]
fn ten_thousand_models_in_a_row_are_followed_to_their_end() {
    let mut types = "# file: types/things.yaml\ntypes:\n".to_owned();
    for number in 0..10_000 {
        writeln!(types, "  - {{ name: T{number}, doc: A., fields: [{{ name: next, type: T{} }}] }}", number + 1)
            .unwrap();
    }
    let function = GET.replace("returns: Thing", "returns: T0");
    let faults = outcome(
        &function,
        &format!("{types}  - {{ name: T10000, doc: A., fields: [{{ name: back, type: T5000 }}] }}\n"),
    );
    assert!(faults.unwrap_err().contains("`T5000` contains itself"));
}

#[test]
fn a_function_of_a_thousand_arguments_is_a_function() {
    let mut function = "  - name: send\n    method: send\n    doc: Send.\n    http: POST /a\n    returns: Thing\n    examples: [{ request: { path: /a, body: {} } }]\n    fields:\n".to_owned();
    for number in 0..1_000 {
        writeln!(function, "      - {{ name: a{number}, type: String, doc: A. }}").unwrap();
    }
    outcome(&function, "").unwrap();
}
