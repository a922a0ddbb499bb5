//! `intercom emulator`: an Intercom on this machine.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests may panic")]

mod common;

use common::{intercom, run, run_at};
use std::io::{BufRead, BufReader};
use std::process::{Child, Stdio};

/// Ends the emulator with the test.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

#[test]
fn it_says_where_it_listens_and_answers() {
    let mut running = Running(intercom(&["emulator"]).stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap());
    let mut line = String::new();
    BufReader::new(running.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let url = line.trim_end().strip_prefix("listening on ").unwrap();
    assert!(url.starts_with("http://127.0.0.1:"), "{url}");
    assert!(run_at(url, &["call", "getAdmins"]).done().contains("admin.list"));

    let port = url.rsplit(':').next().unwrap();
    let line = run(&mut intercom(&["emulator", "--port", port])).refused(1).to_owned();
    assert_eq!(line, format!("port {port} is in use; choose another by --port"));
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_it_well() {
    let mut running = Running(intercom(&["emulator"]).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap());
    let mut stderr = BufReader::new(running.0.stderr.take().unwrap());
    let mut line = String::new();
    while !line.contains("Ctrl-C") {
        line.clear();
        assert!(stderr.read_line(&mut line).unwrap() > 0);
    }
    let sent = std::process::Command::new("kill").args(["-INT", &running.0.id().to_string()]).status().unwrap();
    assert!(sent.success());
    assert_eq!(running.0.wait().unwrap().code(), Some(0));
}
