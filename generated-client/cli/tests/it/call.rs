//! `intercom call` against the emulator and against servers with unexpected responses.

use crate::support::{CANARY, OneResponse, Outcome, intercom, run, run_at, run_with};
use insta::assert_snapshot;
use intercom_client::FUNCTIONS;
use intercom_client::examples::EXAMPLES;
use intercom_emulator::{Emulator, Seed};
use serde_json::Value;
use std::io::Read;
use std::process::Stdio;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn response_is_indented_on_stdout() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let args = ["call", "createTag", "--args", r#"{"name":"beta"}"#];
    let outcome = run_at(&emulator.url(), &args);
    assert_snapshot!(outcome.success(), @r#"
    {
      "type": "tag",
      "id": "9001",
      "name": "beta"
    }
    "#);
    let received = emulator.take_requests().pop().unwrap();
    assert_eq!(received.function_name(), Some("createTag"));
    assert_eq!(received.body, r#"{"name":"beta"}"#);
    assert!(received.bearer);

    let compact = run_at(&emulator.url(), &[&args[..], &["--compact"]].concat());
    assert_eq!(compact.success(), "{\"type\":\"tag\",\"id\":\"9001\",\"name\":\"beta\"}\n");
    assert_eq!(
        run_at(&emulator.url(), &["call", "tags.create", "--args", r#"{"name":"beta"}"#]).stdout,
        outcome.stdout
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn empty_response_prints_nothing() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    assert_eq!(run_at(&emulator.url(), &["call", "deleteTag", "--yes", "--args", r#"{"tagId":"9001"}"#]).success(), "");
    assert_eq!(run_at(&OneResponse::new("204 No Content", "", "").url, &["call", "getAdmins"]).success(), "");
    assert_eq!(run_at(&OneResponse::new("200 OK", "", "").url, &["call", "getAdmins"]).success(), "");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_function_runs_its_example() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    for function in FUNCTIONS {
        emulator.reset().unwrap();
        let example = EXAMPLES.iter().find(|example| example.function.name == function.name).unwrap();
        let outcome = run_at(&emulator.url(), &["call", function.name, "--yes", "--args", example.args]);
        let stdout = outcome.success();
        assert!(stdout.is_empty() || serde_json::from_str::<Value>(stdout).is_ok(), "{stdout}");
        let received = emulator.take_requests().pop().unwrap();
        assert!(received.peers.iter().any(|peer| peer.name == function.name), "{received:?}");
    }
}

#[test]
fn digits_and_key_order_are_unchanged_both_ways() {
    let digits = ["12345678901234567890", "123456789012345678901234567890", "1.50", "-0.0", "1e400"];
    let numbers =
        format!(r#"{{"z":{},"a":[{}],"m":{},"b":{},"c":{}}}"#, digits[0], digits[1], digits[2], digits[3], digits[4]);
    let server = OneResponse::json(&format!(r#"{{"type":"user","custom_attributes":{numbers},"id":7}}"#));
    let args = format!(r#"{{"customAttributes":{numbers},"email":"a@b.example"}}"#);
    let outcome = run_at(&server.url, &["call", "createUserByEmail", "--args", &args, "--compact"]);
    assert_eq!(outcome.success(), format!("{{\"type\":\"user\",\"custom_attributes\":{numbers},\"id\":7}}\n"));
    let request = server.request();
    assert!(request.ends_with(&format!(r#"{{"email":"a@b.example","custom_attributes":{numbers}}}"#)), "{request}");

    let server = OneResponse::json(&format!(r#"{{"custom_attributes":{numbers}}}"#));
    let shown = run_at(&server.url, &["call", "createUserByEmail", "--args", &args]);
    let bare: String = shown.success().chars().filter(|c| !c.is_whitespace()).collect();
    assert_eq!(bare, format!(r#"{{"custom_attributes":{numbers}}}"#));

    // A number field, not a number inside a JSON field.
    let args = format!(r#"{{"eventName":"e","userId":"u","createdAt":{}}}"#, digits[0]);
    let server = OneResponse::new("202 Accepted", "", "");
    run_at(&server.url, &["call", "submitEvent", "--args", &args]).success();
    assert!(server.request().contains(r#""created_at":12345678901234567890"#));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn arguments_are_read_from_file_or_stdin() {
    let emulator = Emulator::start().await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("args.json");
    // Some editors begin a file with a byte order mark.
    std::fs::write(&file, "\u{feff}{\n  \"name\": \"beta\"\n}\n").unwrap();
    let from_file = format!("@{}", file.display());
    run_at(&emulator.url(), &["call", "createTag", "--args", &from_file]).success();
    let piped = |input: &[u8]| -> Outcome {
        let mut command = intercom(&["call", "createTag", "--args", "-", "--base-url", &emulator.url()]);
        run_with(command.env("INTERCOM_ACCESS_TOKEN", CANARY), input)
    };
    piped(br#"{"name":"beta"}"#).success();
    assert_eq!(emulator.requests().len(), 2);
    assert!(emulator.requests().iter().all(|request| request.body == r#"{"name":"beta"}"#));

    assert_snapshot!(piped(b"").error_line(2), @"--args: standard input is empty; pass a JSON object, or `{}` for no arguments");
    assert_snapshot!(piped(b" \n").error_line(2), @"--args: standard input is empty; pass a JSON object, or `{}` for no arguments");
    assert_snapshot!(piped(b"{\xff}").error_line(2), @"--args: standard input is not UTF-8");
    assert_snapshot!(piped(&vec![b' '; 64 * 1024 * 1024 + 1]).error_line(2), @"--args: standard input is larger than 64 MiB");
    let missing = run_at(&emulator.url(), &["call", "createTag", "--args", "@/no/such/file.json"]);
    assert_snapshot!(missing.error_line(2), @"--args: cannot open `/no/such/file.json`: No such file or directory (os error 2)");
    let folder = run_at(&emulator.url(), &["call", "createTag", "--args", "@/"]);
    assert_snapshot!(folder.error_line(2), @"--args: cannot read `/`: Is a directory (os error 21)");
    let nameless = run_at(&emulator.url(), &["call", "createTag", "--args", "@"]);
    assert_snapshot!(nameless.error_line(2), @"--args: the file name after `@` is missing");
    assert_eq!(emulator.requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_usage_is_one_line_and_sends_nothing() {
    let emulator = Emulator::start().await.unwrap();
    let error_line =
        |name: &str, args: &str| run_at(&emulator.url(), &["call", name, "--args", args]).error_line(2).to_owned();

    assert_snapshot!(error_line("createUserByMail", "{}"), @"unknown function `createUserByMail`; did you mean `createUserByEmail`?");
    assert_snapshot!(error_line("users.create_by_emial", "{}"), @"unknown function `users.create_by_emial`; did you mean `users.create_by_email`?");
    assert_snapshot!(error_line("xyzzy", "{}"), @"unknown function `xyzzy`; see `intercom functions`");
    assert_snapshot!(error_line("a\nb", "{}"), @"unknown function `a b`; see `intercom functions`");

    assert_snapshot!(error_line("createTag", r#"{"nam":"x"}"#), @"createTag: `nam` is not an argument of `createTag`; did you mean `name`?");
    assert_snapshot!(error_line("createTag", "{}"), @"createTag: the required argument is missing: `name`");
    assert_snapshot!(error_line("createTag", r#"{"name":7}"#), @"createTag: `name` must be a text, not a number");
    assert_snapshot!(error_line("createTag", r#"{"name":null}"#), @"createTag: `name` must be a text, not null (leave the argument out to send nothing)");
    assert_snapshot!(error_line("tagUser", r#"{"name":"a","users":[1]}"#), @"tagUser: `users` must be a list of JSON objects, and item 0 is a number");

    assert_snapshot!(error_line("createTag", r#"{"name":"#), @"--args: the arguments' JSON ends too early (line 1 column 8)");
    assert_snapshot!(error_line("createTag", r#"{"name":"x"} y"#), @"--args: the arguments are not JSON (line 1 column 14)");
    assert_snapshot!(error_line("createTag", r#"{"name":"x","name":"y"}"#), @"--args: `name` is given twice at line 1 column 23");
    assert_snapshot!(error_line("createTag", r#"["x"]"#), @r#"--args must be a JSON object, as '{"name": "value"}', not an array"#);
    assert_snapshot!(error_line("createTag", &format!("\"{CANARY}\"")), @r#"--args must be a JSON object, as '{"name": "value"}', not a string"#);

    for id in ["", ".", ".."] {
        for (name, args) in [
            ("getSingleAdmin", format!(r#"{{"adminId":"{id}"}}"#)),
            ("deleteUser", format!(r#"{{"userId":"{id}","userIdType":"intercom_id"}}"#)),
        ] {
            let line = error_line(name, &args);
            let field = if name == "deleteUser" { "`userId`" } else { "`adminId`" };
            assert!(line.contains(field), "{line}");
        }
    }
    assert_snapshot!(
        error_line("getSingleUser", r#"{"userId":"1","userIdType":"userid"}"#),
        @"getSingleUser: `userIdType` must be one of intercom_id, user_id, email, not `userid`; did you mean `user_id`?"
    );
    assert!(emulator.requests().is_empty());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn missing_token_error_says_what_to_do() {
    let emulator = Emulator::start().await.unwrap();
    let url = emulator.url();
    let args = ["call", "getUsers", "--base-url", url.as_str()];
    let unset = run(&mut intercom(&args));
    assert_snapshot!(
        unset.error_line(2),
        @"getUsers: this call needs an access token; set INTERCOM_ACCESS_TOKEN, or run `intercom auth login`; to try things out, add --emulator"
    );
    let empty = run(intercom(&args).env("INTERCOM_ACCESS_TOKEN", ""));
    assert_eq!(empty.error_line(2), unset.error_line(2));
    assert!(emulator.requests().is_empty());
    // The token may be an argument; and one function needs none.
    let args = ["call", "getUsers", "--base-url", &url, "--args", &format!(r#"{{"accessToken":"{CANARY}"}}"#)];
    run(&mut intercom(&args)).success();
    let args = r#"{"clientId":"emulated-app","clientSecret":"emulated-secret","code":"c"}"#;
    run(&mut intercom(&["call", "getAccessToken", "--base-url", &url, "--args", args])).success();
}

#[test]
fn invalid_settings_are_named_but_not_printed() {
    let with = |name: &str, value: &str| run(intercom(&["call", "getUsers"]).env(name, value)).error_line(2).to_owned();
    let url = format!("http://{CANARY}@127.0.0.1:1");
    assert_snapshot!(with("INTERCOM_BASE_URL", &url), @"INTERCOM_BASE_URL: the base URL cannot be used; write it as https://host or http://host:port, with an optional path");
    assert_snapshot!(with("INTERCOM_REGION", "uss"), @"INTERCOM_REGION: `uss` is not a region; known are us, eu, au; did you mean `us`?");
    assert_snapshot!(with("INTERCOM_ACCESS_TOKEN", &format!("{CANARY} x")), @"INTERCOM_ACCESS_TOKEN: the access token contains white space, control or non-ASCII characters");
    assert_snapshot!(with("INTERCOM_VERSION", "1\n2"), @"INTERCOM_VERSION: the API version cannot stand in a header");

    let outcome = run(&mut intercom(&["call", "getUsers", "--base-url", "ftp://127.0.0.1"]));
    assert_snapshot!(outcome.error_line(2), @"--base-url: the base URL cannot be used; write it as https://host or http://host:port, with an optional path");
    for args in [
        &["call", "getUsers", "--region", "mars"][..],
        &["call", "getUsers", "--timeout", "0"],
        &["call", "getUsers", "--timeout", "soon"],
        &["call", "getUsers", "--args", ""],
        &["call", ""],
        &["call"],
        &[],
    ] {
        let outcome = run(&mut intercom(args));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{args:?}");
        assert!(!outcome.stderr.contains("panicked"), "{outcome:?}");
    }
    let outcome = run(&mut intercom(&["call", "getUsers", "--dryrun"]));
    assert!(outcome.stderr.contains("a similar argument exists: '--dry-run'"), "{}", outcome.stderr);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn options_override_environment_variables() {
    let emulator = Emulator::start().await.unwrap();
    let url = emulator.url();
    let mut command = intercom(&["call", "getUsers", "--base-url", &url, "--api-version", "1.3", "--timeout", "2.5"]);
    command.env("INTERCOM_ACCESS_TOKEN", CANARY).env("INTERCOM_BASE_URL", "http://127.0.0.1:1");
    run(command.env("INTERCOM_VERSION", "9.9").env("INTERCOM_REGION", "eu")).success();
    assert_eq!(emulator.requests()[0].header("intercom-version"), Some("1.3"));

    let mut command = intercom(&["call", "getUsers", "--region", "EU", "--dry-run"]);
    let outcome = run(command.env("INTERCOM_BASE_URL", &url));
    assert!(outcome.success().starts_with("GET https://api.eu.intercom.io/users\n"), "{outcome:?}");
}

#[test]
fn closed_port_is_a_connect_error() {
    // A port that has just been released.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    drop(listener);
    let line = run_at(&format!("http://{address}"), &["call", "getUsers"]).error_line(5).to_owned();
    let line = line.replace(&address.to_string(), "HOST");
    assert_snapshot!(line, @"getUsers: GET /users → cannot connect to HOST (attempt 3 of 3); check the base URL, the region and the network: Connection refused (os error 111)");
}

#[test]
fn silent_server_is_a_timeout() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap();
    let outcome = run_at(&format!("http://{address}"), &["call", "getUsers", "--timeout", "0.2"]);
    let line = outcome.error_line(5).replace(&address.to_string(), "HOST");
    assert_snapshot!(line, @"getUsers: GET /users → no response from HOST in time (attempt 1 of 3)");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn api_error_is_one_line_and_body_is_optional() {
    let emulator = Emulator::start().await.unwrap();
    let args = ["call", "getUsers", "--api-version", "9.9"];
    let outcome = run_at(&emulator.url(), &args);
    assert_snapshot!(
        outcome.error_line(4),
        @"getUsers: GET /users → 400 intercom_version_invalid: unknown version; known versions: 1.0, 1.1, 1.2, 1.3, 1.4, 2.7, 2.8, 2.9, 2.10, 2.11, 2.12, 2.13, 2.14, 2.15, 2.16, Preview (request id emulator-000001, attempt 1 of 3)"
    );
    let outcome = run_at(&emulator.url(), &[&args[..], &["-v"]].concat());
    assert_eq!((outcome.code, outcome.stdout.as_str()), (4, ""));
    assert_snapshot!(untimed(&outcome.stderr, &emulator.url()), @r#"
    > GET URL/users
    > accept: application/json
    > user-agent: intercom-client/0.1.0
    > intercom-version: 9.9
    > authorization: Bearer …
    * getUsers: attempt 1
    < getUsers: attempt 1: 400, 234 bytes
    {
      "type": "error.list",
      "request_id": "emulator-000002",
      "errors": [
        {
          "code": "intercom_version_invalid",
          "message": "unknown version; known versions: 1.0, 1.1, 1.2, 1.3, 1.4, 2.7, 2.8, 2.9, 2.10, 2.11, 2.12, 2.13, 2.14, 2.15, 2.16, Preview"
        }
      ]
    }
    error: getUsers: GET /users → 400 intercom_version_invalid: unknown version; known versions: 1.0, 1.1, 1.2, 1.3, 1.4, 2.7, 2.8, 2.9, 2.10, 2.11, 2.12, 2.13, 2.14, 2.15, 2.16, Preview (request id emulator-000002, attempt 1 of 3)
    "#);

    let server = OneResponse::new("504 Gateway Timeout", "content-type: text/html\r\n", "<h1>\u{1b}[2Jslow</h1>");
    let outcome = run_at(&server.url, &["call", "getUsers", "-v", "--retries", "0"]);
    assert_eq!(outcome.code, 5);
    assert_snapshot!(untimed(&outcome.stderr, &server.url), @r"
    > GET URL/users
    > accept: application/json
    > user-agent: intercom-client/0.1.0
    > intercom-version: 1.1
    > authorization: Bearer …
    * getUsers: attempt 1
    < getUsers: attempt 1: 504, 17 bytes
    <h1>[2Jslow</h1>
    error: getUsers: GET /users → 504 Gateway Timeout, with 17 bytes of text/html
    ");
}

/// A trace without what differs between runs.
fn untimed(trace: &str, url: &str) -> String {
    let line = |line: &str| match line.split_once(" bytes in ") {
        Some((start, _)) => format!("{start} bytes"),
        None => line.to_owned(),
    };
    trace.replace(url, "URL").lines().map(line).collect::<Vec<_>>().join("\n")
}

#[test]
fn non_json_response_is_an_error_not_on_stdout() {
    let server = OneResponse::new("200 OK", "content-type: text/html\r\n", "<html>");
    let outcome = run_at(&server.url, &["call", "getUsers"]);
    assert_snapshot!(outcome.error_line(5), @"getUsers: GET /users → 200 but the response is not JSON: 6 bytes of text/html");
    run_at(&OneResponse::json(r#"{"a":1"#).url, &["call", "getUsers", "--compact"]).error_line(5);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn unknown_enum_value_is_sent_with_a_warning() {
    let emulator = Emulator::builder().seed(Seed::examples()).start().await.unwrap();
    let outcome = run_at(&emulator.url(), &["call", "getUsers", "--args", r#"{"order":"sideways"}"#]);
    // The API decides; the emulator follows the spec.
    assert_eq!(outcome.code, 4);
    assert_snapshot!(outcome.stderr, @r"
    warning: `order` is `sideways`, which is not one of the known values asc, desc; sent as it is
    error: getUsers: GET /users → 422 parameter_invalid: order must be one of asc, desc (field order, request id emulator-000001, attempt 1 of 3)
    ");
    assert_eq!(emulator.requests()[0].query_value("order"), Some("sideways"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn closed_stdout_is_not_an_error() {
    let emulator = Emulator::start().await.unwrap();
    let url = emulator.url();
    for args in [&["call", "getUsers", "--base-url", &url][..], &["functions", "--json"], &["call", "--help"]] {
        let mut child = intercom(args)
            .env("INTERCOM_ACCESS_TOKEN", CANARY)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        drop(child.stdout.take());
        let mut stderr = String::new();
        child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
        assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""), "{args:?}");
    }
}

/// Attack: text of a server that reorders a terminal's line, or moves its cursor.
#[test]
fn server_text_on_stderr_cannot_mislead_a_reader() {
    let text = "a\u{202e}b\u{2066}c\u{2028}d\\u001b[2Je\u{200f}";
    let body = format!(r#"{{"errors":[{{"code":"{text}","message":"{text}"}}]}}"#);
    let server = OneResponse::new("400 Bad", "content-type: application/json\r\n", &body);
    let outcome = run_at(&server.url, &["call", "getCurrentAdmin"]);
    let unprintable = |c: char| intercom_client::redact::is_unprintable(c) && c != '\n';
    assert!(outcome.code != 0 && !outcome.stderr.contains(unprintable), "{}", outcome.stderr.escape_unicode());
}
