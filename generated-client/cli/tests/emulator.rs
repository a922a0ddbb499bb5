//! `intercom emulator`: an Intercom on this machine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::{intercom, run, run_at};
use insta::assert_snapshot;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, ChildStderr, ChildStdout, Stdio};
use std::time::Duration;

/// A running emulator; ends with the test.
struct Running {
    child: Child,
    url: String,
    stderr: BufReader<ChildStderr>,
    /// Held, so that the pipe stays open.
    _stdout: BufReader<ChildStdout>,
}

impl Running {
    fn start(words: &[&str]) -> Self {
        let mut child =
            intercom(&[&["emulator"], words].concat()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Self { child, url, stderr, _stdout: stdout }
    }

    /// The first line on stderr that holds some words.
    fn told(&mut self, words: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(self.stderr.read_line(&mut line).unwrap() > 0, "nothing told of {words}");
            if line.contains(words) {
                return line.trim_end().to_owned();
            }
        }
    }

    /// Status and body of a request with a token.
    fn ask(&self, method: &str, target: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.url.strip_prefix("http://").unwrap()).unwrap();
        let length = body.len();
        let head = format!("{method} {target} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer canary\r\n");
        write!(stream, "{head}connection: close\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        let (head, body) = answer.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    #[cfg(unix)]
    fn signal(&self, signal: &str) {
        let sent = std::process::Command::new("kill").args([signal, &self.child.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn it_says_where_it_listens_and_answers() {
    let running = Running::start(&[]);
    assert!(running.url.starts_with("http://127.0.0.1:"), "{}", running.url);
    assert!(run_at(&running.url, &["call", "getAdmins"]).done().contains("admin.list"));
    run_at(&running.url, &["call", "createUserByEmail", "--args", r#"{"email":"ines@kiln.example"}"#]).done();
    assert!(run_at(&running.url, &["call", "getUsers"]).done().contains("ines@kiln.example"));
}

#[test]
fn case_42_a_port_in_use_is_one_clear_line() {
    let running = Running::start(&[]);
    let port = running.url.rsplit(':').next().unwrap();
    let line = run(&mut intercom(&["emulator", "--port", port])).refused(1).to_owned();
    assert_eq!(line, format!("port {port} is in use; choose another by --port"));
}

#[cfg(unix)]
#[test]
fn case_42_ctrl_c_ends_it_well_and_so_does_a_polite_end() {
    for signal in ["-INT", "-TERM"] {
        let mut running = Running::start(&[]);
        running.told("Ctrl-C");
        running.signal(signal);
        assert_eq!(running.child.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn the_workspace_begins_with_data_and_goes_on_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (data, state) = (folder.path().join("seed.yaml"), folder.path().join("state.json"));
    std::fs::write(&data, "users: [{ user_id: u-1, name: Ines }]\n").unwrap();
    let words = ["--data", data.to_str().unwrap(), "--state", state.to_str().unwrap()];
    let mut running = Running::start(&words);
    assert!(running.ask("GET", "/users?user_id=u-1", "").1.contains("Ines"));
    assert_eq!(running.ask("POST", "/tags", r#"{"name":"beta"}"#).0, 200);
    #[cfg(unix)]
    {
        running.told("Ctrl-C");
        running.signal("-INT");
        running.child.wait().unwrap();
        let mut again = Running::start(&words);
        assert!(again.ask("GET", "/tags", "").1.contains("beta"));
        assert!(again.told("--data").ends_with("state.json goes on where it was; --data is not used"));
    }
    let examples = Running::start(&["--examples"]);
    assert!(examples.ask("GET", "/users?user_id=u-4711", "").1.contains("Ines Prado"));
}

/// The state in a file that must be whole.
fn tags_in(path: &Path) -> Option<usize> {
    let text = std::fs::read_to_string(path).ok()?;
    let state: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("half a state: {error}"));
    Some(state["tags"].as_array().unwrap().len())
}

#[cfg(unix)]
#[test]
fn killed_at_any_time_the_file_has_the_old_state_or_the_new_one() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let mut last = 0;
    for round in 0..6_u64 {
        let running = Running::start(&["--state", path.to_str().unwrap()]);
        for number in 0..40 {
            running.ask("POST", "/tags", &format!(r#"{{"name":"{round}-{number}"}}"#));
            if number == 10 {
                // Long enough for a write to begin, at another moment in each round.
                std::thread::sleep(Duration::from_millis(150 + 20 * round));
            }
        }
        drop(running);
        let found = tags_in(&path).unwrap_or_default();
        assert!(found >= last, "{found} tags after {last}");
        last = found;
    }
    assert!(last > 0, "nothing was ever written");
}

#[test]
fn case_42_a_corrupt_state_file_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    std::fs::write(&path, "{\"workspace\":").unwrap();
    let line = run(&mut intercom(&["emulator", "--state", path.to_str().unwrap()])).refused(1).to_owned();
    assert!(line.contains("state.json is not a state file of the emulator") && line.contains("the file is unchanged"), "{line}");
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\"workspace\":");
}

#[test]
fn faults_come_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("faults.yaml");
    std::fs::write(&path, "- when: { function: getAdmins, call: 2 }\n  fault: { status: 503 }\n").unwrap();
    let running = Running::start(&["--faults", path.to_str().unwrap()]);
    let statuses: Vec<u16> = (0..3).map(|_| running.ask("GET", "/admins", "").0).collect();
    assert_eq!(statuses, [200, 503, 200]);
}

#[test]
fn requests_are_logged_as_lines_of_json_without_the_token() {
    let mut running = Running::start(&["--log", "ndjson", "--token", "canary", "--api-version", "1.1"]);
    assert_eq!(running.ask("GET", "/users?email=a%40b.example", "").0, 200);
    let line = running.told("getSingleUser");
    let logged: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&logged["method"], &logged["path"], &logged["status"]), (&"GET".into(), &"/users".into(), &200.into()));
    assert_eq!(logged["query"], serde_json::json!(["email"]));
    assert!(!line.contains("canary") && !line.contains("b.example"), "{line}");
    running.ask("GET", "/contacts/private-id", "");
    assert!(running.told("getSingleLead").contains(r#""path":"/contacts/*""#));
}

#[test]
fn a_request_that_leads_nowhere_is_told_with_the_nearest_path() {
    let mut running = Running::start(&[]);
    assert_eq!(running.ask("GET", "/user", "").0, 404);
    assert_snapshot!(
        running.told("/user →"),
        @"GET /user → 404: unknown path; the nearest is GET /users (getUsers): `users`, not `user`"
    );
}

#[test]
fn the_limit_and_the_clock_are_as_told() {
    let running = Running::start(&["--rate-limit", "2/60", "--clock", "1539604800"]);
    let statuses: Vec<u16> = (0..3).map(|_| running.ask("GET", "/admins", "").0).collect();
    assert_eq!(statuses, [200, 200, 429]);
    assert_eq!(running.ask("GET", "/__emulator/clock", "").1.trim_end(), r#"{"now":1539604800,"runs":false}"#);
}

#[test]
fn words_that_cannot_be_used_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("seed.yaml");
    std::fs::write(&data, "users:\n  - { emial: a@b.example }\n").unwrap();
    let data = data.to_str().unwrap();
    let refused =
        |words: &[&str], code: i32| run(&mut intercom(&[&["emulator"], words].concat())).refused(code).to_owned();
    let line = refused(&["--data", data], 2);
    assert!(line.contains("seed.yaml") && line.contains("emial"), "{line}");
    let line = refused(&["--data", "/no/such/seed.yaml"], 2);
    assert!(line.contains("/no/such/seed.yaml"), "{line}");
    assert_snapshot!(
        refused(&["--host", "0.0.0.0"], 2),
        @"--host 0.0.0.0 lets other machines in; say --allow-remote as well, if that is meant"
    );
    assert_snapshot!(
        refused(&["--api-version", "7"], 2),
        @"unknown API version `7`; known versions: 1.0, 1.1, 1.2, 1.3, 1.4"
    );
    for words in [&["--rate-limit", "many"][..], &["--port", "99999"], &["--log", "xml"], &["--clock", "noon"]] {
        let outcome = run(&mut intercom(&[&["emulator"], words].concat()));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{words:?}: {outcome:?}");
        assert!(outcome.stderr.contains(words[0]), "{words:?}: {outcome:?}");
    }
}
