//! The demo passes, and reports what is wrong.

use super::compare;
use super::report::{Report, Tally};
use super::story;
use intercom_client::Example;
use intercom_client::examples::EXAMPLES;
use intercom_client::{Client, FUNCTIONS};
use intercom_emulator::{Emulator, Seed};

async fn run(examples: &[Example<Client>]) -> Report {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    compare(&emulator, examples).await.unwrap()
}

/// How many functions the function tables have.
fn tables() -> usize {
    FUNCTIONS.iter().filter(|function| function.addition.is_none()).count()
}

/// All examples, with a change to the first one of a function.
fn examples(name: &str, change: impl Fn(&mut Example<Client>)) -> Vec<Example<Client>> {
    let mut examples: Vec<Example<Client>> = EXAMPLES.iter().map(|example| Example { ..*example }).collect();
    change(examples.iter_mut().find(|example| example.function.name == name).unwrap());
    examples
}

#[tokio::test]
async fn all_functions_pass() {
    let report = run(EXAMPLES).await;
    assert!(report.passed(), "{}", report.failures());
    let additions = FUNCTIONS.iter().filter(|function| function.addition.is_some()).count();
    assert_eq!(report.functions(), Tally { passed: tables(), total: tables() });
    assert_eq!(report.additions(), Tally { passed: additions, total: additions });
    assert_eq!(report.failures(), "");
    let table = report.table(100);
    assert_eq!(table.lines().last(), Some(format!("{0} of {0}", tables()).as_str()));
    assert!(table.lines().all(|line| line.chars().count() <= 110), "{table}");
    assert!(!table.contains("EXAMPLE-NOT-A"), "{table}");
}

#[tokio::test]
async fn wrong_path_query_or_body_is_reported() {
    let report = run(&examples("getSingleAdmin", |example| example.path = "/admins/1")).await;
    assert_eq!(report.functions(), Tally { passed: tables() - 1, total: tables() });
    assert!(!report.passed());
    assert!(report.table(200).lines().any(|line| line.starts_with("getSingleAdmin ") && line.ends_with("FAILED")));
    assert_eq!(report.table(200).lines().last(), Some(format!("{} of {}", tables() - 1, tables()).as_str()));
    assert_eq!(
        report.failures(),
        "FAILED getSingleAdmin\n  typed: GET /admins/70215\n  dynamic: GET /admins/70215\n  \
         - the typed path is /admins/70215, the spec says /admins/1\n  \
         - the dynamic path is /admins/70215, the spec says /admins/1\n"
    );

    let report = run(&examples("getUsersByTag", |example| example.query = &[("tag_id", "x")])).await;
    assert!(report.failures().contains("the typed query differs from the spec"), "{}", report.failures());

    let report = run(&examples("createTag", |example| example.body = Some(r#"{"name":"other"}"#))).await;
    assert!(report.failures().contains(r#"body in the spec: {"name":"other"}"#), "{}", report.failures());
}

#[tokio::test]
async fn different_or_failed_dynamic_call_is_reported() {
    let report = run(&examples("createTag", |example| example.args = r#"{"name":"other"}"#)).await;
    assert!(report.failures().contains("typed and dynamic differ in the body"), "{}", report.failures());

    let report = run(&examples("createTag", |example| example.args = "{}")).await;
    let failures = report.failures();
    assert!(failures.contains("dynamic: no request arrived"), "{failures}");
    assert!(failures.contains("`name`"), "{failures}");
}

#[tokio::test]
async fn function_without_example_is_reported() {
    let report = run(&EXAMPLES[1..]).await;
    assert_eq!(report.functions(), Tally { passed: tables() - 1, total: tables() });
    assert_eq!(report.failures(), "FAILED getAccessToken\n  - it has no example\n");
}

#[tokio::test]
async fn failure_contains_no_secret() {
    let report = run(&examples("getAccessToken", |example| example.path = "/elsewhere")).await;
    let failures = report.failures();
    assert!(failures.contains(r#""client_secret":"…""#), "{failures}");
    assert!(!failures.contains("EXAMPLE-NOT-A"), "{failures}");
}

#[tokio::test]
async fn story_runs_to_its_end() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let steps = story::run(&emulator).await.unwrap();
    assert_eq!(steps.len(), 8, "{steps:?}");
    assert!(steps.last().unwrap().starts_with("delete"), "{steps:?}");
}
