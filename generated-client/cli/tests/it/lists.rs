//! Lists: streamed page by page, cut off, carried on.

use crate::support::{CANARY, intercom, run, run_at};
use intercom_emulator::{Clock, Emulator, FaultRule, Seed, Settings};
use serde_json::Value;
use std::io::{BufRead, BufReader, Read};
use std::process::Stdio;

/// An emulator with so many users.
async fn emulator(users: usize) -> Emulator {
    let emulator = Emulator::start().await.unwrap();
    let users: Vec<Value> = (0..users)
        .map(|at| serde_json::json!({ "user_id": format!("u-{at}"), "email": format!("u{at}@list.example") }))
        .collect();
    let seed = serde_json::json!({ "users": users }).to_string();
    emulator.add(&Seed::parse(&seed).unwrap()).unwrap();
    emulator
}

fn ids(ndjson: &str) -> Vec<String> {
    let id = |line: &str| serde_json::from_str::<Value>(line).unwrap()["user_id"].as_str().unwrap().to_owned();
    ndjson.lines().map(id).collect()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn all_items_come_page_by_page_in_every_format() {
    let emulator = emulator(25).await;
    let url = emulator.url();
    let list = |args: &[&str]| {
        run_at(&url, &[&["users", "list", "--per-page", "10", "--all"], args].concat()).success().to_owned()
    };
    let json: Vec<Value> = serde_json::from_str(&list(&[])).unwrap();
    assert_eq!(json.len(), 25);
    assert_eq!(emulator.take_requests().len(), 3);
    assert_eq!(ids(&list(&["-o", "ndjson"])).len(), 25);
    let csv = list(&["-o", "csv", "--fields", "user_id,email"]);
    assert_eq!((csv.lines().next(), csv.lines().count()), (Some("user_id,email"), 26));
    assert_eq!(list(&["-o", "table", "--fields", "user_id"]).lines().count(), 26);
    assert_eq!(list(&["-o", "yaml"]).lines().filter(|line| line.starts_with("- ")).count(), 25);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_limited_list_says_where_it_carries_on() {
    let emulator = emulator(25).await;
    let list = |args: &[&str]| {
        run_at(&emulator.url(), &[&["users", "list", "--per-page", "10", "-o", "ndjson"], args].concat())
    };
    let all = ids(&list(&["--all"]).stdout);
    let first = list(&["--limit", "13"]);
    assert_eq!((first.code, ids(&first.stdout)), (0, all[..13].to_vec()));
    let cursor = first.stderr.trim().strip_prefix("more items follow: --cursor '").unwrap().trim_end_matches('\'');
    let rest = list(&["--all", "--cursor", cursor]);
    assert_eq!((rest.code, ids(&rest.stdout)), (0, all[13..].to_vec()), "{rest:?}");
    // Without --all and --limit: the page that it stands in.
    assert_eq!(ids(&list(&["--cursor", cursor]).stdout), all[13..20]);
    assert_eq!(ids(&list(&[]).stdout).len(), 10);
    assert!(list(&[]).stderr.ends_with("--all reads all pages\n"));

    let wrong = list(&["--cursor", "7"]).error_line(2).to_owned();
    assert!(wrong.starts_with("--cursor: this is not the text of a cursor"), "{wrong}");
    let line = run_at(&emulator.url(), &["call", "getCurrentAdmin", "--all"]).error_line(2).to_owned();
    assert_eq!(line, "getCurrentAdmin returns no list: --all, --limit and --cursor do not apply");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn output_is_valid_up_to_the_page_that_fails() {
    let emulator = emulator(25).await;
    let fault = FaultRule::parse_all(r#"[{"when":{"function":"getUsers","call":3},"fault":{"status":500}}]"#).unwrap();
    for rule in fault {
        emulator.add_fault(rule);
    }
    let outcome = run_at(&emulator.url(), &["users", "list", "--per-page", "10", "--all", "--retries", "0"]);
    assert_eq!(outcome.code, 5, "{outcome:?}");
    assert_eq!(serde_json::from_str::<Vec<Value>>(&outcome.stdout).unwrap().len(), 20);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exit_codes_distinguish_rejected_from_failed() {
    let emulator = emulator(1).await;
    assert_eq!(run_at(&emulator.url(), &["users", "get", "--user-id", "x", "--user-id-type", "user_id"]).code, 4);
    for (status, code) in [(429, 3), (500, 5), (401, 4)] {
        emulator.clear_faults();
        let rules = format!(r#"[{{"when":{{"function":"getAdmins"}},"fault":{{"status":{status}}}}}]"#);
        for rule in FaultRule::parse_all(&rules).unwrap() {
            emulator.add_fault(rule);
        }
        assert_eq!(run_at(&emulator.url(), &["admins", "list", "--retries", "0"]).code, code, "{status}");
    }
}

/// `| head -3` amid a long list.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reader_that_leaves_ends_the_list_without_an_error() {
    let emulator = emulator(300).await;
    let args = ["users", "list", "--per-page", "50", "--all", "-o", "ndjson", "--base-url", &emulator.url()];
    let mut child = intercom(&args)
        .env("INTERCOM_ACCESS_TOKEN", CANARY)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    let mut stdout = BufReader::new(child.stdout.take().unwrap());
    stdout.read_line(&mut line).unwrap();
    assert_eq!(ids(&line).len(), 1);
    drop(stdout);
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!((child.wait().unwrap().code(), stderr.as_str()), (Some(0), ""));
}

/// Ctrl-C while a page is awaited: what came before it is complete, and the exit code is 130.
#[cfg(unix)]
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn ctrl_c_leaves_valid_json_and_a_cursor() {
    let emulator = emulator(25).await;
    let rules = r#"[{"when":{"function":"getUsers","call":2},"fault":{"delay":60000}}]"#;
    for rule in FaultRule::parse_all(rules).unwrap() {
        emulator.add_fault(rule);
    }
    let args = ["users", "list", "--per-page", "10", "--all", "--base-url", &emulator.url()];
    let mut child = intercom(&args)
        .env("INTERCOM_ACCESS_TOKEN", CANARY)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // The first page is printed before the second is asked for.
    let mut first = [0];
    let mut stdout = child.stdout.take().unwrap();
    stdout.read_exact(&mut first).unwrap();
    while emulator.requests().len() < 2 {
        tokio::time::sleep(std::time::Duration::from_millis(10)).await;
    }
    run(std::process::Command::new("kill").args(["-INT", &child.id().to_string()]));
    let mut json = String::from_utf8(first.to_vec()).unwrap();
    stdout.read_to_string(&mut json).unwrap();
    let mut stderr = String::new();
    child.stderr.take().unwrap().read_to_string(&mut stderr).unwrap();
    assert_eq!(child.wait().unwrap().code(), Some(130), "{stderr}");
    assert_eq!(serde_json::from_str::<Vec<Value>>(&json).unwrap().len(), 10);
    assert!(stderr.contains("carry on with --cursor '"), "{stderr}");
}

/// The API ends the list of users at 10,000, and says nothing of it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_list_that_the_api_cuts_off_is_an_error_that_names_the_complete_one() {
    const END: &str = "error: the API ends the list of getUsers at 10000 items, and there may be more; \
        `intercom users scroll --all` reads all, `intercom export scrollUsers --out FILE` into a file\n";
    let settings = Settings::default().clock(Clock::System);
    let emulator = Emulator::builder().settings(settings).start().await.unwrap();
    let seed = serde_json::json!({ "generate": { "users": 10_030 } }).to_string();
    emulator.add(&Seed::parse(&seed).unwrap()).unwrap();
    let list = |args: &[&str]| {
        run_at(
            &emulator.url(),
            &[&["users", "list", "--per-page", "60", "-o", "ndjson", "--fields", "id"], args].concat(),
        )
    };
    let all = list(&["--all"]);
    assert_eq!((all.code, all.stdout.lines().count(), all.stderr.as_str()), (4, 10_000, END));
    assert_eq!((list(&["--limit", "10001"]).code, list(&["--limit", "10000"]).code), (4, 0));
    // With a cursor nobody knows how many came before it.
    let part = list(&["--limit", "9990"]);
    let cursor = part.stderr.split('\'').nth(1).unwrap();
    let rest = list(&["--all", "--cursor", cursor]);
    assert_eq!((rest.code, rest.stdout.lines().count()), (0, 10), "{}", rest.stderr);
    assert!(
        rest.stderr.starts_with(
            "the API ends the list of getUsers at 10000 items, those before the cursor included; `intercom users scroll"
        ),
        "{}",
        rest.stderr
    );
    let scrolled = run_at(&emulator.url(), &["users", "scroll", "--all", "-o", "ndjson", "--fields", "id"]);
    assert_eq!(scrolled.success().lines().count(), 10_030);
    // Nor is a file complete that has a part of them.
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join("users.ndjson");
    let export = |what: &str| run_at(&emulator.url(), &["export", what, "--out", out.to_str().unwrap()]);
    emulator.advance(std::time::Duration::from_secs(61));
    let cut = export("getUsers");
    assert_eq!((cut.code, out.exists(), folder.path().join("users.ndjson.part").exists()), (4, false, true));
    assert!(
        cut.stderr.contains("`intercom export scrollUsers --out FILE`")
            && cut.stderr.ends_with(".part has what was read\n"),
        "{cut:?}"
    );
    assert_eq!(serde_json::from_str::<Value>(export("scrollUsers").success()).unwrap()["items"], 10_030);
    let help = run(&mut intercom(&["users", "list", "--help"]));
    assert!(
        help.success().ends_with("getUsers: GET /users\nThe list ends at 10000 items; scrollUsers has all.\n"),
        "{help:?}"
    );
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_member_that_no_item_has_is_named() {
    let emulator = emulator(2).await;
    for (more, expected) in [
        (&["users", "list", "-o", "ndjson", "--fields", "emial,id"][..], "warning: no item has `emial`\n"),
        (&["users", "list", "-o", "csv", "--fields", "email,id"], ""),
        (&["admins", "list", "--fields", "type,admns"], "warning: no item has `admns`\n"),
    ] {
        let listed = run_at(&emulator.url(), more);
        assert_eq!((listed.code, listed.stderr.as_str()), (0, expected), "{more:?}");
    }
}
