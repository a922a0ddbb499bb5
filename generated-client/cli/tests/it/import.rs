//! `import`: each row once, whatever ends the command; `export`: all of a list, or none.

use crate::support::{CANARY, Outcome, Running, intercom, run, run_at};
use insta::assert_snapshot;
use intercom_emulator::{Clock, Emulator, FaultRule, RateLimit, Seed, Settings};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Stdio};
use std::sync::{Arc, Mutex};
use std::time::Duration;
use tempfile::TempDir;

/// A folder with a file of rows.
fn rows(name: &str, text: &str) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(name);
    fs::write(&path, text).unwrap();
    (folder, path)
}

fn users(count: usize) -> String {
    let rows: String = (0..count).map(|at| format!("u{at}@rows.example,User {at},{at}\n")).collect();
    format!("mail,full name,seats\n{rows}")
}

const MAP: &str = "email=mail,name=full name,customAttributes.seats=seats";

fn import(url: &str, path: &Path, args: &[&str]) -> Outcome {
    run_at(url, &[&["import", path.to_str().unwrap(), "--function", "createUserByEmail"], args].concat())
}

fn summary(outcome: &Outcome) -> Value {
    serde_json::from_str(&outcome.stdout).unwrap()
}

/// How often each email was sent.
fn sent(emulator: &Emulator) -> BTreeMap<String, usize> {
    let mut sent = BTreeMap::new();
    for request in emulator.requests() {
        let body: Value = serde_json::from_slice(&request.body).unwrap();
        *sent.entry(body["email"].as_str().unwrap().to_owned()).or_default() += 1;
    }
    sent
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn each_row_of_csv_is_a_call() {
    let emulator = Emulator::start().await.unwrap();
    let (_folder, path) =
        rows("users.csv", "mail,full name,seats,age\n\"ines@kiln.example\",\"Prado, Ines\",4,\nb@x.example,,,9\n");
    let dry = import(&emulator.url(), &path, &["--map", MAP, "--dry-run"]);
    assert_eq!(dry.stdout, "{\"rows\":2,\"valid\":true}\n");
    assert!(emulator.requests().is_empty());
    let outcome = import(&emulator.url(), &path, &["--map", MAP, "--concurrency", "1"]);
    assert_eq!(outcome.stderr, "not sent, since no argument has their name: age; see --map\n");
    assert_eq!(
        summary(&outcome),
        json!({ "rows": 2, "succeeded": 2, "failed": 0, "uncertain": 0, "sent_in_this_run": 2 })
    );
    let bodies: Vec<String> =
        emulator.requests().into_iter().map(|request| String::from_utf8(request.body.to_vec()).unwrap()).collect();
    assert_eq!(
        bodies,
        [
            r#"{"email":"ines@kiln.example","name":"Prado, Ines","custom_attributes":{"seats":4}}"#,
            r#"{"email":"b@x.example"}"#
        ]
    );

    // Once more: nothing is sent.
    let again = import(&emulator.url(), &path, &["--map", MAP]);
    assert_eq!((again.code, again.stdout.as_str()), (2, ""));
    let again = again.stderr.lines().last().unwrap().replace(path.to_str().unwrap(), "FILE");
    assert_snapshot!(again, @"error: this file has been imported before, or in part: FILE.journal exists; --resume sends the rows that are missing, deleting the journal sends all rows again");
    let resumed = import(&emulator.url(), &path, &["--map", MAP, "--resume"]);
    assert_eq!((resumed.code, &summary(&resumed)["sent_in_this_run"]), (0, &json!(0)));
    assert_eq!(emulator.requests().len(), 2);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_rows_are_checked_before_the_first_call() {
    let emulator = Emulator::start().await.unwrap();
    let text = "{\"email\":\"a@b.example\"}\n\n{\"email\":7}\n{\"name\":\"x\"}\n[]\n{\"email\":\"c@d.example\",\"signed_up_at\":\"soon\"}\n";
    let (_folder, path) = rows("users.ndjson", text);
    let outcome = import(&emulator.url(), &path, &[]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    // A line that is no row at all is found first: without it there are no columns.
    assert!(outcome.stderr.contains("line 5: it is not a JSON object"), "{outcome:?}");
    fs::write(&path, text.replace("[]\n", "")).unwrap();
    let outcome = import(&emulator.url(), &path, &[]);
    assert_snapshot!(outcome.stderr.replace(path.to_str().unwrap(), "FILE"), @r"
    error: FILE: 3 of 4 rows cannot be sent; nothing was sent
      row 2 (line 3), column `email`: `email` must be a text, not a number
      row 3 (line 4), column `email`: the required argument is missing: `email`
      row 4 (line 5), column `signed_up_at`: `signedUpAt` must be unix seconds or an RFC 3339 date, which this text is not
    ");
    assert!(emulator.requests().is_empty());
    for (name, text, message) in [
        ("a.csv", "email,email\n", "column 2 is named `email` like an earlier one"),
        ("a.csv", "email\na,b\n", "it has 2 cells, and the header has 1"),
        ("a.txt", "", "must end in .csv, .ndjson or .jsonl"),
        ("a.csv", "", "no column becomes an argument of createUserByEmail: there is none; see --map"),
        (
            "a.csv",
            "email;name\na@b.example;A\n",
            "no column becomes an argument of createUserByEmail: there are email;name",
        ),
    ] {
        let (_folder, path) = rows(name, text);
        let outcome = import(&emulator.url(), &path, &[]);
        assert!(outcome.code == 2 && outcome.stderr.contains(message), "{outcome:?}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rejected_rows_can_be_imported_in_turn() {
    let emulator = Emulator::start().await.unwrap();
    let (_folder, path) = rows("users.csv", &users(6));
    for rule in
        FaultRule::parse_all(r#"[{"when":{"function":"createUserByEmail","call":3},"fault":{"status":422}}]"#).unwrap()
    {
        emulator.add_fault(rule);
    }
    let outcome = import(&emulator.url(), &path, &["--map", MAP, "--concurrency", "1"]);
    assert_eq!(outcome.code, 4, "{outcome:?}");
    let failed = path.with_extension("failed.csv");
    assert_eq!(summary(&outcome)["failed_rows"], failed.to_str().unwrap());
    let text = fs::read_to_string(&failed).unwrap();
    assert!(text.starts_with("mail,full name,seats,import_error\nu2@rows.example,User 2,2,"), "{text}");
    let outcome = import(&emulator.url(), &failed, &["--map", MAP]);
    assert_eq!((outcome.code, outcome.stderr.as_str()), (0, ""), "{outcome:?}");
    assert_eq!(sent(&emulator).len(), 6);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_token_that_expires_half_way_stops_everything() {
    let emulator = Emulator::start().await.unwrap();
    let (_folder, path) = rows("users.csv", &users(40));
    let rules = r#"[{"when":{"function":"createUserByEmail","call":11},"fault":{"status":401}}]"#;
    for rule in FaultRule::parse_all(rules).unwrap() {
        emulator.add_fault(rule);
    }
    let outcome = import(&emulator.url(), &path, &["--map", MAP, "--concurrency", "2"]);
    assert_eq!((outcome.code, &summary(&outcome)["failed"]), (4, &json!(0)), "{outcome:?}");
    assert!(outcome.stderr.ends_with("; the same command with --resume carries on\n"), "{outcome:?}");
    assert!(emulator.requests().len() <= 13, "{}", emulator.requests().len());
    let outcome = import(&emulator.url(), &path, &["--map", MAP, "--resume"]);
    assert_eq!((outcome.code, &summary(&outcome)["succeeded"]), (0, &json!(40)), "{outcome:?}");
    // The rejected one, and each row once.
    assert_eq!((emulator.requests().len(), sent(&emulator).len()), (41, 40));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn rows_of_unknown_outcome_are_sent_twice_only_if_harmless() {
    let emulator = Emulator::start().await.unwrap();
    let (_folder, path) = rows("leads.csv", "email\na@rows.example\nb@rows.example\nc@rows.example\n");
    let run = |args: &[&str]| {
        let args = [&["import", path.to_str().unwrap(), "--function", "createLead", "--concurrency", "1"], args];
        run_at(&emulator.url(), &args.concat())
    };
    for rule in FaultRule::parse_all(r#"[{"when":{"function":"createLead","call":2},"fault":{"status":500}}]"#).unwrap()
    {
        emulator.add_fault(rule);
    }
    let first = run(&[]);
    assert_eq!((first.code, &summary(&first)["uncertain"]), (5, &json!(1)), "{first:?}");
    assert!(first.stderr.starts_with("row 2 may have been processed"), "{first:?}");
    assert_eq!(run(&["--resume"]).code, 5);
    assert_eq!(emulator.requests().len(), 3);
    assert_eq!(run(&["--resume", "--send-uncertain"]).code, 0);
    assert_eq!(emulator.requests().len(), 4);
}

fn spawn(url: &str, path: &Path, args: &[&str]) -> Child {
    let args = [&["import", path.to_str().unwrap(), "--function", "createUserByEmail", "--map", MAP], args].concat();
    let mut command = intercom(&args);
    command.env("INTERCOM_BASE_URL", url).env("INTERCOM_ACCESS_TOKEN", CANARY);
    command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap()
}

async fn wait_for(emulator: &Emulator, requests: usize) {
    while emulator.requests().len() < requests {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// The job that people do: 5,000 rows under a rate limit, killed half-way without a warning, and carried on with.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn five_thousand_rows_survive_a_kill() {
    const ROWS: usize = 5_000;
    // The emulator keeps the last requests only, so they are counted as they come.
    let accepted = Arc::new(Mutex::new(BTreeMap::<String, usize>::new()));
    let counted = Arc::clone(&accepted);
    let settings =
        Settings::default().clock(Clock::System).rate_limit(RateLimit::new(500, 1)).on_request(move |request| {
            if request.status == 200 && request.method == "POST" {
                let body: Value = serde_json::from_slice(&request.body).unwrap();
                *counted.lock().unwrap().entry(body["email"].as_str().unwrap().to_owned()).or_default() += 1;
            }
        });
    let emulator = Emulator::builder().settings(settings).start().await.unwrap();
    let (_folder, path) = rows("users.csv", &users(ROWS));
    let mut child = spawn(&emulator.url(), &path, &["--concurrency", "8"]);
    while accepted.lock().unwrap().len() < ROWS / 2 {
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    child.kill().unwrap();
    child.wait().unwrap();
    let journal = fs::read_to_string(path.with_extension("csv.journal")).unwrap();
    let count = |sign: char| journal.lines().filter(|line| line.starts_with(sign)).count();
    // What was under way: its outcome is unknown, and an upsert is harmless twice.
    let uncertain = count('>') - count('+') - count('<');
    assert!(uncertain <= 8, "{uncertain}");

    let outcome = import(&emulator.url(), &path, &["--map", MAP, "--resume", "--concurrency", "8"]);
    assert_eq!(outcome.code, 0, "{outcome:?}");
    assert_eq!((&summary(&outcome)["succeeded"], &summary(&outcome)["failed"]), (&json!(ROWS), &json!(0)));
    let accepted = accepted.lock().unwrap().clone();
    assert_eq!(accepted.len(), ROWS, "rows are lost");
    let calls: usize = accepted.values().sum();
    assert!(calls - ROWS <= uncertain, "{calls} calls for {ROWS} rows, of which {uncertain} were uncertain");
    let page = run_at(&emulator.url(), &["call", "getUsers", "--args", r#"{"perPage":"1"}"#]);
    assert_eq!(serde_json::from_str::<Value>(&page.stdout).unwrap()["total_count"], ROWS);
}

/// Ctrl-C lets what is under way come to its end: nothing is uncertain, nothing is sent twice.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_leaves_no_row_uncertain() {
    let emulator =
        Emulator::builder().settings(Settings::default().latency(Duration::from_millis(10))).start().await.unwrap();
    let (_folder, path) = rows("users.csv", &users(200));
    let mut child = spawn(&emulator.url(), &path, &[]);
    wait_for(&emulator, 20).await;
    run(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]));
    assert_eq!(child.wait().unwrap().code(), Some(130));
    assert!(emulator.requests().len() < 200);
    let outcome = import(&emulator.url(), &path, &["--map", MAP, "--resume"]);
    assert_eq!((outcome.code, &summary(&outcome)["succeeded"]), (0, &json!(200)), "{outcome:?}");
    let sent = sent(&emulator);
    assert!(sent.len() == 200 && sent.values().all(|count| *count == 1), "{sent:?}");
}

/// A disk that is full: nothing is sent that could not be entered in the journal.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn full_disk_stops_before_the_next_row() {
    // A clock that goes on: the windows of the rate limit end.
    let settings = Settings::default().clock(Clock::System);
    let emulator = Emulator::builder().settings(settings).start().await.unwrap();
    let (_folder, path) = rows("users.csv", &users(500));
    let script = format!(
        "trap '' XFSZ; ulimit -f 2; exec {} import {} --function createUserByEmail --map '{MAP}'",
        env!("CARGO_BIN_EXE_intercom"),
        path.display()
    );
    let mut command = std::process::Command::new("sh");
    command.args(["-c", &script]).env("INTERCOM_BASE_URL", emulator.url()).env("INTERCOM_ACCESS_TOKEN", CANARY);
    let outcome = run(&mut command);
    assert_eq!(outcome.code, 1, "{outcome:?}");
    assert!(
        outcome.stderr.contains("cannot write the journal") && outcome.stderr.contains("nothing more was sent"),
        "{outcome:?}"
    );
    let outcome = import(&emulator.url(), &path, &["--map", MAP, "--resume", "--concurrency", "16"]);
    assert_eq!((outcome.code, &summary(&outcome)["succeeded"]), (0, &json!(500)), "{outcome:?}");
    assert_eq!(sent(&emulator).len(), 500);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_carries_on_where_it_has_stopped() {
    let emulator = Emulator::start().await.unwrap();
    let users: Vec<Value> = (0..250).map(|at| json!({ "user_id": format!("u-{at}") })).collect();
    emulator.add(&Seed::parse(&json!({ "users": users }).to_string()).unwrap()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    for (name, lines) in [("users.ndjson", 250), ("users.csv", 251)] {
        let out = folder.path().join(name);
        let args = ["export", "getUsers", "--out", out.to_str().unwrap(), "--fields", "user_id"];
        emulator.clear_requests();
        for rule in
            FaultRule::parse_all(r#"[{"when":{"function":"getUsers","call":4},"fault":{"status":400}}]"#).unwrap()
        {
            emulator.add_fault(rule);
        }
        let stopped = run_at(&emulator.url(), &args);
        assert!(stopped.code == 4 && stopped.stderr.ends_with("; the same command carries on\n"), "{stopped:?}");
        assert!(!out.exists());
        emulator.clear_faults();
        // What a kill amid a page leaves behind.
        let part = folder.path().join(format!("{name}.part"));
        let mut text = fs::read_to_string(&part).unwrap();
        text.push_str("{\"half");
        fs::write(&part, text).unwrap();
        let done = run_at(&emulator.url(), &args);
        assert!(done.code == 0 && done.stderr.starts_with("carrying on behind item "), "{done:?}");
        let text = fs::read_to_string(&out).unwrap();
        let mut seen: Vec<&str> = text.lines().collect();
        assert_eq!(seen.len(), lines, "{name}");
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), lines, "{name}: an item is there twice");
        assert!(!part.exists() && !folder.path().join(format!("{name}.cursor")).exists());
        assert!(run_at(&emulator.url(), &args).error_line(2).ends_with("exists; --overwrite replaces it"));
    }
}

/// Pages end at 10,000 users; a scroll reaches all of them, and begins anew after a failure.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_export_reaches_all_of_a_long_list() {
    const USERS: usize = 10_050;
    let settings = Settings::default().clock(Clock::System);
    let emulator = Emulator::builder().settings(settings).start().await.unwrap();
    let users: Vec<Value> = (0..USERS).map(|at| json!({ "user_id": format!("u-{at}") })).collect();
    for some in users.chunks(2_000) {
        emulator.add(&Seed::parse(&json!({ "users": some }).to_string()).unwrap()).unwrap();
    }
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("users.ndjson");
    let args = ["export", "users", "--out", out.to_str().unwrap(), "--fields", "user_id"];
    for rule in
        FaultRule::parse_all(r#"[{"when":{"function":"scrollUsers","call":4},"fault":{"status":400}}]"#).unwrap()
    {
        emulator.add_fault(rule);
    }
    let stopped = run_at(&emulator.url(), &args);
    assert!(stopped.code == 4 && stopped.stderr.ends_with("; the same command starts over\n"), "{stopped:?}");
    emulator.clear_faults();
    // The scroll that was left open expires.
    emulator.advance(Duration::from_secs(61));
    let done = run_at(&emulator.url(), &args);
    assert_eq!((done.code, done.stderr.as_str()), (0, ""), "{done:?}");
    let text = fs::read_to_string(&out).unwrap();
    let mut seen: Vec<&str> = text.lines().collect();
    assert_eq!(seen.len(), USERS);
    seen.sort_unstable();
    seen.dedup();
    assert_eq!(seen.len(), USERS, "an item is there twice");
}

/// A column that was renamed: its name stands before what its rows lack.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_columns_are_named_and_nothing_is_sent() {
    let emulator = Emulator::start().await.unwrap();
    let (folder, path) = rows("users.csv", "mail,name\na@b.example,A\n");
    let outcome = import(&emulator.url(), &path, &[]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    let lines: Vec<&str> = outcome.stderr.lines().collect();
    assert_eq!(lines[0], "not sent, since no argument has their name: mail; see --map");
    assert_eq!(lines[2], "  row 1 (line 2): the required argument is missing: `email`");
    let twice = import(&emulator.url(), &path, &["--map", "email=mail,email=name"]);
    assert_eq!(twice.error_line(2), "--map: `email=mail` and `email=name` set the same argument; keep one");
    // What cannot be read twice is no file of rows.
    let pipe = folder.path().join("pipe.csv");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status();
    if made.is_ok_and(|status| status.success()) {
        let outcome = import(&emulator.url(), &pipe, &[]);
        assert!(
            outcome.error_line(2).ends_with("is not a regular file; an import reads it several times"),
            "{outcome:?}"
        );
    }
    let out = folder.path().join("out.csv");
    fs::create_dir(&out).unwrap();
    let exported = run_at(&emulator.url(), &["export", "users", "--overwrite", "--out", out.to_str().unwrap()]);
    assert!(exported.error_line(2).ends_with("is a folder"), "{exported:?}");
    assert!(emulator.requests().is_empty());
}

/// Row 3,117 of 5,000, by its number and its line.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn one_invalid_row_of_thousands_is_found_before_the_first_call() {
    let emulator = Emulator::start().await.unwrap();
    let line = |row: usize| {
        format!("u{row}@rows.example,{}\n", if row == 3_117 { "soon".to_owned() } else { row.to_string() })
    };
    let text: String = std::iter::once("email,signed_up_at\n".to_owned()).chain((1..=5_000).map(line)).collect();
    let (_folder, path) = rows("users.csv", &text);
    let outcome = import(&emulator.url(), &path, &[]);
    assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""));
    assert!(
        outcome
            .stderr
            .contains("1 of 5000 rows cannot be sent; nothing was sent\n  row 3117 (line 3118), column `signed_up_at`"),
        "{outcome:?}"
    );
    assert!(emulator.requests().is_empty() && !path.with_extension("csv.journal").exists());
}

/// Of a list that is twenty times as long, a page is kept, and no more.
#[cfg(unix)]
#[test]
fn an_export_takes_no_more_memory_for_a_longer_list() {
    use wait4::Wait4;
    let folder = tempfile::tempdir().unwrap();
    let mut peaks = Vec::new();
    for users in [1_000, 20_000] {
        // In a process of its own: a child begins with the memory of the process that starts it.
        let seed = folder.path().join(format!("{users}.yaml"));
        fs::write(&seed, format!("generate: {{ users: {users} }}\n")).unwrap();
        let mut emulator = intercom(&["emulator", "--data", seed.to_str().unwrap()]);
        let mut emulator = Running(emulator.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
        let url = format!("http://{}", emulator.address());
        let out = folder.path().join(format!("{users}.ndjson"));
        let mut command = intercom(&["export", "users", "--out", out.to_str().unwrap(), "--base-url", &url]);
        command.env("INTERCOM_ACCESS_TOKEN", CANARY).stdout(Stdio::null()).stderr(Stdio::null());
        let ended = command.spawn().unwrap().wait4().unwrap();
        assert!(ended.status.success());
        assert_eq!(fs::read_to_string(&out).unwrap().lines().count(), users);
        peaks.push(ended.rusage.maxrss);
    }
    let file = fs::metadata(folder.path().join("20000.ndjson")).unwrap().len();
    // The file is larger by far than what may be added for other reasons.
    assert!(file > 8_000_000 && peaks[1] < peaks[0] + file / 2, "{peaks:?} bytes for a file of {file}");
}
