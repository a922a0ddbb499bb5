//! Refusals in the API's own error shape.

use crate::answer::JSON;
use crate::fit::Missing;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use http_body_util::Full;
use intercom_client::PACKAGE;
use intercom_client::runtime::Function;
use serde_json::Value;

/// Why a request gets no answer of a function.
#[derive(Debug)]
pub(crate) struct Refusal {
    status: StatusCode,
    errors: Vec<Problem>,
    header: Option<(HeaderName, String)>,
    closes: bool,
}

#[derive(Debug)]
struct Problem {
    code: &'static str,
    message: String,
    field: Option<String>,
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let problem = Problem { code, message: message.into(), field: None };
        Self { status, errors: vec![problem], header: None, closes: false }
    }

    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    pub(crate) fn bad_version(message: String) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "intercom_version_invalid", message)
    }

    pub(crate) fn missing_authorization() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "missing_authorization", "the request carries no credential")
    }

    pub(crate) fn unauthorized(message: String) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
    }

    pub(crate) fn forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", message)
    }

    pub(crate) fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is nothing at this path")
    }

    pub(crate) fn wrong_method(method: &str, allowed: &[&str]) -> Self {
        let allowed = allowed.join(", ");
        let message = format!("this path does not take {}; it takes {allowed}", method.escape_debug());
        let mut refusal = Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message);
        refusal.header = Some((header::ALLOW, allowed));
        refusal
    }

    pub(crate) fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "request_timeout", "the body did not come in time").closing()
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let message = format!("the body is larger than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "request_too_large", message).closing()
    }

    /// Values that the function needs.
    pub(crate) fn missing(function: &Function, missing: &[Missing]) -> Self {
        let mut refusal = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "parameter_not_found", "");
        refusal.errors = missing
            .iter()
            .map(|missing| {
                let Missing { wire, field } = missing;
                let what = field.map_or("a constant of".to_owned(), |field| format!("the field {field} of"));
                let message = format!("{wire} is missing: {what} {}", function.name);
                Problem { code: "parameter_not_found", message, field: Some(wire.clone()) }
            })
            .collect();
        refusal
    }

    pub(crate) fn not_implemented(message: String) -> Self {
        Self::new(StatusCode::NOT_IMPLEMENTED, "not_implemented", message)
    }

    /// The connection cannot be used any more.
    fn closing(mut self) -> Self {
        self.closes = true;
        self
    }

    pub(crate) fn into_response(self, request_id: &str) -> Response<Full<Bytes>> {
        let errors: Vec<(&str, &str, Option<&str>)> = self
            .errors
            .iter()
            .map(|problem| (problem.code, problem.message.as_str(), problem.field.as_deref()))
            .collect();
        let mut response = Response::new(Full::new(Bytes::from(body(request_id, &errors))));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
        if let Some((name, value)) = self.header
            && let Ok(value) = HeaderValue::try_from(value)
        {
            headers.insert(name, value);
        }
        if self.closes {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

/// The body of an error: code, message and field of each. Written by hand to keep the order of keys.
pub(crate) fn body(request_id: &str, errors: &[(&str, &str, Option<&str>)]) -> String {
    let shape = &PACKAGE.errors;
    let items = errors.iter().map(|(code, message, field)| {
        let code = shape.code.first().map(|key| member(key, code));
        let field = field.map(|field| member(shape.field, field));
        let members: Vec<String> = [code, Some(member(shape.message, message)), field].into_iter().flatten().collect();
        format!("{{{}}}", members.join(","))
    });
    let (kind, id, list) = (member("type", shape.kind), member(shape.request_id, request_id), Value::from(shape.list));
    format!("{{{kind},{id},{list}:[{}]}}", items.collect::<Vec<_>>().join(","))
}

fn member(key: &str, text: &str) -> String {
    format!("{}:{}", Value::from(key), Value::from(text))
}
