//! The demo passes, and notices what is wrong.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

use intercom_client::Client;
use intercom_client::examples::EXAMPLES;
use intercom_client::runtime::Example;
use intercom_emulator::demo::{self, Report, Tally};
use intercom_emulator::{Emulator, Seed};

async fn run(examples: &[Example<Client>]) -> Report {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    demo::run(&emulator, examples).await.unwrap()
}

/// All examples, the first one of a function changed.
fn examples(name: &str, change: impl Fn(&mut Example<Client>)) -> Vec<Example<Client>> {
    let mut examples: Vec<Example<Client>> = EXAMPLES.iter().map(|example| Example { ..*example }).collect();
    change(examples.iter_mut().find(|example| example.function.name == name).unwrap());
    examples
}

#[tokio::test]
async fn all_functions_pass() {
    let report = run(EXAMPLES).await;
    assert!(report.passed(), "{}", report.failures());
    assert_eq!(report.functions(), Tally { passed: 82, total: 82 });
    assert_eq!(report.additions(), Tally { passed: 1, total: 1 });
    assert_eq!(report.failures(), "");
    let table = report.table(100);
    assert_eq!(table.lines().last(), Some("82 of 82"));
    assert!(table.lines().all(|line| line.chars().count() <= 110), "{table}");
    assert!(!table.contains("EXAMPLE-NOT-A"), "{table}");
}

#[tokio::test]
async fn a_wrong_path_query_or_body_is_a_failure() {
    let report = run(&examples("getSingleAdmin", |example| example.path = "/admins/1")).await;
    assert_eq!(report.functions(), Tally { passed: 81, total: 82 });
    assert!(!report.passed());
    assert!(report.table(200).lines().any(|line| line.starts_with("getSingleAdmin ") && line.ends_with("FAILED")));
    assert_eq!(report.table(200).lines().last(), Some("81 of 82"));
    assert_eq!(
        report.failures(),
        "FAILED getSingleAdmin\n  typed: GET /admins/70215\n  dynamic: GET /admins/70215\n  \
         - the typed path is /admins/70215, the spec says /admins/1\n  \
         - the dynamic path is /admins/70215, the spec says /admins/1\n"
    );

    let report = run(&examples("getUsersByTag", |example| example.query = &[("tag_id", "x")])).await;
    assert!(report.failures().contains("the typed query is not the spec's"), "{}", report.failures());

    let report = run(&examples("createTag", |example| example.body = Some(r#"{"name":"other"}"#))).await;
    assert!(report.failures().contains(r#"the spec's body: {"name":"other"}"#), "{}", report.failures());
}

#[tokio::test]
async fn a_dynamic_call_that_differs_or_fails_is_a_failure() {
    let report = run(&examples("createTag", |example| example.args = r#"{"name":"other"}"#)).await;
    assert!(report.failures().contains("typed and dynamic differ in the body"), "{}", report.failures());

    let report = run(&examples("createTag", |example| example.args = "{}")).await;
    let failures = report.failures();
    assert!(failures.contains("dynamic: nothing arrived"), "{failures}");
    assert!(failures.contains("`name`"), "{failures}");
}

#[tokio::test]
async fn a_function_without_an_example_is_a_failure() {
    let report = run(&EXAMPLES[1..]).await;
    assert_eq!(report.functions(), Tally { passed: 81, total: 82 });
    assert_eq!(report.failures(), "FAILED getAccessToken\n  - it has no example\n");
}

#[tokio::test]
async fn a_failure_prints_no_secret() {
    let report = run(&examples("getAccessToken", |example| example.path = "/elsewhere")).await;
    let failures = report.failures();
    assert!(failures.contains(r#""client_secret":"…""#), "{failures}");
    assert!(!failures.contains("EXAMPLE-NOT-A"), "{failures}");
}
