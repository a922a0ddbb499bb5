//! Control of a running emulator, below `/__emulator/`: what it was asked, what it holds, its clock and its faults.

use super::{Engine, JSON, REQUEST_ID, Refusal, guard};
use crate::Received;
use crate::faults::FaultRule;
use crate::routing::{HIDDEN, is_secret, without_any};
use crate::seed::Seed;
use bytes::Bytes;
use http::request::Parts;
use http::{HeaderValue, Method, Response, StatusCode, header};
use intercom_client::FUNCTIONS;
use serde::Deserialize;
use serde_json::{Value, json};

pub(crate) const ROOT: &str = "/__emulator";
pub(crate) const BELOW: &str = "/__emulator/";

/// What there is, for the index.
const ROUTES: &[(&str, &str)] = &[
    ("GET /__emulator/requests", "the latest requests; DELETE forgets them"),
    ("GET /__emulator/state", "the whole workspace; PUT restores one that was read so"),
    ("POST /__emulator/reset", "back to the seed data, the clock to its beginning"),
    ("POST /__emulator/seed", "adds seed data, as YAML or JSON"),
    ("GET /__emulator/faults", "the rules; POST adds one or a list, PUT replaces all, DELETE removes all"),
    ("GET /__emulator/clock", "the clock; POST {\"advance\": seconds} or {\"set\": unix seconds}"),
];

/// Answers a request of control. It needs no credential: who reaches this port may do all.
pub(super) fn respond(engine: &Engine, head: &Parts, body: Result<Bytes, Refusal>) -> Response<Bytes> {
    let id = engine.next_id();
    let outcome = guard::check_caller(head, engine.settings.is_remote()).and_then(|()| decide(engine, head, &body?));
    let mut response = match outcome {
        Ok(value) => shown(&value),
        Err(refusal) => refusal.into_response(&id),
    };
    if let Ok(id) = HeaderValue::try_from(id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}

fn shown(value: &Value) -> Response<Bytes> {
    let mut response = Response::new(Bytes::from(format!("{value}\n")));
    *response.status_mut() = StatusCode::OK;
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    response
}

fn decide(engine: &Engine, head: &Parts, body: &[u8]) -> Result<Value, Refusal> {
    let name = head.uri.path().strip_prefix(ROOT).unwrap_or_default().trim_matches('/');
    let takes_body = matches!(
        (head.method.as_str(), name),
        ("PUT", "state") | ("POST", "seed") | ("POST" | "PUT", "faults") | ("POST", "clock")
    );
    if !takes_body && allowed(name).is_some() {
        says_nothing(body)?;
    }
    match (head.method.as_str(), name) {
        ("GET", "") => Ok(index(engine)),
        ("GET", "requests") => Ok(engine.log.all().iter().map(request).collect()),
        ("DELETE", "requests") => {
            engine.log.clear();
            Ok(done())
        }
        ("GET", "state") => {
            serde_json::to_value(&engine.state().world).map_err(|error| Refusal::internal(error.to_string()))
        }
        ("PUT", "state") => {
            engine.restore(parse(body)?);
            Ok(done())
        }
        ("POST", "reset") => {
            engine.reset().map_err(|error| Refusal::internal(error.to_string()))?;
            Ok(done())
        }
        ("POST", "seed") => {
            let text = std::str::from_utf8(body).map_err(|_| Refusal::bad_request("the seed data is not UTF-8"))?;
            let seed = Seed::parse_part(text).map_err(|error| Refusal::bad_request(error.to_string()))?;
            engine.add(&seed).map_err(|error| Refusal::bad_request(error.to_string()))?;
            Ok(done())
        }
        ("GET", "faults") => {
            serde_json::to_value(engine.faults.all()).map_err(|error| Refusal::internal(error.to_string()))
        }
        ("DELETE", "faults") => {
            engine.faults.clear();
            Ok(done())
        }
        ("POST" | "PUT", "faults") => {
            let rules = rules(body)?;
            if head.method == Method::PUT {
                engine.faults.clear();
            }
            rules.into_iter().for_each(|rule| engine.faults.add(rule));
            Ok(done())
        }
        ("GET", "clock") => Ok(clock(engine)),
        ("POST", "clock") => set_clock(engine, &parse(body)?),
        (method, name) => Err(match allowed(name) {
            Some(allowed) => Refusal::wrong_method(method, allowed),
            None => Refusal::unknown_path(Some(format!("see {ROOT}"))),
        }),
    }
}

/// The methods that a route takes; none for one that is not there.
fn allowed(name: &str) -> Option<&'static [&'static str]> {
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
    let state = engine.state();
    json!({
        "emulator": env!("CARGO_PKG_VERSION"),
        "functions": FUNCTIONS.len(),
        "workspace": state.world.workspace.id_code,
        "clock": state.time.seconds(),
        "routes": ROUTES.iter().map(|(route, doc)| json!({"route": route, "doc": doc})).collect::<Vec<_>>(),
    })
}

/// A request as the log has it, without the values of credentials and of all that has the name of a secret of the spec.
fn request(request: &Received) -> Value {
    let shown = |(key, value): &(String, String)| {
        let value = if is_secret(key) { HIDDEN } else { value };
        json!([key, value])
    };
    json!({
        "request_id": request.request_id,
        "method": request.method,
        "path": request.path,
        "query": request.query.iter().map(shown).collect::<Vec<_>>(),
        "headers": request.headers,
        "credential": request.credential,
        "function": request.function_name(),
        "body": request.json.clone().map(without_any),
        "status": request.status,
    })
}

fn clock(engine: &Engine) -> Value {
    let state = engine.state();
    json!({"now": state.time.seconds(), "runs": state.time.runs()})
}

/// What `POST /__emulator/clock` takes: one of both.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct ClockChange {
    advance: Option<f64>,
    set: Option<i64>,
}

fn set_clock(engine: &Engine, change: &ClockChange) -> Result<Value, Refusal> {
    let mut state = engine.state();
    match (change.advance, change.set) {
        (Some(seconds), None) if seconds.is_finite() => state.time.advance(millis(seconds)),
        (None, Some(seconds)) => state.time.set(seconds),
        _ => return Err(Refusal::bad_request("the body must be {\"advance\": seconds} or {\"set\": unix seconds}")),
    }
    drop(state);
    engine.changed();
    Ok(clock(engine))
}

/// At most about three hundred thousand years in either direction.
#[allow(clippy::cast_possible_truncation, reason = "the bounds are set")]
fn millis(seconds: f64) -> i64 {
    (seconds * 1_000.0).clamp(-9.0e15, 9.0e15) as i64
}

/// One rule or a list of them, as JSON or YAML.
fn rules(body: &[u8]) -> Result<Vec<FaultRule>, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::bad_request("the rules are not UTF-8"))?;
    FaultRule::parse_all(text).map_err(|error| Refusal::bad_request(error.to_string()))
}

/// For what takes no body: an empty object is none. Anything else was meant for something else, or is half sent.
fn says_nothing(body: &[u8]) -> Result<(), Refusal> {
    #[derive(Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Nothing {}
    if body.trim_ascii().is_empty() { Ok(()) } else { parse(body).map(|Nothing {}| ()) }
}

fn parse<T: serde::de::DeserializeOwned>(body: &[u8]) -> Result<T, Refusal> {
    // serde would read an array's items as the members of an object.
    if !body.trim_ascii_start().starts_with(b"{") {
        return Err(Refusal::bad_request("the body must be a JSON object"));
    }
    serde_json::from_slice(body)
        .map_err(|error| Refusal::bad_request(format!("the body is not as it must be: {error}")))
}
