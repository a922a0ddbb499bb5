//! Runs the built command and checks its output.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{TcpListener, TcpStream};
use std::process::{Child, Command, Stdio};
use std::thread::JoinHandle;

/// A token that must never be printed.
pub const CANARY: &str = "canary-token-51c0";

/// Exit code and output of a run.
#[derive(Debug)]
pub struct Outcome {
    pub code: i32,
    pub stdout: String,
    pub stderr: String,
}

impl Outcome {
    /// Asserts that the run failed with one line on stderr and nothing on stdout; returns that line.
    #[track_caller]
    pub fn error_line(&self, code: i32) -> &str {
        assert_eq!((self.code, self.stdout.as_str()), (code, ""), "{self:?}");
        let line = self.stderr.trim_end();
        assert_eq!(line.lines().count(), 1, "{line}");
        assert!(!line.contains("panicked"), "{line}");
        line.strip_prefix("error: ").unwrap_or_else(|| panic!("not an error: {line}"))
    }

    /// Asserts that the run succeeded with nothing on stderr; returns stdout.
    #[track_caller]
    pub fn success(&self) -> &str {
        assert_eq!((self.code, self.stderr.as_str()), (0, ""), "{self:?}");
        &self.stdout
    }
}

/// The command, without the environment variables of whoever runs the tests.
pub fn intercom(args: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_intercom"));
    for name in ["ACCESS_TOKEN", "API", "BASE_URL", "PROFILE", "REGION", "SERVE_KEY", "VERSION"] {
        command.env_remove(format!("INTERCOM_{name}"));
    }
    // Profiles of whoever runs the tests; nothing can be kept below a file.
    for name in ["HOME", "XDG_CONFIG_HOME", "APPDATA"] {
        command.env(name, "/dev/null");
    }
    // Nor their keyring.
    command.env("INTERCOM_KEYRING", "off");
    command.args(args).stdin(Stdio::null());
    command
}

/// A command that ends with the test.
pub struct Running(pub Child);

impl Running {
    /// The address that it prints first, behind `listening on http://`.
    pub fn address(&mut self) -> String {
        let mut line = String::new();
        BufReader::new(self.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
        line.trim().strip_prefix("listening on http://").unwrap().to_owned()
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// Runs the command to its end; asserts that the output does not contain the canary.
pub fn run(command: &mut Command) -> Outcome {
    outcome(command.output().unwrap())
}

/// As [`run`], with bytes on standard input.
pub fn run_with(command: &mut Command, input: &[u8]) -> Outcome {
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    // The command may fail before it has read everything.
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
pub fn run_at(url: &str, args: &[&str]) -> Outcome {
    run(intercom(args).env("INTERCOM_BASE_URL", url).env("INTERCOM_ACCESS_TOKEN", CANARY))
}

/// A server that sends one response, whatever the request, and keeps the request.
pub struct OneResponse {
    pub url: String,
    request: JoinHandle<String>,
}

impl OneResponse {
    pub fn new(status: &str, headers: &str, body: &str) -> Self {
        let response =
            format!("HTTP/1.1 {status}\r\n{headers}content-length: {}\r\nconnection: close\r\n\r\n{body}", body.len());
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let request = std::thread::spawn(move || {
            let mut stream = listener.accept().unwrap().0;
            let request = read_request(&mut stream);
            stream.write_all(response.as_bytes()).unwrap();
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

/// A server that sends JSON responses in turn, and keeps method and path of the requests.
pub struct Responses {
    pub url: String,
    requests: JoinHandle<Vec<String>>,
}

impl Responses {
    pub fn new(responses: &[(&str, &str)]) -> Self {
        let text = |(status, body): &(&str, &str)| {
            let length = body.len();
            format!(
                "HTTP/1.1 {status}\r\ncontent-type: application/json\r\ncontent-length: {length}\r\nconnection: close\r\n\r\n{body}"
            )
        };
        let responses: Vec<String> = responses.iter().map(text).collect();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = std::thread::spawn(move || {
            let respond = |response: String| {
                let mut stream = listener.accept().unwrap().0;
                let request = read_request(&mut stream);
                stream.write_all(response.as_bytes()).unwrap();
                request.split(" HTTP/").next().unwrap().to_owned()
            };
            responses.into_iter().map(respond).collect()
        });
        Self { url, requests }
    }

    /// The requests, once all responses are sent.
    pub fn requests(self) -> Vec<String> {
        self.requests.join().unwrap()
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
        assert!(count > 0, "the request is incomplete: {text}");
    }
}
