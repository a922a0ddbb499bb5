//! A subcommand for each function, with an option for each field.

use crate::support::{CANARY, OneResponse, intercom, run, run_at};
use insta::assert_snapshot;
use intercom_client::FUNCTIONS;
use intercom_client::examples::EXAMPLES;
use intercom_emulator::{Emulator, Seed};
use serde_json::Value;
use std::collections::BTreeMap;

/// The subcommand of a resource: `auth` is taken.
fn resource(name: &str) -> String {
    let name = kebab(name);
    if name == "auth" { "auth-api".to_owned() } else { name }
}

fn kebab(name: &str) -> String {
    let mut out = String::new();
    for c in name.chars() {
        match c {
            '_' => out.push('-'),
            c if c.is_uppercase() => out.extend(['-', c.to_ascii_lowercase()]),
            c => out.push(c),
        }
    }
    out
}

/// Every function's example, passed by options, sends what it sends when it is passed as JSON.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_function_takes_its_example_as_options() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    for function in FUNCTIONS {
        let example = EXAMPLES.iter().find(|example| example.function.name == function.name).unwrap();
        let args: BTreeMap<String, Value> = serde_json::from_str(example.args).unwrap();
        let mut line = vec![resource(function.resource), kebab(function.method), "--yes".to_owned()];
        for (name, value) in args.iter().filter(|(name, _)| !function.field(name).unwrap().credential) {
            line.push(format!("--{}", kebab(name)));
            line.push(value.as_str().map_or_else(|| value.to_string(), str::to_owned));
        }
        let line: Vec<&str> = line.iter().map(String::as_str).collect();
        emulator.reset().unwrap();
        let outcome = run_at(&emulator.url(), &line);
        assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{line:?}");
        let by_options = emulator.take_requests().pop().unwrap();
        emulator.reset().unwrap();
        run_at(&emulator.url(), &["call", function.name, "--yes", "--args", example.args]).success();
        let by_json = emulator.take_requests().pop().unwrap();
        assert_eq!(
            (&by_options.method, &by_options.path, &by_options.query, json(&by_options.body)),
            (&by_json.method, &by_json.path, &by_json.query, json(&by_json.body)),
            "{line:?}"
        );
    }
}

fn json(body: &[u8]) -> Option<Value> {
    (!body.is_empty()).then(|| serde_json::from_slice(body).unwrap())
}

