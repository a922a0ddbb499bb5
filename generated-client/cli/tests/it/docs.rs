//! `intercom docs`: who may make calls there, and what never leaves the server.

use crate::support::{CANARY, OneResponse, Running, intercom, run};
use std::io::{Read, Write};
use std::net::TcpStream;
use std::process::Stdio;

/// A running server.
struct Docs {
    running: Running,
    host: String,
    session: String,
}

impl Docs {
    fn start(args: &[&str], environment: &[(&str, &str)]) -> Self {
        let mut command = intercom(&["docs"]);
        command.args(args).envs(environment.iter().copied()).stdout(Stdio::piped()).stderr(Stdio::piped());
        let mut running = Running(command.spawn().unwrap());
        let host = running.address().trim_end_matches('/').to_owned();
        let mut docs = Self { running, host, session: String::new() };
        let page = docs.send("GET / HTTP/1.1", &[], "").1;
        let (_, rest) = page.split_once("name=\"docs-session\" content=\"").unwrap();
        docs.session = rest.split_once('"').unwrap().0.to_owned();
        docs
    }

    /// Sends a request with these headers; the last one of a name counts. Returns head and body.
    fn send(&self, first: &str, headers: &[(&str, &str)], body: &str) -> (String, String) {
        let host = headers.iter().find(|(name, _)| *name == "Host").map_or(self.host.as_str(), |(_, value)| value);
        let mut request = format!("{first}\r\nHost: {host}\r\nConnection: close\r\nContent-Length: {}\r\n", body.len());
        for (name, value) in headers.iter().filter(|(name, _)| *name != "Host") {
            request.push_str(&format!("{name}: {value}\r\n"));
        }
        let mut stream = TcpStream::connect(&self.host).unwrap();
        stream.write_all(format!("{request}\r\n{body}").as_bytes()).unwrap();
        let mut bytes = Vec::new();
        stream.read_to_end(&mut bytes).unwrap();
        let text = String::from_utf8_lossy(&bytes).into_owned();
        let (head, body) = text.split_once("\r\n\r\n").unwrap();
        (head.to_owned(), body.to_owned())
    }

    fn call(&self, body: &str) -> serde_json::Value {
        let origin = format!("http://{}", self.host);
        let headers =
            [("Origin", origin.as_str()), ("Docs-Session", &self.session), ("Content-Type", "application/json")];
        let (head, text) = self.send("POST /call HTTP/1.1", &headers, body);
        assert!(head.starts_with("HTTP/1.1 200"), "{head}{text}");
        serde_json::from_str(&text).unwrap()
    }

    /// Ends the server; returns what it logged.
    fn log(mut self) -> String {
        self.running.0.kill().unwrap();
        let mut text = String::new();
        self.running.0.stderr.take().unwrap().read_to_string(&mut text).unwrap();
        text
    }
}

