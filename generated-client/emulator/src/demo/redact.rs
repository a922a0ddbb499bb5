//! Requests as they may be printed.

use crate::Received;
use crate::routing::{Place, secrets, without};
use intercom_client::runtime::Function;

/// A request on a few lines, without the values of secret fields.
pub(super) fn request(function: &Function, request: &Received) -> String {
    let secrets = secrets(function);
    let query = request.query.iter().map(|(key, value)| {
        let secret = secrets.iter().any(|place| matches!(place, Place::Query(known) if known == key));
        format!("    {key} = {}", if secret { "…" } else { value })
    });
    let mut lines = vec![format!("{} {}", request.method, request.path)];
    lines.extend(query);
    if !request.body.is_empty() {
        lines.push(format!("    {}", body(&secrets, &request.body)));
    }
    lines.join("\n")
}

/// The body that a spec states, without the values of secret fields.
pub(super) fn stated_body(function: &Function, json: &str) -> String {
    body(&secrets(function), json.as_bytes())
}

fn body(secrets: &[Place], bytes: &[u8]) -> String {
    if !secrets.iter().any(|place| matches!(place, Place::Body(_))) {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    // What cannot be read cannot be cleaned either.
    match serde_json::from_slice(bytes) {
        Ok(json) => without(secrets, json).to_string(),
        Err(_) => format!("({} bytes)", bytes.len()),
    }
}