#[test]
fn options_become_the_arguments_of_a_call() {
    let args = ["users", "create-by-email", "--email", "a@b.example", "--custom-attributes", r#"{"n": 1.50}"#];
    let also = ["--signed-up-at", "2018-09-28T10:20:00Z", "--new-session", "--args", r#"{"name":"Ines"}"#, "--dry-run"];
    let outcome = run(&mut intercom(&[&args[..], &also].concat()));
    let body = outcome.success().split_once("\n\n").unwrap().1;
    assert_snapshot!(body.trim(), @r#"{"email":"a@b.example","name":"Ines","custom_attributes":{"n": 1.50},"new_session":true,"signed_up_at":1538130000}"#);
}

#[test]
fn lists_are_repeated_or_json() {
    let body = |args: &[&str]| {
        let outcome = run(&mut intercom(&[&["tags", "tag-users", "--name", "beta", "--dry-run"], args].concat()));
        outcome.success().split_once("\n\n").unwrap().1.to_owned()
    };
    let repeated = body(&["--users", r#"{"user_id":"1"}"#, "--users", r#"{"user_id":"2"}"#]);
    assert_eq!(repeated, body(&["--users", r#"[{"user_id":"1"},{"user_id":"2"}]"#]));
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("users.json");
    std::fs::write(&file, r#"[{"user_id":"1"},{"user_id":"2"}]"#).unwrap();
    assert_eq!(repeated, body(&["--users", &format!("@{}", file.display())]));
}

#[test]
fn wrong_options_say_what_to_do() {
    let error = |args: &[&str]| run(&mut intercom(args)).error_line(2).to_owned();
    assert_snapshot!(error(&["tags", "create"]), @"tags create: --name is required; see `intercom tags create --help`");
    assert_snapshot!(
        error(&["tags", "create", "--name", "a", "--args", r#"{"name":"b"}"#]),
        @"--name and `name` in --args are the same; pass one"
    );
    assert_snapshot!(
        error(&["users", "create-by-email", "--email", "a", "--custom-attributes", "seats=4"]),
        @"--custom-attributes must be JSON, as '{\"key\": \"value\"}', @file or -; it is not (line 1 column 1)"
    );
    assert_snapshot!(
        error(&["users", "create-by-email", "--email", "a", "--custom-attributes", "-", "--companies", "-"]),
        @"--custom-attributes and --companies both read standard input; name a file"
    );
    let outcome = run(&mut intercom(&["users", "create-by-emial"]));
    assert!(outcome.code == 2 && outcome.stderr.contains("'create-by-email'"), "{outcome:?}");
}

/// Attack: the token on the command line, where other users see it.
#[test]
fn there_is_no_option_for_the_token_and_its_value_is_not_echoed() {
    for args in [&["--access-token", CANARY][..], &[&format!("--access-token={CANARY}")]] {
        let outcome = run(&mut intercom(&[&["users", "list"], args].concat()));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{outcome:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_takes_away_needs_yes_off_a_terminal() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let line = run_at(&emulator.url(), &["tags", "delete", "--tag-id", "9001"]).error_line(2).to_owned();
    assert_snapshot!(line, @"deleteTag (DELETE /tags/{tagId}) takes something away; add --yes to confirm");
    assert!(emulator.requests().is_empty());
    run_at(&emulator.url(), &["tags", "delete", "--tag-id", "9001", "--yes"]).success();
    assert_eq!(emulator.requests().len(), 1);
}

#[test]
fn responses_are_printed_in_the_format_that_is_asked_for() {
    let print = |args: &[&str]| {
        let server = OneResponse::json(r#"{"type":"tag","id":"9001","n":1.50,"a":{"b":["x"]}}"#);
        let args = [&["tags", "create", "--name", "beta"], args].concat();
        run_at(&server.url, &args).success().to_owned()
    };
    assert_snapshot!(print(&["-o", "yaml"]), @r#"
    type: tag
    id: "9001"
    "n": 1.50
    a:
      b:
        - x
    "#);
    assert_eq!(print(&["-o", "ndjson", "--fields", "a.b.0,id"]), "{\"a\":{\"b\":{\"0\":\"x\"}},\"id\":\"9001\"}\n");
    assert_eq!(print(&["-o", "csv"]), "type,id,n\ntag,9001,1.50\n");
    assert_snapshot!(print(&["-o", "table"]), @r#"
    type  tag
    id    9001
    n     1.50
    a     {"b":["x"]}
    "#);
}

#[test]
fn an_emulator_for_one_run_needs_no_token() {
    let outcome = run(&mut intercom(&["users", "list", "--emulator", "-o", "ndjson", "--fields", "id"]));
    assert!(outcome.success().lines().count() > 0, "{outcome:?}");
}

#[test]
fn help_names_every_function() {
    let help = run(&mut intercom(&["users", "--help"])).success().to_owned();
    for function in FUNCTIONS.iter().filter(|function| function.resource == "users") {
        assert!(help.contains(&kebab(function.method)), "{help}");
    }
    let help = run(&mut intercom(&["users", "get", "--help"])).success().to_owned();
    assert!(help.contains("[required; known values: intercom_id, user_id, email]"), "{help}");
}

#[test]
fn a_call_is_printed_as_code_without_credentials() {
    let snippet = |args: &[&str]| run(intercom(args).env("INTERCOM_ACCESS_TOKEN", CANARY)).success().to_owned();
    assert_snapshot!(snippet(&["tags", "create", "--name", "it's", "--snippet", "curl"]), @r#"
    curl -X POST 'https://api.intercom.io/tags' \
      -H "Authorization: Bearer $INTERCOM_ACCESS_TOKEN" \
      -H 'Intercom-Version: 1.1' \
      -H 'Accept: application/json' \
      -H 'Content-Type: application/json' \
      -d '{"name":"it'\''s"}'
    "#);
    let languages = ["rust", "rust-dynamic", "command-line", "python", "javascript", "ruby", "go", "php", "http"];
    for api in ["v1", "v2"] {
        for language in languages {
            let code = snippet(&["--api", api, "tags", "list", "--snippet", language]);
            assert!(code.contains("tags") || code.contains("getAppTags") || code.contains("listTags"), "{code}");
        }
    }
    // What the form has as a secret is not repeated.
    let args = ["auth-api", "get-access-token", "--client-id", "c", "--client-secret", CANARY, "--code", "x"];
    assert!(snippet(&[&args[..], &["--snippet", "python"]].concat()).contains("client_id"));
    // A page that the program does not have.
    let wrong = run(&mut intercom(&["tags", "list", "--snippet", "cobol"]));
    assert!(wrong.code == 2 && wrong.stderr.contains("python"), "{wrong:?}");
}
