//! Refusals in the API's own error shape.

use super::reply::JSON;
use crate::routing::{Misfit, Missing};
use crate::state::table::Taken;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
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
    /// Method and path lead nowhere.
    unmatched: bool,
}

#[derive(Debug)]
struct Problem {
    code: &'static str,
    message: String,
    field: Option<String>,
}

impl From<Taken> for Refusal {
    /// Ids that are drawn are not taken, so that nobody should meet this.
    fn from(taken: Taken) -> Self {
        Self::internal(taken.to_string())
    }
}

impl Refusal {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        let problem = Problem { code, message: message.into(), field: None };
        Self { status, errors: vec![problem], header: None, closes: false, unmatched: false }
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

    /// A path that is not known, and the nearest one that is.
    pub(crate) fn unknown_path(nearest: Option<String>) -> Self {
        let nearest = nearest.map(|nearest| format!("; {nearest}")).unwrap_or_default();
        let refusal = Self::new(StatusCode::NOT_FOUND, "not_found", format!("there is nothing at this path{nearest}"));
        Self { unmatched: true, ..refusal }
    }

    /// A thing that is not there.
    pub(crate) fn no(thing: &str) -> Self {
        let code = if thing == "Company" { "company_not_found" } else { "not_found" };
        Self::new(StatusCode::NOT_FOUND, code, format!("{thing} Not Found"))
    }

    pub(crate) fn no_admin() -> Self {
        Self::new(StatusCode::NOT_FOUND, "admin_not_found", "Admin Not Found")
    }

    pub(crate) fn no_scroll() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "scroll parameter not found: it is over or has expired")
    }

    pub(crate) fn scroll_exists() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "scroll_exists", "scroll already exists for this workspace")
    }

    /// A value that is not what it must be.
    pub(crate) fn invalid(field: &str, message: String) -> Self {
        Self::about(StatusCode::UNPROCESSABLE_ENTITY, "parameter_invalid", field, message)
    }

    pub(crate) fn type_mismatch(field: &str, expected: &str) -> Self {
        let message = format!("{field} must be {expected}");
        Self::about(StatusCode::UNPROCESSABLE_ENTITY, "type_mismatch", field, message)
    }

    pub(crate) fn missing_parameter(field: &str, message: String) -> Self {
        Self::about(StatusCode::UNPROCESSABLE_ENTITY, "parameter_not_found", field, message)
    }

    pub(crate) fn invalid_document(field: &str, message: String) -> Self {
        Self::about(StatusCode::UNPROCESSABLE_ENTITY, "invalid_document", field, message)
    }

    pub(crate) fn too_many_attributes(most: usize) -> Self {
        let message = format!("there are at most {most} custom attributes");
        Self::about(StatusCode::UNPROCESSABLE_ENTITY, "custom_data_limit_reached", "custom_attributes", message)
    }

    /// Several things are meant, or a name is taken.
    pub(crate) fn conflict(message: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", message)
    }

    /// An email that several people have.
    pub(crate) fn several_people() -> Self {
        Self::conflict("Multiple existing users match this email address - must be more specific using user_id")
    }

    pub(crate) fn exists(message: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "resource_conflict", message)
    }

    pub(crate) fn action_forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "action_forbidden", message)
    }

    pub(crate) fn job_closed() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "job_closed", "the job takes no more items")
    }

    pub(crate) fn rate_limited() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limit_exceeded", "Exceeded rate limit")
    }

    pub(crate) fn internal(message: String) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", message)
    }

    /// An error of a status that is told to happen.
    pub(crate) fn told(status: StatusCode) -> Self {
        let code = match status.as_u16() {
            401 => "unauthorized",
            403 => "action_forbidden",
            404 => "not_found",
            409 => "conflict",
            422 => "parameter_invalid",
            429 => "rate_limit_exceeded",
            503 => "service_unavailable",
            500.. => "server_error",
            _ => "client_error",
        };
        Self::new(status, code, "the emulator was told to answer so")
    }

    fn about(status: StatusCode, code: &'static str, field: &str, message: String) -> Self {
        let problem = Problem { code, message, field: Some(field.to_owned()) };
        Self { status, errors: vec![problem], header: None, closes: false, unmatched: false }
    }

    /// Whether method and path lead nowhere.
    pub(crate) fn is_unmatched(&self) -> bool {
        self.unmatched
    }

    /// Code and message of the first problem.
    pub(crate) fn first(&self) -> (String, String) {
        let first = self.errors.first();
        first.map(|problem| (problem.code.to_owned(), problem.message.clone())).unwrap_or_default()
    }

    /// Values that the function does not take.
    pub(crate) fn misfits(misfits: Vec<Misfit>) -> Self {
        let mut refusal = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "parameter_invalid", "");
        let problem =
            |misfit: Misfit| Problem { code: "parameter_invalid", message: misfit.message, field: Some(misfit.wire) };
        refusal.errors = misfits.into_iter().map(problem).collect();
        refusal
    }

    pub(crate) fn wrong_method(method: &str, allowed: &[&str]) -> Self {
        let allowed = allowed.join(", ");
        let message = format!("this path does not take {}; it takes {allowed}", method.escape_debug());
        let mut refusal = Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message);
        refusal.header = Some((header::ALLOW, allowed));
        refusal.unmatched = true;
        refusal
    }

    pub(crate) fn too_slow() -> Self {
        Self::new(StatusCode::REQUEST_TIMEOUT, "request_timeout", "the body did not come in time").closing()
    }

    pub(crate) fn too_large(limit: usize) -> Self {
        let message = format!("the body is larger than {limit} bytes");
        Self::new(StatusCode::PAYLOAD_TOO_LARGE, "request_too_large", message).closing()
    }

    /// Values that a function needs; where several functions may be meant, the message says what each of them needs.
    pub(crate) fn missing(wanting: &[(&'static Function, Vec<Missing>)]) -> Self {
        let told = |function: &Function, missing: &Missing| {
            let what = missing.field.map_or("a constant of".to_owned(), |field| format!("the field {field} of"));
            format!("{what} {}", function.name)
        };
        let mut refusal = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "parameter_not_found", "");
        let Some(((function, missing), others)) = wanting.split_first() else { return refusal };
        let problem = |missing: &Missing| Problem {
            code: "parameter_not_found",
            message: format!("{} is missing: {}", missing.wire, told(function, missing)),
            field: Some(missing.wire.clone()),
        };
        refusal.errors = missing.iter().map(problem).collect();
        if let Some(last) = refusal.errors.last_mut() {
            for (function, missing) in others {
                for missing in missing {
                    last.message.push_str(&format!("; or {}: {}", missing.wire, told(function, missing)));
                }
            }
        }
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

    pub(crate) fn into_response(self, request_id: &str) -> Response<Bytes> {
        let errors: Vec<(&str, &str, Option<&str>)> = self
            .errors
            .iter()
            .map(|problem| (problem.code, problem.message.as_str(), problem.field.as_deref()))
            .collect();
        let mut response = Response::new(Bytes::from(body(request_id, &errors)));
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
