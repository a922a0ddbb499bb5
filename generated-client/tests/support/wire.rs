//! Answers as they go over the wire.

use super::fault_server::Step;

/// An answer with its length, on a connection that is closed behind it.
pub fn answer(status: u16, headers: &[(&str, &str)], body: &str) -> Step {
    let closing = [headers, &[("Connection", "close")]].concat();
    sized(status, &closing, body)
}

/// An answer of success in JSON, on a connection that stays open; a server may also close it and say nothing.
pub fn kept(body: &str) -> Step {
    sized(200, &[("Content-Type", "application/json")], body)
}

fn sized(status: u16, headers: &[(&str, &str)], body: &str) -> Step {
    let length = body.len().to_string();
    let all = [headers, &[("Content-Length", length.as_str())]].concat();
    Step::Write([head(status, &all).as_slice(), body.as_bytes()].concat())
}

/// An answer of success in JSON.
pub fn ok(body: &str) -> Step {
    answer(200, &[("Content-Type", "application/json")], body)
}

/// Status line and headers, with the blank line.
pub fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} Status\r\n{headers}\r\n").into_bytes()
}

/// A request and its answer.
pub fn reply(answer: Step) -> Vec<Step> {
    vec![Step::ReadRequest, answer]
}

/// A tag, the smallest object that functions of all kinds return.
pub const TAG: &str = r#"{"type":"tag","id":"17513","name":"beta"}"#;

/// A list of admins, which `admins().list()` returns.
pub const ADMINS: &str = r#"{"type":"admin.list","admins":[]}"#;