#[test]
fn page_has_the_emulator_behind_it() {
    let docs = Docs::start(&[], &[]);
    let (head, page) = docs.send("GET / HTTP/1.1", &[], "");
    assert!(head.to_lowercase().contains("content-security-policy: frame-ancestors 'none'"), "{head}");
    assert!(page.contains("name=\"docs-mode\" content=\"emulator\"") && !page.contains("https://cdn"));
    let made = docs.call(r#"{"function":"createTag","args":{"name":"beta"}}"#);
    assert_eq!((&made["status"], made["body"].as_str().unwrap().contains("beta")), (&200.into(), true), "{made}");
    let failed = docs.call(r#"{"function":"deleteTag","args":{"tagId":"nobody"}}"#);
    assert_eq!(failed["status"], 404, "{failed}");
    let missing = docs.call(r#"{"function":"createTag","args":{}}"#);
    assert!(missing["error"].as_str().unwrap().contains("name"), "{missing}");
}

#[test]
fn other_sites_make_no_calls() {
    let docs = Docs::start(&[], &[]);
    let origin = format!("http://{}", docs.host);
    let own = [("Origin", origin.as_str()), ("Docs-Session", &docs.session), ("Content-Type", "application/json")];
    for (name, value, status) in [
        ("Host", "evil.example", "421"),
        ("Origin", "http://evil.example", "403"),
        ("Origin", "null", "403"),
        ("Docs-Session", "guess", "403"),
        ("Content-Type", "text/plain", "403"),
    ] {
        let mut headers: Vec<_> = own.into_iter().filter(|(own, _)| *own != name).collect();
        headers.push((name, value));
        let (head, body) =
            docs.send("POST /call HTTP/1.1", &headers, r#"{"function":"createTag","args":{"name":"beta"}}"#);
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{name}: {value}: {head}\n{body}");
    }
    let (head, body) = docs.send("GET / HTTP/1.1", &[("Host", "evil.example")], "");
    assert!(head.starts_with("HTTP/1.1 421") && !body.contains(&docs.session), "{head}");
    for (first, status) in
        [("GET /call HTTP/1.1", "405"), ("POST / HTTP/1.1", "405"), ("GET /etc/passwd HTTP/1.1", "404")]
    {
        let (head, _) = docs.send(first, &[], "");
        assert!(head.starts_with(&format!("HTTP/1.1 {status}")), "{first}: {head}");
    }
}

#[test]
fn token_is_in_no_page_response_or_log() {
    let body = format!(r#"{{"type":"tag","name":"{CANARY}"}}"#);
    let api = OneResponse::new("200 OK", &format!("content-type: application/json\r\nx-echo: {CANARY}\r\n"), &body);
    let docs = Docs::start(&["--live"], &[("INTERCOM_BASE_URL", &api.url), ("INTERCOM_ACCESS_TOKEN", CANARY)]);
    let (_, page) = docs.send("GET / HTTP/1.1", &[], "");
    assert!(page.contains("name=\"docs-mode\" content=\"live\"") && !page.contains(CANARY));
    let made = docs.call(r#"{"function":"createTag","args":{"name":"beta"}}"#);
    assert_eq!(made["status"], 200, "{made}");
    assert!(!made.to_string().contains(CANARY), "{made}");
    assert!(api.request().contains(&format!("Bearer {CANARY}")));
    let log = docs.log();
    assert!(log.contains("createTag → 200") && !log.contains(CANARY), "{log}");
}

#[test]
fn token_of_a_page_is_not_taken() {
    let docs = Docs::start(&[], &[]);
    let made = docs.call(&format!(r#"{{"function":"createTag","args":{{"name":"a","accessToken":"{CANARY}"}}}}"#));
    assert!(made["error"].as_str().unwrap().contains("comes from the environment"), "{made}");
    assert!(!made.to_string().contains(CANARY));
}

#[test]
fn unusual_responses_are_reported() {
    for (kind, body, check) in [
        ("application/octet-stream", "\u{0}binary", "body"),
        ("application/json", "{ not json", "body"),
        ("text/html", "<script>alert(1)</script>", "body"),
    ] {
        let api = OneResponse::new("200 OK", &format!("content-type: {kind}\r\n"), body);
        let docs = Docs::start(&["--live"], &[("INTERCOM_BASE_URL", &api.url), ("INTERCOM_ACCESS_TOKEN", CANARY)]);
        let made = docs.call(r#"{"function":"createTag","args":{"name":"beta"}}"#);
        assert_eq!(made[check], body, "{made}");
    }
    let long = "x".repeat(10 * 1024 * 1024);
    let api = OneResponse::new("200 OK", "content-type: text/plain\r\n", &long);
    let docs = Docs::start(&["--live"], &[("INTERCOM_BASE_URL", &api.url), ("INTERCOM_ACCESS_TOKEN", CANARY)]);
    let made = docs.call(r#"{"function":"createTag","args":{"name":"beta"}}"#);
    assert_eq!((&made["truncated"], made["body"].as_str().unwrap().len()), (&true.into(), 2 * 1024 * 1024));
    // The API is down.
    let docs =
        Docs::start(&["--live"], &[("INTERCOM_BASE_URL", "http://127.0.0.1:1"), ("INTERCOM_ACCESS_TOKEN", CANARY)]);
    let made = docs.call(r#"{"function":"createTag","args":{"name":"beta"}}"#);
    assert!(made["error"].as_str().unwrap().contains("127.0.0.1:1"), "{made}");
}

#[test]
fn each_api_has_its_own_page() {
    let page = |args: &[&str]| Docs::start(args, &[]).send("GET / HTTP/1.1", &[], "").1;
    let (first, second) = (page(&[]), page(&["--api", "v2"]));
    assert!(first.contains("id=\"createTag\"") && !first.contains("id=\"CreateContact\""));
    assert!(second.contains("id=\"CreateContact\"") && !second.contains("id=\"createUserByEmail\""));
}

/// One file that asks nobody for anything, in the sizes that people wait for.
#[test]
fn each_page_is_one_file_without_other_hosts() {
    for (page, max_bytes) in [(intercom_client::PAGE, 300_000), (intercom_client::v2::PAGE, 900_000)] {
        assert!(page.len() < max_bytes, "{} bytes", page.len());
        assert!(
            page.contains("http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; script-src 'sha256-")
        );
        let head = page.split_once("<body>").unwrap().0;
        for loading in ["<link", "<img", "<iframe", " src=", "url(", "@import", "unsafe-inline", "unsafe-eval"] {
            assert!(!head.contains(loading) && !page.contains(&format!("<script{loading}")), "{loading}");
        }
        for element in ["<link ", "<img ", "<iframe ", "<script src", "<object ", "<embed "] {
            assert!(!page.contains(element), "{element}");
        }
    }
}

/// The end of a visit: the emulator behind the page stops with its server.
#[cfg(unix)]
#[test]
fn ctrl_c_ends_the_server_and_its_emulator() {
    let mut docs = Docs::start(&[], &[]);
    docs.call(r#"{"function":"createTag","args":{"name":"beta"}}"#);
    let interrupt = std::process::Command::new("kill").args(["-INT", &docs.running.0.id().to_string()]).status();
    assert!(interrupt.unwrap().success());
    assert_eq!(docs.running.0.wait().unwrap().code(), Some(0));
    let log = docs.log();
    assert!(log.contains("createTag → 200") && !log.contains("panicked"), "{log}");
}

#[test]
fn port_that_is_in_use_is_named() {
    let docs = Docs::start(&[], &[]);
    let port = docs.host.rsplit(':').next().unwrap();
    let second = run(&mut intercom(&["docs", "--port", port]));
    assert_eq!(second.error_line(1), format!("port {port} is in use; choose another with --port"));
}
