//! `COVERAGE.md`: what the emulator does for each function, and the tests that show it. Whether a function is answered, and
//! whether its answer hangs on the workspace, is found out by calling it; which tests show it, by what the emulator took their
//! requests for.
//!
//! After a change: `COVERAGE=write cargo test -p intercom-emulator --test state table`.

use crate::ALL;
use crate::manners::MANNERS;
use crate::scenario::{Shown, Workspace};
use intercom_client::examples::EXAMPLES;
use intercom_client::runtime::Function;
use intercom_client::{FUNCTIONS, Value};
use intercom_emulator::{Seed, Settings, Snapshot};
use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

/// Tests of one function that are named; the rest is counted.
const NAMED: usize = 5;

/// A test and the functions that it has shown.
struct Run {
    module: &'static str,
    name: &'static str,
    functions: BTreeSet<&'static str>,
}

async fn runs() -> Vec<Run> {
    let mut runs = Vec::new();
    for scenario in ALL.iter().copied().flatten() {
        let shown = Shown::default();
        (scenario.run)(&shown).await;
        let module = scenario.module.rsplit("::").next().unwrap();
        runs.push(Run { module, name: scenario.name, functions: shown.functions() });
    }
    runs
}

/// Status and answer of a function's example.
async fn tried(w: &Workspace, function: &Function) -> (u16, Value) {
    let example = EXAMPLES.iter().find(|example| example.function.name == function.name);
    let example = example.unwrap_or_else(|| panic!("{} has no example", function.name));
    let args: Value = serde_json::from_str(example.args).unwrap();
    let answer = w.client.call(function.name, args).await;
    let answer = answer.map_or(Value::Null, |answer| serde_json::to_value(&answer).unwrap());
    (w.emulator.requests().last().unwrap().status, answer)
}

/// Stateful is what changes the workspace, or answers otherwise where nobody is or where more are.
async fn kind(function: &Function, more: &Snapshot) -> &'static str {
    let w = Shown::default().workspace(Seed::examples(), Settings::default());
    let state = async || w.ask("GET", "/__emulator/state", Value::Null).await;
    let before = state().await;
    let answer = tried(&w, function).await;
    if answer.0 == 501 {
        return "501";
    }
    assert!(answer.0 < 300, "the example of {} is answered {}", function.name, answer.0);
    if before != state().await || answer != tried(&Shown::default().bare(), function).await {
        return "stateful";
    }
    w.emulator.restore(more);
    if answer == tried(&w, function).await { "canned" } else { "stateful" }
}

/// The tests of a function: those of its own resource first, then those that show the fewest functions.
fn tests(function: &Function, runs: &[Run]) -> String {
    let module = if function.resource == "auth" { "oauth" } else { function.resource };
    let mut found: Vec<&Run> = runs.iter().filter(|run| run.functions.contains(function.name)).collect();
    found.sort_by_key(|run| (run.module != module, run.functions.len(), run.module, run.name));
    let mut text =
        found.iter().take(NAMED).map(|run| format!("`{}::{}`", run.module, run.name)).collect::<Vec<_>>().join(", ");
    if found.len() > NAMED {
        text.push_str(&format!(" and {} more", found.len() - NAMED));
    }
    text
}

async fn coverage() -> String {
    let runs = runs().await;
    let mut rows = String::new();
    let (mut kinds, mut unshown) = ([0; 3], Vec::new());
    let more = Shown::default().workspace(Seed::examples(), Settings::default()).emulator;
    more.add(&Seed::parse("generate: {users: 120, leads: 120, companies: 120}").unwrap()).unwrap();
    let more = more.snapshot();
    for function in FUNCTIONS {
        let (kind, tests) = (kind(function, &more).await, tests(function, &runs));
        kinds[["stateful", "canned", "501"].iter().position(|known| *known == kind).unwrap()] += 1;
        if kind == "stateful" && tests.is_empty() {
            unshown.push(function.name);
        }
        let manners = MANNERS.iter().find(|(name, _)| *name == function.name);
        let (_, manners) = manners.unwrap_or_else(|| panic!("{} has no words on its manners", function.name));
        let (name, method, path) = (function.name, function.http.as_str(), function.path);
        rows.push_str(&format!("| `{name}` | `{method} {path}` | {kind} | {manners} | {tests} |\n"));
    }
    assert!(unshown.is_empty(), "no test shows {unshown:?}");
    assert_eq!(MANNERS.len(), FUNCTIONS.len(), "manners of a function that is not there");
    let [stateful, canned, missing] = kinds;
    format!(
        "<!-- Made by `COVERAGE=write cargo test -p intercom-emulator --test state table`; do not edit. -->\n\n\
         # What the emulator does\n\n\
         {} functions: {stateful} stateful, {canned} canned, {missing} not implemented (501). Found out by calling each \
         function's example: *stateful* is what changes the workspace or answers otherwise in another one. The tests \
         ({} in `tests/state`, and a property test) are those whose requests the emulator took for the function and did not \
         refuse; functions of the tables that send the same requests are shown together. A function's own tests come first, \
         then those that show little else.\n\n\
         | function | request | kind | manners | tests |\n|---|---|---|---|---|\n{rows}",
        FUNCTIONS.len(),
        runs.len(),
    )
}

#[tokio::test]
async fn the_table_of_coverage_is_complete_and_in_step_with_the_tests() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("COVERAGE.md");
    let fresh = coverage().await;
    if std::env::var_os("COVERAGE").is_some_and(|word| word == "write") {
        fs::write(&path, &fresh).unwrap();
    }
    let kept = fs::read_to_string(&path).unwrap_or_default().replace("\r\n", "\n");
    assert!(kept == fresh, "COVERAGE.md is stale; write it with COVERAGE=write. It should be:\n{fresh}");
}
