//! Decodes a request: head, path, query and body.

use super::api_error::ApiError;
use super::auth::{credentials, token};
use super::credential_names::{contains_credential, is_credential_name};
use super::headers::CREDENTIAL_HEADER;
use super::recorded_headers::RecordedHeaders;
use super::recorded_request::{REDACTED, RecordedRequest};
use crate::json::as_object;
use crate::workspace::digest::digest_prefix;
use http::request::Parts;
use http::{HeaderName, HeaderValue, header};
use intercom_client::PACKAGE;
use percent_encoding::percent_decode_str;
use serde_json::{Map, Value};
use std::borrow::Cow;

/// Headers of most requests; their names are no credential's.
static PLAIN_HEADERS: [HeaderName; 7] = [
    header::HOST,
    header::ACCEPT,
    header::USER_AGENT,
    header::CONTENT_TYPE,
    header::CONTENT_LENGTH,
    header::CONNECTION,
    header::ACCEPT_ENCODING,
];

/// Records the head of a request; segments and query stay empty until they are decoded.
pub fn record_head(head: &Parts, request_id: String) -> RecordedRequest {
    let mut headers = RecordedHeaders::with_capacity(head.headers.len());
    for (name, value) in &head.headers {
        if CREDENTIAL_HEADER.as_ref() == Some(name) {
            match scheme_of(value) {
                Some(scheme) => headers.push(name.as_str(), &[scheme, " ", REDACTED]),
                None => headers.push(name.as_str(), &[REDACTED]),
            }
            continue;
        }
        let text = value.to_str().map_or_else(|_| String::from_utf8_lossy(value.as_bytes()), Cow::Borrowed);
        let has_secret_name = !PLAIN_HEADERS.contains(name) && is_credential_name(name.as_str());
        let is_secret = has_secret_name || contains_credential(&text);
        headers.push(name.as_str(), &[if is_secret { REDACTED } else { &text }]);
    }
    let token = token(head);
    RecordedRequest {
        compact_headers: headers,
        bearer: token.is_some(),
        credential: match token {
            Some(token) => Some(digest_prefix(token.as_bytes())),
            None => credentials(head).first().map(|credential| digest_prefix(credential.as_bytes())),
        },
        ..RecordedRequest::new(head.method.as_str(), head.uri.path(), request_id)
    }
}

/// The scheme of a credential, if it is the API's; anything else could be the secret itself.
fn scheme_of(value: &HeaderValue) -> Option<&'static str> {
    let (scheme, _) = value.to_str().ok()?.split_once(' ')?;
    PACKAGE.header_credential().map(|(_, scheme)| scheme).filter(|known| known.eq_ignore_ascii_case(scheme))
}

/// Decodes path and query.
pub fn decode_target(head: &Parts, request: &mut RecordedRequest) -> Result<(), ApiError> {
    // SDKs add a slash at the end, or a second one at the start.
    let path = head.uri.path();
    let path = path.strip_prefix("//").or(path.strip_prefix('/')).unwrap_or(path);
    let path = path.strip_suffix('/').unwrap_or(path);
    request.segments = path.split('/').map(percent_decode).collect::<Result<_, _>>()?;
    request.query = decode_pairs(head.uri.query().unwrap_or_default())?;
    Ok(())
}

fn percent_decode(text: &str) -> Result<String, ApiError> {
    if !text.contains('%') {
        return Ok(text.to_owned());
    }
    match percent_decode_str(text).decode_utf8() {
        Ok(text) => Ok(text.into_owned()),
        Err(_) => Err(ApiError::bad_request("path, query or form is not UTF-8 after percent-decoding")),
    }
}

/// The keys and values of a query or a form.
fn decode_pairs(text: &str) -> Result<Vec<(String, String)>, ApiError> {
    let pairs = text.split('&').filter(|pair| !pair.is_empty());
    // Forms encode a space as `+`.
    let decode =
        |text: &str| if text.contains('+') { percent_decode(&text.replace('+', " ")) } else { percent_decode(text) };
    let pair = |pair: &str| {
        let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
        Ok((decode(key)?, decode(value)?))
    };
    pairs.map(pair).collect()
}

/// Decodes the body as a JSON object; no body is an empty object.
pub fn decode_body(head: &Parts, body: &[u8]) -> Result<Value, ApiError> {
    if body.is_empty() {
        return Ok(Value::Object(Map::new()));
    }
    let kind = head.headers.get(header::CONTENT_TYPE).and_then(|kind| kind.to_str().ok()).unwrap_or_default();
    // `curl -d` labels every body as a form; no form starts with a brace.
    let is_json = matches!(body.trim_ascii_start().first(), Some(b'{' | b'['));
    if kind.starts_with("application/x-www-form-urlencoded") && !is_json {
        return decode_form(body);
    }
    match serde_json::from_slice(body) {
        Ok(value) if as_object(&value).is_some() => Ok(value),
        Ok(_) => Err(ApiError::bad_request("the body must be a JSON object")),
        // The parser's message may quote the body, which may contain secrets.
        Err(error) if error.to_string().contains("recursion limit") => {
            Err(ApiError::bad_request("the body's JSON is nested too deeply"))
        }
        Err(error) => {
            let message = format!("the body is not JSON: line {}, column {}", error.line(), error.column());
            Err(ApiError::bad_request(message))
        }
    }
}

/// A form as an object of strings.
fn decode_form(body: &[u8]) -> Result<Value, ApiError> {
    let text = std::str::from_utf8(body).map_err(|_| ApiError::bad_request("the form is not UTF-8"))?;
    Ok(Value::Object(decode_pairs(text)?.into_iter().map(|(key, value)| (key, Value::String(value))).collect()))
}
