//! Control of a running emulator, below `/__emulator/`: its requests, its workspace, its clock and its fault rules.

use super::core::Engine;
use crate::faults::rule::FaultRule;
use crate::protocol::api_error::ApiError;
use crate::protocol::apis::Api;
use crate::protocol::caller::check_caller;
use crate::protocol::headers::{JSON_CONTENT_TYPE, REQUEST_ID_HEADER};
use crate::protocol::recorded_request::{REDACTED, RecordedRequest};
use crate::routing::secrets::{is_secret, redact_secrets};
use crate::workspace::seed::Seed;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Response, header};
use serde::Deserialize;
use serde_json::{Value, json};

const ROOT: &str = "/__emulator";
const STATE: &str = "/__emulator/state";

/// The routes, for the index.
const ROUTES: &[(&str, &str)] = &[
    ("GET /__emulator/requests", "the latest requests; DELETE clears them"),
    ("GET /__emulator/state", "the whole workspace; PUT restores it"),
    ("POST /__emulator/reset", "resets workspace and clock to their start"),
    ("POST /__emulator/seed", "adds seed data, as YAML or JSON"),
    ("GET /__emulator/faults", "the fault rules; POST adds one or a list, PUT replaces all, DELETE removes all"),
    ("GET /__emulator/clock", "the clock; POST {\"advance\": seconds} or {\"set\": unix seconds}"),
];

/// Whether a request is for this module.
pub fn is_control(head: &Parts) -> bool {
    head.uri.path().strip_prefix(ROOT).is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// Responds to a request. Needs no credential: everyone who can reach the port may control the emulator.
pub fn respond(engine: &Engine, head: &Parts, body: Result<Bytes, ApiError>) -> Response<Bytes> {
    let id = engine.next_id();
    let result = check_caller(head, engine.settings.is_remote()).and_then(|()| handle(engine, head, &body?));
    let mut response = match result {
        Ok(Content::Value(value)) => json_response(value.to_string().into_bytes()),
        Ok(Content::Json(json)) => json_response(json),
        Err(error) => error.into_response(&id),
    };
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(&REQUEST_ID_HEADER, id);
    }
    response
}

/// The content of a response.
enum Content {
    Value(Value),
    /// Serialized already.
    Json(Vec<u8>),
}

impl From<Value> for Content {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

fn json_response(mut json: Vec<u8>) -> Response<Bytes> {
    json.push(b'\n');
    let mut response = Response::new(Bytes::from(json));
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON_CONTENT_TYPE));
    response
}

fn handle(engine: &Engine, head: &Parts, body: &[u8]) -> Result<Content, ApiError> {
    if head.method == Method::GET && head.uri.path().trim_end_matches('/') == STATE {
        check_empty(body)?;
        // Not by way of a `Value`, which takes several times as long under the lock.
        let json = engine.with_state(|state| serde_json::to_vec(&state.workspace));
        return json.map(Content::Json).map_err(|error| ApiError::internal(error.to_string()));
    }
    handle_value(engine, head, body).map(Content::from)
}

fn handle_value(engine: &Engine, head: &Parts, body: &[u8]) -> Result<Value, ApiError> {
    let name = head.uri.path().strip_prefix(ROOT).unwrap_or_default().trim_matches('/');
    let has_body = matches!(
        (head.method.as_str(), name),
        ("PUT", "state") | ("POST", "seed") | ("POST" | "PUT", "faults") | ("POST", "clock")
    );
    if !has_body && allowed_methods(name).is_some() {
        check_empty(body)?;
    }
    match (head.method.as_str(), name) {
        ("GET", "") => Ok(index(engine)),
        ("GET", "requests") => Ok(engine.log.all().iter().map(request_view).collect()),
        ("DELETE", "requests") => {
            engine.log.clear();
            Ok(done())
        }
        ("PUT", "state") => {
            engine.restore(parse(body)?);
            Ok(done())
        }
        ("POST", "reset") => {
            engine.reset().map_err(|error| ApiError::internal(error.to_string()))?;
            Ok(done())
        }
        ("POST", "seed") => {
            let text = std::str::from_utf8(body).map_err(|_| ApiError::bad_request("the seed data is not UTF-8"))?;
            let seed = Seed::parse_addition(text).map_err(|error| ApiError::bad_request(error.to_string()))?;
            engine.add(&seed).map_err(|error| ApiError::bad_request(error.to_string()))?;
            Ok(done())
        }
        ("GET", "faults") => {
            serde_json::to_value(engine.faults.all()).map_err(|error| ApiError::internal(error.to_string()))
        }
        ("DELETE", "faults") => {
            engine.faults.clear();
            Ok(done())
        }
        ("POST" | "PUT", "faults") => {
            let rules = parse_rules(body)?;
            if head.method == Method::PUT {
                engine.faults.clear();
            }
            rules.into_iter().for_each(|rule| engine.faults.add(rule));
            Ok(done())
        }
        ("GET", "clock") => Ok(clock(engine)),
        ("POST", "clock") => set_clock(engine, &parse(body)?),
        (method, name) => Err(match allowed_methods(name) {
            Some(allowed) => ApiError::wrong_method(method, allowed),
            None => ApiError::unknown_path(Some(format!("see {ROOT}"))),
        }),
    }
}

