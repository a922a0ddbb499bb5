//! Reading a request: its head decoded, its body within limits.

use crate::Received;
use crate::error_list::Refusal;
use crate::guard::has_credential;
use crate::settings::{LARGEST_BODY, LARGEST_DRAIN};
use bytes::{Bytes, BytesMut};
use http::HeaderValue;
use http::request::Parts;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use intercom_client::PACKAGE;
use percent_encoding::percent_decode_str;
use serde_json::Value;
use std::time::Duration;

/// The head of a request, as it will stand in the log. Segments and query stay empty until they are decoded.
pub(crate) fn head(head: &Parts, request_id: String) -> Received {
    let credential = PACKAGE.auth.as_ref().map_or("", |auth| auth.header);
    let headers = head.headers.iter().map(|(name, value)| {
        let shown = if name.as_str().eq_ignore_ascii_case(credential) {
            without_secret(value)
        } else {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        (name.as_str().to_owned(), shown)
    });
    Received {
        method: head.method.as_str().to_owned(),
        path: head.uri.path().to_owned(),
        segments: Vec::new(),
        query: Vec::new(),
        headers: headers.collect(),
        bearer: has_credential(head),
        body: Bytes::new(),
        json: None,
        function: None,
        peers: Vec::new(),
        status: 0,
        request_id,
    }
}

/// A credential's scheme, if it is one that is known; anything else could be the secret itself.
fn without_secret(value: &HeaderValue) -> String {
    let scheme = value.to_str().ok().and_then(|value| value.split_once(' ')).map_or("", |(scheme, _)| scheme);
    let known = PACKAGE.auth.as_ref().map(|auth| auth.scheme).filter(|known| known.eq_ignore_ascii_case(scheme));
    format!("{} …", known.unwrap_or_default()).trim_start().to_owned()
}

/// Decodes path and query.
pub(crate) fn target(head: &Parts, request: &mut Received) -> Result<(), Refusal> {
    let decode = |text: &str| match percent_decode_str(text).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(Refusal::bad_request("path or query is not UTF-8 once decoded")),
    };
    request.segments = head.uri.path().split('/').skip(1).map(decode).collect::<Result<_, _>>()?;
    let pairs = head.uri.query().unwrap_or_default().split('&').filter(|pair| !pair.is_empty());
    request.query = pairs
        .map(|pair| {
            let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
            // As forms write a space.
            Ok((decode(&key.replace('+', " "))?, decode(&value.replace('+', " "))?))
        })
        .collect::<Result<_, Refusal>>()?;
    Ok(())
}

/// Reads the body; a slow or a large one is refused.
pub(crate) async fn body(incoming: Incoming, timeout: Duration) -> Result<Bytes, Refusal> {
    match tokio::time::timeout(timeout, collect(incoming)).await {
        Ok(outcome) => outcome,
        Err(_) => Err(Refusal::too_slow()),
    }
}

async fn collect(mut incoming: Incoming) -> Result<Bytes, Refusal> {
    let mut kept = BytesMut::new();
    let mut length = 0;
    while let Some(frame) = incoming.frame().await {
        let frame = frame.map_err(|_| Refusal::bad_request("the body broke off"))?;
        let Ok(data) = frame.into_data() else { continue };
        length += data.len();
        if length <= LARGEST_BODY {
            kept.extend_from_slice(&data);
        } else if length > LARGEST_DRAIN {
            break;
        }
    }
    if length > LARGEST_BODY { Err(Refusal::too_large(LARGEST_BODY)) } else { Ok(kept.freeze()) }
}

/// The body as a JSON object; an empty one is an empty object.
pub(crate) fn json(body: &[u8]) -> Result<Value, Refusal> {
    if body.is_empty() {
        return Ok(Value::Object(serde_json::Map::new()));
    }
    match serde_json::from_slice(body) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(Refusal::bad_request("the body must be a JSON object")),
        // The parser's own words may quote the body, which may hold secrets.
        Err(problem) => Err(Refusal::bad_request(format!(
            "the body is not JSON: line {}, column {}",
            problem.line(),
            problem.column()
        ))),
    }
}
