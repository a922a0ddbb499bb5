//! A received request, as tests look at it.

use super::credential_names::is_credential_name;
use super::recorded_headers::RecordedHeaders;
use crate::json::{canonical, member};
use bytes::Bytes;
use intercom_client::schema::Function;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// Replaces a secret.
pub const REDACTED: &str = "…";

/// A received request, and the function that it was matched to.
#[derive(Clone)]
#[non_exhaustive]
pub struct RecordedRequest {
    /// The HTTP method; `-` for bytes that are not HTTP or a head that is too large.
    pub method: String,
    /// The path as sent, percent-encoded; `-` for bytes that are not HTTP.
    pub path: String,
    /// The segments of the path, decoded.
    pub segments: Vec<String>,
    /// Keys and values of the query, decoded, in order. Of a credential, such as `access_token`, only the key is kept.
    pub query: Vec<(String, String)>,
    /// Names (lower case) and values of the headers. Of a credential only the scheme is kept: `Bearer …`.
    pub headers: Vec<(String, String)>,
    /// Whether the request had a credential of the form that the API requires.
    pub bearer: bool,
    /// The first digits of the credential's digest: equal for equal tokens. The token itself is not kept.
    pub credential: Option<String>,
    /// The body as received.
    pub body: Bytes,
    /// The body as JSON, if the method has one.
    pub json: Option<Value>,
    /// The function that the request was matched to.
    pub function: Option<&'static Function>,
    /// All functions that match as well as that one, itself included: some functions of the spec send equal requests.
    pub peers: Vec<&'static Function>,
    /// Why it was rejected: the message of the first error. For an unknown path it names the nearest one.
    pub problem: Option<String>,
    /// The route, such as `/users/*`; none for an unknown path.
    pub route: Option<Arc<str>>,
    /// Method and path match no function and no route.
    pub unmatched: bool,
    /// The status of the response.
    pub status: u16,
    /// The id of the request.
    pub request_id: String,
    /// The headers until someone looks at them; `headers` is empty then.
    pub(crate) compact_headers: RecordedHeaders,
}

impl RecordedRequest {
    pub(crate) fn new(method: &str, path: &str, request_id: String) -> Self {
        Self {
            method: method.to_owned(),
            path: path.to_owned(),
            segments: Vec::new(),
            query: Vec::new(),
            headers: Vec::new(),
            bearer: false,
            credential: None,
            body: Bytes::new(),
            json: None,
            function: None,
            peers: Vec::new(),
            problem: None,
            route: None,
            unmatched: false,
            status: 0,
            request_id,
            compact_headers: RecordedHeaders::default(),
        }
    }

    /// Makes the headers visible to users.
    pub(crate) fn expand_headers(&mut self) {
        let compact = std::mem::take(&mut self.compact_headers);
        self.headers.extend(compact.iter().map(|(name, value)| (name.to_owned(), value.to_owned())));
    }

    /// Bytes that are not a request.
    pub(crate) fn malformed(request_id: String, status: u16, problem: &str) -> Self {
        Self { status, problem: Some(problem.to_owned()), unmatched: true, ..Self::new("-", "-", request_id) }
    }

    /// Redacts credentials in the query: by their keys, or because they equal a credential of the request.
    pub(crate) fn redact_query(&mut self, is_own: impl Fn(&str) -> bool) {
        for (key, value) in &mut self.query {
            if is_credential_name(key) || is_own(value) {
                REDACTED.clone_into(value);
            }
        }
    }

    /// The name of the function that the request was matched to.
    #[must_use]
    pub fn function_name(&self) -> Option<&'static str> {
        self.function.map(|function| function.name)
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let expanded = self.headers.iter().map(|(known, value)| (known.as_str(), value.as_str()));
        let mut all = expanded.chain(self.compact_headers.iter());
        all.find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }

    /// The value of a key of the query.
    #[must_use]
    pub fn query_value(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// Whether the body is this JSON: the order of members does not matter, every digit of a number does.
    #[must_use]
    pub fn has_json_body(&self, json: &str) -> bool {
        let body = canonical(&self.body);
        body.is_some() && body == canonical(json.as_bytes())
    }

    /// The member of the body at a path of keys; null counts as absent.
    pub(crate) fn body_value(&self, keys: &[&str]) -> Option<&Value> {
        let mut value = self.json.as_ref()?;
        for key in keys {
            value = member(value.as_object()?, key)?;
        }
        (!value.is_null()).then_some(value)
    }
}

impl fmt::Debug for RecordedRequest {
    /// Prints no values: they may be secrets or personal data. The fields have them.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RecordedRequest")
            .field("method", &self.method)
            .field("function", &self.function_name())
            .field("query", &self.query.iter().map(|(key, _)| key).collect::<Vec<_>>())
            .field("bytes", &self.body.len())
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
