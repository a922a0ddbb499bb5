//! Responses as they go over the wire.

use super::fault_server::Step;

/// A response with its length, on a connection that is closed behind it.
pub fn response(status: u16, headers: &[(&str, &str)], body: &str) -> Step {
    let closing = [headers, &[("Connection", "close")]].concat();
    sized(status, &closing, body)
}

/// A response of success in JSON, on a connection that stays open; a server may also close it and say nothing.
pub fn kept(body: &str) -> Step {
    sized(200, &[("Content-Type", "application/json")], body)
}

fn sized(status: u16, headers: &[(&str, &str)], body: &str) -> Step {
    let length = body.len().to_string();
    let all = [headers, &[("Content-Length", length.as_str())]].concat();
    Step::Write([head(status, &all).as_slice(), body.as_bytes()].concat())
}

/// A response of success in JSON.
pub fn ok(body: &str) -> Step {
    response(200, &[("Content-Type", "application/json")], body)
}

/// Status line and headers, with the blank line.
pub fn head(status: u16, headers: &[(&str, &str)]) -> Vec<u8> {
    let headers: String = headers.iter().map(|(name, value)| format!("{name}: {value}\r\n")).collect();
    format!("HTTP/1.1 {status} Status\r\n{headers}\r\n").into_bytes()
}

/// A request and its response.
pub fn reply(response: Step) -> Vec<Step> {
    vec![Step::ReadRequest, response]
}
