//! API 2.x: from the shell, and against the emulator, which responds with the examples of the spec.

use crate::support::{CANARY, Responses, intercom, run, run_at};
use intercom_client::Args;
use intercom_client::v2::examples::EXAMPLES;
use intercom_client::v2::{Client, FUNCTIONS};
use intercom_emulator::{Emulator, RESPONSE_SOURCE_HEADER};
use serde_json::Value;
use std::collections::BTreeSet;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_emulator_responds_to_every_function_with_an_example() {
    let emulator = Emulator::start().await.unwrap();
    let client = Client::builder().base_url(emulator.url()).access_token(CANARY).retries(0).build().unwrap();
    let mut matched = BTreeSet::new();
    let mut problems = Vec::new();
    for example in EXAMPLES {
        let name = example.function.name;
        let response = client.call(name, Args::parse(example.args).unwrap()).send_raw().await;
        let request = emulator.take_requests().pop().unwrap();
        matched.insert(request.function_name().unwrap_or("none").to_owned());
        match response {
            Ok(response) if response.headers().contains_key(RESPONSE_SOURCE_HEADER) => {}
            Ok(response) => problems.push(format!("{name}: not marked as an example: {response:?}")),
            Err(error) => problems.push(format!("{name}: {error} ({:?})", request.problem)),
        }
    }
    assert!(problems.is_empty(), "{}", problems.join("\n"));
    assert_eq!(matched.len(), FUNCTIONS.len(), "functions are taken for each other");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_requests_are_rejected_as_those_of_1_x_are() {
    let emulator = Emulator::start().await.unwrap();
    let send = |args: &[&str]| run_at(&emulator.url(), &[&["--api", "v2", "--retries", "0"], args].concat());
    let unknown = send(&["tags", "create", "--name", "a", "--api-version", "2.99"]);
    assert!(unknown.code == 4 && unknown.stderr.contains("2.16"), "{unknown:?}");
    let anonymous = run(intercom(&["--api", "v2", "tags", "list", "--base-url", &emulator.url()]).env("X", "y"));
    assert!(anonymous.code == 2 && anonymous.stderr.contains("access token"), "{anonymous:?}");
}

#[test]
fn every_function_is_a_command() {
    let listed = run(&mut intercom(&["--api", "v2", "functions", "--json"]));
    let listed: Value = serde_json::from_str(listed.success()).unwrap();
    assert_eq!(listed.as_array().unwrap().len(), 231);
    let contact = run(&mut intercom(&["--api", "v2", "contacts", "create", "--help"]));
    assert!(contact.success().contains("--email"), "{contact:?}");
    let by_variable = run(intercom(&["contacts", "create", "--help"]).env("INTERCOM_API", "v2"));
    assert_eq!(by_variable.success(), contact.stdout);
    let other = run(&mut intercom(&["contacts", "create"])).error_line(2).to_owned();
    assert_eq!(other, "`contacts` is not in the API v1; add --api v2");
    let created = run(&mut intercom(&["contacts", "list", "--api", "v2", "--emulator", "-o", "ndjson"]));
    assert!(created.success().lines().all(|line| line.starts_with('{')), "{created:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn functions_of_the_tables_run_on_2_x() {
    let emulator = Emulator::start().await.unwrap();
    let send = |args: &[&str]| run_at(&emulator.url(), &[&["--api", "v1-on-v2", "--retries", "0"], args].concat());
    let created = send(&["users", "create-by-email", "--email", "ines@kiln.example"]);
    assert!(created.success().contains("\"type\": \"contact\""), "{created:?}");
    let sent = emulator.take_requests();
    assert_eq!((sent[0].method.as_str(), sent[0].path.as_str()), ("POST", "/contacts"));
    assert_eq!(sent[0].header("intercom-version"), Some("2.16"));
    // What 2.x has nothing for: before anything is sent.
    let withdrawn = send(&["call", "getAppTotalCounts"]);
    let line = withdrawn.error_line(2);
    assert!(line.starts_with("getAppTotalCounts: `getAppTotalCounts` is not in API 2.x"), "{line}");
    for (args, message) in [
        (&["import", "x.csv", "--function", "createTag"][..], "`import` does not work with --api v1-on-v2"),
        (&["tags", "create", "--name", "a", "--dry-run"], "--dry-run does not apply to --api v1-on-v2"),
    ] {
        let outcome = send(args);
        assert!(outcome.code == 2 && outcome.stderr.contains(message), "{outcome:?}");
    }
    assert!(emulator.requests().is_empty());
}

/// What the library can be asked to do, options ask for; errors name the options.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn arguments_without_a_place_are_dropped_on_request() {
    let emulator = Emulator::start().await.unwrap();
    let send = |args: &[&str]| run_at(&emulator.url(), &[&["--api", "v1-on-v2", "--retries", "0"], args].concat());
    let create = ["users", "create-by-email", "--email", "ines@kiln.example", "--new-session"];
    assert_eq!(
        send(&create).error_line(2),
        "createUserByEmail: API 2.x does not take `newSession`: sessions are not counted any more; --drop-unsupported leaves it out"
    );
    assert!(emulator.requests().is_empty());
    let created = send(&[&create[..], &["--drop-unsupported"]].concat());
    assert_eq!(
        (created.code, created.stderr.as_str()),
        (0, "not sent: `newSession`: sessions are not counted any more\n")
    );
    assert_eq!(emulator.take_requests()[0].body, r#"{"role":"user","email":"ines@kiln.example"}"#);
    // A value that 2.x has no way by is not left out, and no error says so.
    let args = r#"{"userId":"a@b.example","userIdType":"email"}"#;
    let value = send(&["call", "getSingleUser", "--args", args, "--drop-unsupported"]);
    assert!(value.code == 0 || !value.stderr.contains("drop-unsupported"), "{value:?}");
    // Other APIs do not have them, and no option of a field is in their way.
    let other = run(&mut intercom(&["tags", "create", "--name", "a", "--unarchive"]));
    assert!(other.code == 2 && other.stderr.contains("unexpected argument '--unarchive'"), "{other:?}");
    let complete = run(&mut intercom(&["--api", "v1-on-v2", "completions", "bash"]));
    assert!(complete.success().contains("--drop-unsupported"));
}

#[test]
fn archived_contacts_come_back_on_request() {
    let conflict = r#"{"type":"error.list","errors":[{"code":"conflict","message":"An archived contact matching those details already exists with id=6f03"}]}"#;
    let contact = r#"{"type":"contact","id":"6f03"}"#;
    let create = ["--api", "v1-on-v2", "users", "create-by-email", "--email", "a@b.example"];
    let api = Responses::new(&[("409 Conflict", conflict)]);
    let line = run_at(&api.url, &create).error_line(4).to_owned();
    assert_eq!(line, "createUserByEmail: the contact 6f03 is archived; --unarchive brings it back");
    let api = Responses::new(&[("409 Conflict", conflict), ("200 OK", contact), ("200 OK", contact)]);
    let back = run_at(&api.url, &[&create[..], &["--unarchive"]].concat());
    assert!(back.success().contains("6f03"), "{back:?}");
    assert_eq!(api.requests(), ["POST /contacts", "POST /contacts/6f03/unarchive", "PUT /contacts/6f03"]);
}
