//! Errors in the API's own format.

use super::headers::JSON_CONTENT_TYPE;
use crate::workspace::rules::{RuleViolation, ViolationKind};
use crate::workspace::table::DuplicateKey;
use bytes::Bytes;
use http::{HeaderName, HeaderValue, Response, StatusCode, header};
use intercom_client::PACKAGE;
use serde_json::Value;

/// An error response.
#[derive(Debug)]
pub struct ApiError {
    status: StatusCode,
    details: Vec<ErrorDetail>,
    header: Option<(HeaderName, String)>,
    closes_connection: bool,
    is_unmatched: bool,
}

/// One entry of an error response.
#[derive(Debug)]
pub struct ErrorDetail {
    pub code: &'static str,
    pub message: String,
    pub field: Option<String>,
}

impl From<DuplicateKey> for ApiError {
    /// Generated ids are unique, so this is a defect of the emulator.
    fn from(duplicate: DuplicateKey) -> Self {
        Self::internal(duplicate.to_string())
    }
}

impl From<RuleViolation> for ApiError {
    fn from(violation: RuleViolation) -> Self {
        let code = match violation.kind {
            ViolationKind::Invalid => "parameter_invalid",
            ViolationKind::InvalidAttribute => "invalid_document",
            ViolationKind::Missing => "parameter_not_found",
            ViolationKind::TooManyAttributes => "custom_data_limit_reached",
        };
        Self::of_field(code, &violation.field, violation.message)
    }
}

impl ApiError {
    fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self::with_details(status, vec![ErrorDetail { code, message: message.into(), field: None }])
    }

    fn of_field(code: &'static str, field: &str, message: String) -> Self {
        Self::unprocessable(vec![ErrorDetail { code, message, field: Some(field.to_owned()) }])
    }

    fn with_details(status: StatusCode, details: Vec<ErrorDetail>) -> Self {
        Self { status, details, header: None, closes_connection: false, is_unmatched: false }
    }

    /// Several errors of one request (422).
    pub fn unprocessable(details: Vec<ErrorDetail>) -> Self {
        Self::with_details(StatusCode::UNPROCESSABLE_ENTITY, details)
    }

    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "bad_request", message)
    }

    pub fn bad_version(message: String) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "intercom_version_invalid", message)
    }

    pub fn missing_authorization() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "missing_authorization", "the request has no credential")
    }

    pub fn unauthorized(message: String) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", message)
    }

    pub fn forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "forbidden", message)
    }

    /// An unknown path, with a hint at the nearest known one.
    pub fn unknown_path(hint: Option<String>) -> Self {
        let hint = hint.map(|hint| format!("; {hint}")).unwrap_or_default();
        let error = Self::new(StatusCode::NOT_FOUND, "not_found", format!("unknown path{hint}"));
        Self { is_unmatched: true, ..error }
    }

    /// A record that does not exist.
    pub fn not_found(what: &str) -> Self {
        let code = if what == "Company" { "company_not_found" } else { "not_found" };
        Self::new(StatusCode::NOT_FOUND, code, format!("{what} Not Found"))
    }

    pub fn admin_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "admin_not_found", "Admin Not Found")
    }

    pub fn scroll_not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "scroll parameter not found: it has ended or expired")
    }

    pub fn scroll_exists() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "scroll_exists", "scroll already exists for this workspace")
    }

    pub fn invalid_parameter(field: &str, message: impl Into<String>) -> Self {
        Self::of_field("parameter_invalid", field, message.into())
    }

    pub fn type_mismatch(field: &str, expected: &str) -> Self {
        Self::of_field("type_mismatch", field, format!("{field} must be {expected}"))
    }

    pub fn missing_parameter(field: &str, message: impl Into<String>) -> Self {
        Self::of_field("parameter_not_found", field, message.into())
    }

    /// Several records match, or a key exists.
    pub fn conflict(message: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "conflict", message)
    }

    /// Several people have the email.
    pub fn ambiguous_email() -> Self {
        Self::conflict("Multiple existing users match this email address - must be more specific using user_id")
    }

    pub fn resource_conflict(message: &str) -> Self {
        Self::new(StatusCode::CONFLICT, "resource_conflict", message)
    }

    pub fn action_forbidden(message: &str) -> Self {
        Self::new(StatusCode::FORBIDDEN, "action_forbidden", message)
    }

    pub fn job_closed() -> Self {
        Self::new(StatusCode::BAD_REQUEST, "job_closed", "the job is closed and accepts no items")
    }

    pub fn rate_limited() -> Self {
        Self::new(StatusCode::TOO_MANY_REQUESTS, "rate_limit_exceeded", "Exceeded rate limit")
    }

    pub fn internal(message: String) -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "server_error", message)
    }

    pub fn unserializable(error: &serde_json::Error) -> Self {
        Self::internal(format!("cannot serialize the response: {error}"))
    }

    /// The error of an injected fault.
    pub fn injected(status: StatusCode) -> Self {
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
        Self::new(status, code, "injected by a fault rule of the emulator")
    }

    pub fn wrong_method(method: &str, allowed: &[&str]) -> Self {
        let allowed = allowed.join(", ");
        let message = format!("this path does not accept {}; it accepts {allowed}", method.escape_debug());
        let mut error = Self::new(StatusCode::METHOD_NOT_ALLOWED, "method_not_allowed", message);
        error.header = Some((header::ALLOW, allowed));
        error.is_unmatched = true;
        error
    }

    pub fn body_timeout() -> Self {
        let error = Self::new(StatusCode::REQUEST_TIMEOUT, "request_timeout", "the body did not arrive in time");
        Self { closes_connection: true, ..error }
    }

    pub fn body_too_large(max_bytes: usize) -> Self {
        let message = format!("the body is larger than {max_bytes} bytes");
        let error = Self::new(StatusCode::PAYLOAD_TOO_LARGE, "request_too_large", message);
        Self { closes_connection: true, ..error }
    }

    /// Whether method and path match no function and no route.
    pub fn is_unmatched(&self) -> bool {
        self.is_unmatched
    }

    /// Code and message of the first entry.
    pub fn first(&self) -> (&str, &str) {
        self.details.first().map_or(("", ""), |detail| (detail.code, detail.message.as_str()))
    }

    pub fn into_response(self, request_id: &str) -> Response<Bytes> {
        let mut response = Response::new(Bytes::from(error_body(request_id, &self.details)));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON_CONTENT_TYPE));
        if let Some((name, value)) = self.header
            && let Ok(value) = HeaderValue::try_from(value)
        {
            headers.insert(name, value);
        }
        if self.closes_connection {
            headers.insert(header::CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

/// The body of an error response. Built as text, because the names of the keys come from the spec and their order from the API.
pub fn error_body(request_id: &str, details: &[ErrorDetail]) -> String {
    let Some(shape) = PACKAGE.errors.first() else { return "{}".to_owned() };
    let items = details.iter().map(|detail| {
        let code = shape.code.first().map(|key| member(key, detail.code));
        let field = detail.field.as_ref().map(|field| member(shape.field, field));
        let message = Some(member(shape.message, &detail.message));
        let members: Vec<String> = [code, message, field].into_iter().flatten().collect();
        format!("{{{}}}", members.join(","))
    });
    let (kind, id, list) = (member("type", shape.kind), member(shape.request_id, request_id), Value::from(shape.list));
    format!("{{{kind},{id},{list}:[{}]}}", items.collect::<Vec<_>>().join(","))
}

fn member(key: &str, text: &str) -> String {
    format!("{}:{}", Value::from(key), Value::from(text))
}
