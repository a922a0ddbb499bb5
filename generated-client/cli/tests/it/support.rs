//! Runs the built command and looks at what comes out.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Command, Stdio};
use std::thread::JoinHandle;

/// A token that must never be seen.
pub const CANARY: &str = "canary-token-51c0";

/// What came of a run.
#[derive(Debug)]
pub struct Outcome {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// Checks that the run failed with one line on stderr and nothing on stdout, and gives that line.
    #[track_caller]
    pub fn refused(&self, code: i32) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{self:?}");
        let line = self.stderr.trim_end();
        assert_eq!(line.lines().count(), 1, "{line}");
        assert!(!line.contains("panicked"), "{line}");
        line.strip_prefix("error: ").unwrap_or_else(|| panic!("no error: {line}"))
    }

    /// Checks that the run went well and said nothing on stderr, and gives stdout.
    #[track_caller]
    pub fn done(&self) -> &str {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "{self:?}");
        &self.stdout
    }
}

/// The command without any setting of whoever runs the tests.
pub fn intercom(words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_intercom"));
    for name in ["ACCESS_TOKEN", "BASE_URL", "REGION", "VERSION"] {
        command.env_remove(format!("INTERCOM_{name}"));
    }
    command.args(words).stdin(Stdio::null());
    command
}

/// Runs the command to its end; the canary must not show.
pub fn run(command: &mut Command) -> Outcome {
    outcome(command.output().unwrap())
}

/// As [`run`], with bytes on standard input.
pub fn run_with(command: &mut Command, input: &[u8]) -> Outcome {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The command may refuse before it has read everything.
    let _ = child.stdin.take().unwrap().write_all(input);
    outcome(child.wait_with_output().unwrap())
}

fn outcome(output: std::process::Output) -> Outcome {
    let text = |bytes| String::from_utf8(bytes).unwrap();
    let outcome =
        Outcome { code: output.status.code().unwrap(), stdout: text(output.stdout), stderr: text(output.stderr) };
    assert!(!format!("{outcome:?}").contains(CANARY), "{outcome:?}");
    outcome
}

/// Runs the command against a server, with the canary as its token.
pub fn run_at(url: &str, words: &[&str]) -> Outcome {
    run(intercom(words).env("INTERCOM_BASE_URL", url).env("INTERCOM_ACCESS_TOKEN", CANARY))
}

/// A server that gives one answer, whatever it is asked, and then tells what that was.
pub struct Canned {
    pub url: String,
    request: JoinHandle<String>,
}

impl Canned {
    pub fn new(status: &str, headers: &str, body: &str) -> Self {
        let answer =
            format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let request = std::thread::spawn(move || {
            let mut stream = listener.accept().unwrap().0;
            let request = read_request(&mut stream);
            stream.write_all(answer.as_bytes()).unwrap();
            request
        });
        Self { url, request }
    }

    pub fn json(body: &str) -> Self {
        Self::new("200 OK", "content-type: application/json\r\n", body)
    }

    /// The request as received.
    pub fn request(self) -> String {
        self.request.join().unwrap()
    }
}

fn read_request(stream: &mut TcpStream) -> String {
    let mut bytes = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let count = stream.read(&mut buffer).unwrap();
        bytes.extend_from_slice(&buffer[..count]);
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length =
                head.lines().find_map(|line| line.to_ascii_lowercase().strip_prefix("content-length: ")?.parse().ok());
            if body.len() >= length.unwrap_or(0) {
                return text;
            }
        }
        assert!(count > 0, "the request broke off: {text}");
    }
}
