//! Specs at the limits of the format: they take time at worst, and never overflow the stack.

use crate::support::tiny;
use std::fmt::Write;
use std::time::{Duration, Instant};

/// The diagnostics of a spec of one function, whose types are given, or none.
fn outcome(function: &str, types: &str) -> Result<(), String> {
    let start = Instant::now();
    let spec = format!("# file: functions/things.yaml\nresource: things\nfunctions:\n{function}{types}");
    let outcome = tiny::generate(&spec).map(|_| ());
    // Far more than it takes; an exponential algorithm would take hours.
    assert!(start.elapsed() < Duration::from_secs(60), "{:?}", start.elapsed());
    outcome
}

const GET: &str = "  - { name: get, method: get, doc: Get., http: GET /a, returns: Thing, fields: [], examples: [{ request: { path: /a } }] }\n";

#[test]
fn type_of_a_hundred_thousand_lists_is_rejected() {
    let deep = format!("{}id{}", "list<".repeat(100_000), ">".repeat(100_000));
    let types = format!(
        "# file: types/things.yaml\ntypes: [{{ name: Thing, doc: A., fields: [{{ name: a, type: {deep:?} }}] }}]\n"
    );
    let errors = outcome(GET, &types).unwrap_err();
    assert!(errors.contains("error[E018]"), "{:.400}", errors);
}

#[test]
fn pointer_of_a_hundred_thousand_keys_is_rejected() {
    let deep = "/a".repeat(100_000);
    let function = format!(
        "  - {{ name: send, method: send, doc: Send., http: POST /a, returns: Thing, fields: [{{ name: a, type: String, body: {deep}, doc: A. }}], examples: [{{ request: {{ path: /a }} }}] }}\n"
    );
    let errors = outcome(&function, "").unwrap_err();
    assert!(errors.contains("error[E011]"), "{:.400}", errors);
}

#[test]
fn members_of_a_cycle_at_the_end_of_ten_thousand_models_are_boxed() {
    let mut types = "# file: types/things.yaml\ntypes:\n".to_owned();
    for number in 0..10_000 {
        writeln!(types, "  - {{ name: T{number}, doc: A., fields: [{{ name: next, type: T{} }}] }}", number + 1)
            .unwrap();
    }
    types.push_str("  - { name: T10000, doc: A., fields: [{ name: back, type: T5000 }] }\n");
    let text = format!("# file: functions/things.yaml\nresource: things\nfunctions:\n{GET}{types}");
    let generated = tiny::generate(
        &text
            .replace("returns: Thing", "returns: T0")
            .replace("request: { path: /a }", "request: { path: /a }, response: {}"),
    );
    let generated = generated.unwrap();
    let code = generated.files.iter().find(|file| file.path.ends_with("types/things.rs")).unwrap();
    assert!(code.text.contains("pub next: Option<T5000>,"), "nothing leads back to T4999");
    assert!(code.text.contains("pub next: Option<rt::Boxed<T5001>>,"), "T5000 is on the cycle");
    assert!(code.text.contains("pub back: Option<rt::Boxed<T5000>>,"));
}

#[test]
fn function_of_a_thousand_arguments_is_accepted() {
    let mut function = "  - name: send\n    method: send\n    doc: Send.\n    http: POST /a\n    returns: Thing\n    examples: [{ request: { path: /a, body: {} } }]\n    fields:\n".to_owned();
    for number in 0..1_000 {
        writeln!(function, "      - {{ name: a{number}, type: String, doc: A. }}").unwrap();
    }
    outcome(&function, "").unwrap();
}
