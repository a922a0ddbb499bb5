//! Reading a request: its head and its body decoded.

use super::error_list::Refusal;
use super::guard::{credentials, has_credential};
use crate::Received;
use crate::state::digest::prefix;
use http::request::Parts;
use http::{HeaderValue, header};
use intercom_client::PACKAGE;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};

/// The head of a request, as it will stand in the log. Segments and query stay empty until they are decoded.
pub(crate) fn head(head: &Parts, request_id: String) -> Received {
    let credential = PACKAGE.auth.as_ref().map_or("", |auth| auth.header);
    let headers = head.headers.iter().map(|(name, value)| {
        let shown = if name.as_str().eq_ignore_ascii_case(credential) {
            without_secret(value)
        } else if OTHER_CREDENTIALS.contains(&name.as_str()) {
            "…".to_owned()
        } else {
            String::from_utf8_lossy(value.as_bytes()).into_owned()
        };
        (name.as_str().to_owned(), shown)
    });
    Received {
        headers: headers.collect(),
        bearer: has_credential(head),
        credential: credentials(head).first().map(|credential| prefix(credential.as_bytes())),
        ..Received::new(head.method.as_str(), head.uri.path(), request_id)
    }
}

/// Headers that carry credentials of something else.
const OTHER_CREDENTIALS: [&str; 4] = ["cookie", "proxy-authorization", "x-api-key", "x-auth-token"];

/// A credential's scheme, if it is one that is known; anything else could be the secret itself.
fn without_secret(value: &HeaderValue) -> String {
    let scheme = value.to_str().ok().and_then(|value| value.split_once(' ')).map_or("", |(scheme, _)| scheme);
    let known = PACKAGE.auth.as_ref().map(|auth| auth.scheme).filter(|known| known.eq_ignore_ascii_case(scheme));
    format!("{} …", known.unwrap_or_default()).trim_start().to_owned()
}

/// Decodes path and query.
pub(crate) fn target(head: &Parts, request: &mut Received) -> Result<(), Refusal> {
    // SDKs put a slash at the end, or one more at the beginning.
    let path = head.uri.path();
    let path = path.strip_prefix("//").or(path.strip_prefix('/')).unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    request.segments = path.split('/').map(decode).collect::<Result<_, _>>()?;
    request.query = pairs(head.uri.query().unwrap_or_default())?;
    Ok(())
}

fn decode(text: &str) -> Result<String, Refusal> {
    match percent_decode_str(text).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(Refusal::bad_request("path, query or form is not UTF-8 once decoded")),
    }
}

/// Keys and values of a query or a form.
fn pairs(text: &str) -> Result<Vec<(String, String)>, Refusal> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        // As forms write a space.
        Ok((decode(&key.replace('+', " "))?, decode(&value.replace('+', " "))?))
    };
    pairs.map(pair).collect()
}

/// The body as a JSON object; an empty one is an empty object.
pub(crate) fn body(head: &Parts, body: &[u8]) -> Result<Value, Refusal> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let kind = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // `curl -d` calls everything a form; no form begins with a brace.
    let is_json = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    if kind.starts_with("application/x-www-form-urlencoded") && !is_json {
        return form(body);
    }
    match serde_json::from_slice(body) {
        Ok(value @ Value::Object(_)) => Ok(value),
        // How an SDK in PHP writes an empty object.
        Ok(Value::Array(items)) if items.is_empty() => Ok(Value::Object(Map::new())),
        Ok(_) => Err(Refusal::bad_request("the body must be a JSON object")),
        // The parser's own words may quote the body, which may hold secrets.
        Err(problem) if problem.to_string().contains("recursion limit") => {
            Err(Refusal::bad_request("the body's JSON is nested too deeply"))
        }
        Err(problem) => Err(Refusal::bad_request(format!(
            "the body is not JSON: line {}, column {}",
            problem.line(),
            problem.column()
        ))),
    }
}

/// A form as an object of texts.
fn form(body: &[u8]) -> Result<Value, Refusal> {
    let text = std::str::from_utf8(body).map_err(|_| Refusal::bad_request("the form is not UTF-8"))?;
    Ok(Value::Object(pairs(text)?.into_iter().map(|(key, value)| (key, Value::String(value))).collect()))
}
