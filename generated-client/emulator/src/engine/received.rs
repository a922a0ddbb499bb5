//! A request as it arrived.

use bytes::Bytes;
use intercom_client::runtime::Function;
use serde_json::Value;
use std::fmt;

/// A request as it arrived, and the function that it was taken for.
#[derive(Clone)]
#[non_exhaustive]
pub struct Received {
    /// The HTTP method; `-` for what is no HTTP, or has a head that is too large to be read.
    pub method: String,
    /// The path as sent, percent-encoded; `-` for what is no HTTP.
    pub path: String,
    /// The segments of the path, decoded.
    pub segments: Vec<String>,
    /// Keys and values of the query, decoded, in order.
    pub query: Vec<(String, String)>,
    /// Names (lower case) and values of the headers. Of a credential only the scheme is kept: `Bearer …`.
    pub headers: Vec<(String, String)>,
    /// Whether a credential was there, in the form that the API asks for.
    pub bearer: bool,
    /// The first digits of the credential's digest: the same for the same token, which is not kept.
    pub credential: Option<String>,
    /// The body as received.
    pub body: Bytes,
    /// The body as JSON, if the route takes one.
    pub json: Option<Value>,
    /// The function that the request was taken for.
    pub function: Option<&'static Function>,
    /// All functions that fit the request as well as the one it was taken for, that one included: some functions of the
    /// tables send the same requests.
    pub peers: Vec<&'static Function>,
    /// Why it was refused: the message of the first error. For a path that is not known it names the nearest one.
    pub problem: Option<String>,
    /// The route that the path has, such as `/users/*`; none for a path that is not known.
    pub route: Option<String>,
    /// Method and path lead nowhere in this API.
    pub unmatched: bool,
    /// The status that was answered.
    pub status: u16,
    /// The id that the request was given.
    pub request_id: String,
}

impl Received {
    /// A request of which nothing is known yet but its name.
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
        }
    }

    /// What was refused before there was a request: it leads nowhere.
    pub(crate) fn unread(request_id: String, status: u16, problem: &str) -> Self {
        Self { status, problem: Some(problem.to_owned()), unmatched: true, ..Self::new("-", "-", request_id) }
    }

    /// The table's name of the function that the request was taken for.
    #[must_use]
    pub fn function_name(&self) -> Option<&'static str> {
        self.function.map(|function| function.name)
    }

    /// The value of a header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(known, _)| known.eq_ignore_ascii_case(name)).map(|(_, value)| value.as_str())
    }

    /// The value of a key of the query.
    #[must_use]
    pub fn query_value(&self, key: &str) -> Option<&str> {
        self.query.iter().find(|(known, _)| known == key).map(|(_, value)| value.as_str())
    }

    /// The member of the body at a path of keys; null counts as absent.
    pub(crate) fn body_value(&self, keys: &[&str]) -> Option<&Value> {
        let mut value = self.json.as_ref()?;
        for key in keys {
            value = value.get(key)?;
        }
        (!value.is_null()).then_some(value)
    }
}

impl fmt::Debug for Received {
    /// Without values: they may be secrets or personal data, and are left to the fields.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Received")
            .field("method", &self.method)
            .field("function", &self.function_name())
            .field("query", &self.query.iter().map(|(key, _)| key).collect::<Vec<_>>())
            .field("bytes", &self.body.len())
            .field("status", &self.status)
            .finish_non_exhaustive()
    }
}
