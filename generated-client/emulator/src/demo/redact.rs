//! Requests as they may be printed.

use crate::Received;
use crate::routing::{Place, slots};
use intercom_client::runtime::{Function, Source};
use serde_json::Value;

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
    let paths: Vec<&[&str]> = secrets
        .iter()
        .filter_map(|place| match place {
            Place::Body(keys) => Some(keys.as_slice()),
            Place::Query(_) | Place::Header(_) => None,
        })
        .collect();
    if paths.is_empty() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    // What cannot be read cannot be cleaned either.
    let Ok(mut json) = serde_json::from_slice::<Value>(bytes) else { return format!("({} bytes)", bytes.len()) };
    for path in paths {
        let found = path.iter().try_fold(&mut json, |value, key| value.get_mut(key));
        if let Some(value) = found {
            *value = Value::from("…");
        }
    }
    json.to_string()
}

fn secrets(function: &Function) -> Vec<Place> {
    let is_secret = |field: usize| function.fields.get(field).is_some_and(|field| field.secret);
    slots(function)
        .into_iter()
        .filter(|slot| matches!(slot.source, Source::Field(field) | Source::Case(field, ..) if is_secret(field)))
        .map(|slot| slot.place)
        .collect()
}
