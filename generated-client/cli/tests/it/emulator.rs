//! `intercom emulator`: options, files, signals and log.

use crate::support::{Running, intercom, run, run_at};
use insta::assert_snapshot;
use serde_json::Value;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{ChildStderr, ChildStdout, Stdio};
use std::time::Duration;

/// A running emulator, killed on drop.
struct Emulated {
    process: Running,
    url: String,
    stderr: BufReader<ChildStderr>,
    /// Kept so that the pipe stays open.
    _stdout: BufReader<ChildStdout>,
}

impl Emulated {
    fn start(args: &[&str]) -> Self {
        let mut child =
            intercom(&[&["emulator"], args].concat()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
        let mut stdout = BufReader::new(child.stdout.take().unwrap());
        let stderr = BufReader::new(child.stderr.take().unwrap());
        let mut line = String::new();
        stdout.read_line(&mut line).unwrap();
        let url = line.trim_end().strip_prefix("listening on ").unwrap_or_else(|| panic!("{line:?}")).to_owned();
        Self { process: Running(child), url, stderr, _stdout: stdout }
    }

    /// The next line on stderr that contains this text.
    fn stderr_line(&mut self, text: &str) -> String {
        loop {
            let mut line = String::new();
            assert!(self.stderr.read_line(&mut line).unwrap() > 0, "no line contains {text}");
            if line.contains(text) {
                return line.trim_end().to_owned();
            }
        }
    }

    /// Sends a request with a token; returns status and body.
    fn request(&self, method: &str, target: &str, body: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(self.url.strip_prefix("http://").unwrap()).unwrap();
        let length = body.len();
        let head = format!("{method} {target} HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer canary\r\n");
        write!(stream, "{head}connection: close\r\ncontent-length: {length}\r\n\r\n{body}").unwrap();
        let mut response = String::new();
        stream.read_to_string(&mut response).unwrap();
        let (head, body) = response.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    #[cfg(unix)]
    fn signal(&self, signal: &str) {
        let sent =
            std::process::Command::new("kill").args([signal, &self.process.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }
}

#[test]
fn it_prints_its_address_and_serves_requests() {
    let running = Emulated::start(&[]);
    assert!(running.url.starts_with("http://127.0.0.1:"), "{}", running.url);
    assert!(run_at(&running.url, &["call", "getAdmins"]).success().contains("admin.list"));
    run_at(&running.url, &["call", "createUserByEmail", "--args", r#"{"email":"ines@kiln.example"}"#]).success();
    assert!(run_at(&running.url, &["call", "getUsers"]).success().contains("ines@kiln.example"));
}

#[test]
fn case_42_port_in_use_is_a_one_line_error() {
    let running = Emulated::start(&[]);
    let port = running.url.rsplit(':').next().unwrap();
    let line = run(&mut intercom(&["emulator", "--port", port])).error_line(1).to_owned();
    assert_eq!(line, format!("port {port} is in use; choose another with --port"));
}

#[cfg(unix)]
#[test]
fn case_42_sigint_and_sigterm_exit_with_success() {
    for signal in ["-INT", "-TERM"] {
        let mut running = Emulated::start(&[]);
        running.stderr_line("Ctrl-C");
        running.signal(signal);
        assert_eq!(running.process.0.wait().unwrap().code(), Some(0), "{signal}");
    }
}

#[test]
fn workspace_is_seeded_and_then_loaded_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let (data, state) = (folder.path().join("seed.yaml"), folder.path().join("state.json"));
    std::fs::write(&data, "users: [{ user_id: u-1, name: Ines }]\n").unwrap();
    let args = ["--data", data.to_str().unwrap(), "--state", state.to_str().unwrap()];
    let mut running = Emulated::start(&args);
    assert!(running.request("GET", "/users?user_id=u-1", "").1.contains("Ines"));
    assert_eq!(running.request("POST", "/tags", r#"{"name":"beta"}"#).0, 200);
    #[cfg(unix)]
    {
        running.stderr_line("Ctrl-C");
        running.signal("-INT");
        running.process.0.wait().unwrap();
        let mut again = Emulated::start(&args);
        assert!(again.request("GET", "/tags", "").1.contains("beta"));
        assert!(again.stderr_line("--data").ends_with("state.json; --data is not used"));
    }
    let examples = Emulated::start(&["--examples"]);
    assert!(examples.request("GET", "/users?user_id=u-4711", "").1.contains("Ines Prado"));
}

/// The number of tags in a state file, which must be valid JSON.
fn tags_in(path: &Path) -> Option<usize> {
    let text = std::fs::read_to_string(path).ok()?;
    let state: Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("incomplete state: {error}"));
    Some(state["tags"].as_array().unwrap().len())
}

#[cfg(unix)]
#[test]
fn a_kill_leaves_the_old_or_the_new_state_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    let mut last = 0;
    for round in 0..6_u64 {
        let running = Emulated::start(&["--state", path.to_str().unwrap()]);
        for number in 0..40 {
            running.request("POST", "/tags", &format!(r#"{{"name":"{round}-{number}"}}"#));
            if number == 10 {
                // Long enough for a write to start, at a different moment in each round.
                std::thread::sleep(Duration::from_millis(150 + 20 * round));
            }
        }
        drop(running);
        let found = tags_in(&path).unwrap_or_default();
        assert!(found >= last, "{found} tags after {last}");
        last = found;
    }
    assert!(last > 0, "no state file was written");
}

/// Attack: a kill loses more than documented. With `--durable` it loses no change that a client knows of.
#[test]
fn a_kill_of_a_durable_emulator_loses_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    for round in 1..=3_u64 {
        let running = Emulated::start(&["--durable", "--state", path.to_str().unwrap()]);
        for number in 0..5 {
            assert_eq!(running.request("POST", "/tags", &format!(r#"{{"name":"{round}-{number}"}}"#)).0, 200);
        }
        drop(running);
        assert_eq!(tags_in(&path).unwrap() as u64, round * 5);
    }
    let outcome = run(&mut intercom(&["emulator", "--durable"]));
    assert_eq!(outcome.code, 2, "{outcome:?}");
    assert!(outcome.stderr.contains("--state"), "{outcome:?}");
}

/// Attack: `--data /dev/zero` never starts and never says so.
#[cfg(unix)]
#[test]
fn device_as_a_file_is_an_error_at_once() {
    for (option, code) in [("--data", 2), ("--faults", 2), ("--state", 2)] {
        let line = run(&mut intercom(&["emulator", option, "/dev/zero"])).error_line(code).to_owned();
        assert!(line.starts_with("/dev/zero: ") && line.contains("not a regular file"), "{option}: {line}");
    }
}

#[test]
fn case_42_corrupt_state_file_is_rejected_and_kept() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("state.json");
    std::fs::write(&path, "{\"workspace\":").unwrap();
    let line = run(&mut intercom(&["emulator", "--state", path.to_str().unwrap()])).error_line(1).to_owned();
    assert!(
        line.contains("state.json is not a state file of the emulator") && line.contains("the file is unchanged"),
        "{line}"
    );
    assert_eq!(std::fs::read_to_string(&path).unwrap(), "{\"workspace\":");
}

#[test]
fn fault_rules_are_read_from_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("faults.yaml");
    std::fs::write(&path, "- when: { function: getAdmins, call: 2 }\n  fault: { status: 503 }\n").unwrap();
    let running = Emulated::start(&["--faults", path.to_str().unwrap()]);
    let statuses: Vec<u16> = (0..3).map(|_| running.request("GET", "/admins", "").0).collect();
    assert_eq!(statuses, [200, 503, 200]);
}

#[test]
fn log_lines_are_json_without_token_or_values() {
    let mut running = Emulated::start(&["--log", "ndjson", "--token", "canary", "--api-version", "1.1"]);
    assert_eq!(running.request("GET", "/users?email=a%40b.example", "").0, 200);
    let line = running.stderr_line("getSingleUser");
    let logged: Value = serde_json::from_str(&line).unwrap();
    assert_eq!((&logged["method"], &logged["path"], &logged["status"]), (&"GET".into(), &"/users".into(), &200.into()));
    assert_eq!(logged["query"], serde_json::json!(["email"]));
    assert!(!line.contains("canary") && !line.contains("b.example"), "{line}");
    running.request("GET", "/contacts/private-id", "");
    assert!(running.stderr_line("getSingleLead").contains(r#""path":"/contacts/*""#));
}

#[test]
fn unmatched_request_is_logged_with_nearest_route() {
    let mut running = Emulated::start(&[]);
    assert_eq!(running.request("GET", "/user", "").0, 404);
    assert_snapshot!(
        running.stderr_line("/user →"),
        @"GET /user → 404: unknown path; the nearest is GET /users (getUsers): `users`, not `user`"
    );
}

#[test]
fn rate_limit_and_clock_options_apply() {
    let running = Emulated::start(&["--rate-limit", "2/60", "--clock", "1539604800"]);
    let statuses: Vec<u16> = (0..3).map(|_| running.request("GET", "/admins", "").0).collect();
    assert_eq!(statuses, [200, 200, 429]);
    assert_eq!(running.request("GET", "/__emulator/clock", "").1.trim_end(), r#"{"now":1539604800,"runs":false}"#);
}

#[test]
fn invalid_options_are_named() {
    let folder = tempfile::tempdir().unwrap();
    let data = folder.path().join("seed.yaml");
    std::fs::write(&data, "users:\n  - { emial: a@b.example }\n").unwrap();
    let data = data.to_str().unwrap();
    let error_line =
        |args: &[&str], code: i32| run(&mut intercom(&[&["emulator"], args].concat())).error_line(code).to_owned();
    let line = error_line(&["--data", data], 2);
    assert!(line.contains("seed.yaml") && line.contains("emial"), "{line}");
    let line = error_line(&["--data", "/no/such/seed.yaml"], 2);
    assert!(line.contains("/no/such/seed.yaml"), "{line}");
    assert_snapshot!(
        error_line(&["--host", "0.0.0.0"], 2),
        @"--host 0.0.0.0 accepts other machines; add --allow-remote to confirm"
    );
    assert_snapshot!(
        error_line(&["--api-version", "7"], 2),
        @"unknown API version `7`; known versions: 1.0, 1.1, 1.2, 1.3, 1.4"
    );
    for args in [&["--rate-limit", "many"][..], &["--port", "99999"], &["--log", "xml"], &["--clock", "noon"]] {
        let outcome = run(&mut intercom(&[&["emulator"], args].concat()));
        assert_eq!((outcome.code, outcome.stdout.as_str()), (2, ""), "{args:?}: {outcome:?}");
        assert!(outcome.stderr.contains(args[0]), "{args:?}: {outcome:?}");
    }
}