/// The methods of a route; none for an unknown one.
fn allowed_methods(name: &str) -> Option<&'static [&'static str]> {
    Some(match name {
        "" => &["GET"],
        "requests" => &["DELETE", "GET"],
        "state" => &["GET", "PUT"],
        "reset" | "seed" => &["POST"],
        "faults" => &["DELETE", "GET", "POST", "PUT"],
        "clock" => &["GET", "POST"],
        _ => return None,
    })
}

fn done() -> Value {
    json!({"done": true})
}

fn index(engine: &Engine) -> Value {
    let routes: Vec<Value> = ROUTES.iter().map(|(route, doc)| json!({"route": route, "doc": doc})).collect();
    engine.with_state(|state| {
        json!({
            "emulator": env!("CARGO_PKG_VERSION"),
            "functions": Api::V1.functions().len(),
            "workspace": state.workspace.info.id_code,
            "clock": state.clock.seconds(),
            "routes": routes,
        })
    })
}

/// A recorded request, without the values whose key is that of a secret.
fn request_view(request: &RecordedRequest) -> Value {
    let pair = |(key, value): &(String, String)| {
        let value = if is_secret(key) { REDACTED } else { value };
        json!([key, value])
    };
    json!({
        "request_id": request.request_id,
        "method": request.method,
        "path": request.path,
        "query": request.query.iter().map(pair).collect::<Vec<_>>(),
        "headers": request.headers,
        "credential": request.credential,
        "function": request.function_name(),
        "body": request.json.clone().map(redact_secrets),
        "status": request.status,
    })
}

fn clock(engine: &Engine) -> Value {
    engine.with_state(|state| json!({"now": state.clock.seconds(), "runs": state.clock.is_running()}))
}

/// The body of `POST /__emulator/clock`: one of both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    advance: Option<f64>,
    set: Option<i64>,
}

fn set_clock(engine: &Engine, change: &ClockChange) -> Result<Value, ApiError> {
    match (change.advance, change.set) {
        (Some(seconds), None) if seconds.is_finite() => engine.change(|state| state.clock.advance(millis(seconds))),
        (None, Some(seconds)) => engine.change(|state| state.clock.set(seconds)),
        _ => return Err(ApiError::bad_request("the body must be {\"advance\": seconds} or {\"set\": unix seconds}")),
    }
    Ok(clock(engine))
}

/// At most about three hundred thousand years in either direction.
#[allow(clippy::cast_possible_truncation, reason = "the value is clamped")]
fn millis(seconds: f64) -> i64 {
    (seconds * 1_000.0).clamp(-9.0e15, 9.0e15) as i64
}

/// One rule or a list of rules, as JSON or YAML.
fn parse_rules(body: &[u8]) -> Result<Vec<FaultRule>, ApiError> {
    let text = std::str::from_utf8(body).map_err(|_| ApiError::bad_request("the rules are not UTF-8"))?;
    FaultRule::parse_all(text).map_err(|error| ApiError::bad_request(error.to_string()))
}

/// For routes without a body: rejects anything except an empty object, since it was meant for another route or is truncated.
fn check_empty(body: &[u8]) -> Result<(), ApiError> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Empty {}
    if body.trim_ascii().is_empty() { Ok(()) } else { parse(body).map(|Empty {}| ()) }
}

fn parse<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, ApiError> {
    // serde would read the items of an array as the members of an object.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(ApiError::bad_request("the body must be a JSON object"));
    }
    serde_json::from_slice(body).map_err(|error| ApiError::bad_request(format!("the body is invalid: {error}")))
}
