//! The error of a call.

mod advice;
mod api_error;
mod classify;
mod display;
mod existing;
mod kind;

pub use crate::schema::ExistingState;
pub use api_error::ApiError;
pub use existing::Existing;
pub use kind::{ErrorKind, Setting};

use crate::response::raw::RawResponse;
use crate::retry::rate_limit::RateLimit;
use crate::schema::Function;
use crate::schema::Package;
use crate::time::timestamp::Timestamp;
use api_error::read_errors;
use bytes::Bytes;
use std::error::Error as StdError;

/// The error of a call.
///
/// `Display` is one line and never shows the access token. It quotes the server's message, which may contain the value that
/// the server rejects, and shows no other argument. The error keeps the status, the headers, the body, the request id, the
/// server's errors, and the cause as its [`source`](StdError::source).
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: ErrorKind,
    message: String,
    function: Option<&'static Function>,
    /// The invalid setting.
    setting: Option<Setting>,
    response: Option<ErrorResponse>,
    errors: Vec<ApiError>,
    request_id: Option<String>,
    /// The number of the failed attempt, and the maximum number of attempts.
    attempts: (u32, u32),
    retry_at: Option<Timestamp>,
    may_have_been_processed: bool,
    /// A retry cannot succeed, although the kind is transient.
    is_permanent: bool,
    /// The client did not send the call: the rate limit's window is full.
    is_rate_limited: bool,
    /// What the version that the call asked for does not have yet, in words.
    newer: Option<Box<str>>,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The response that an error came with.
struct ErrorResponse {
    status: http::StatusCode,
    headers: http::HeaderMap,
    body: Bytes,
    package: &'static Package,
}

impl Error {
    pub(crate) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self::with_message(kind, message.into())
    }

    fn with_message(kind: ErrorKind, message: String) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                message,
                function: None,
                setting: None,
                response: None,
                errors: Vec::new(),
                request_id: None,
                attempts: (0, 0),
                retry_at: None,
                may_have_been_processed: false,
                is_permanent: false,
                is_rate_limited: false,
                newer: None,
                source: None,
            }),
        }
    }

    pub(crate) fn config(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    pub(crate) fn argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Argument, message)
    }

    pub(crate) fn with_setting(mut self, setting: impl Into<Option<Setting>>) -> Self {
        self.inner.setting = setting.into();
        self
    }

    pub(crate) fn with_function(mut self, function: &'static Function) -> Self {
        self.inner.function = Some(function);
        self
    }

    pub(crate) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    /// Marks an error of a transient kind as one that a retry cannot fix.
    pub(crate) fn permanent(mut self) -> Self {
        self.inner.is_permanent = true;
        self
    }

    /// Marks a call that the client did not send because the rate limit's window is full.
    pub(crate) fn rate_limited(mut self) -> Self {
        self.inner.is_rate_limited = true;
        self
    }

    pub(crate) fn with_attempts(mut self, attempt: u32, max_attempts: u32) -> Self {
        self.inner.attempts = (attempt, max_attempts);
        self
    }

    pub(crate) fn with_retry_at(mut self, retry_at: Option<Timestamp>) -> Self {
        self.inner.retry_at = retry_at;
        self
    }

    pub(crate) fn with_processed(mut self, may_have_been_processed: bool) -> Self {
        self.inner.may_have_been_processed = may_have_been_processed;
        self
    }

    /// The errors that the server reports with a status of success.
    pub(crate) fn with_reported_errors(response: RawResponse) -> Self {
        let mut error = Self::with_response(ErrorKind::Status, "a list of errors", response);
        if error.inner.errors.first().is_some_and(ApiError::is_not_found) {
            error.inner.kind = ErrorKind::NotFound;
        }
        error
    }

    /// An error that came with a response.
    pub(crate) fn with_response(kind: ErrorKind, message: impl Into<String>, response: RawResponse) -> Self {
        Self::with_message(kind, message.into()).of_response(response)
    }

    fn of_response(self, response: RawResponse) -> Self {
        let mut error = self.with_function(response.function());
        let is_reported = !response.status.is_success() || response.reports_failure();
        let (mut errors, body_id) =
            if is_reported { read_errors(response.package().errors, &response.body) } else { (Vec::new(), None) };
        let redacted = |text: &mut String| response.sent.secrets.redact(text);
        redacted(&mut error.inner.message);
        for text in errors.iter_mut().flat_map(ApiError::texts).flatten() {
            redacted(text);
        }
        error.inner.request_id = response.request_id().map(str::to_owned).or(body_id);
        if let Some(id) = &mut error.inner.request_id {
            redacted(id);
        }
        error.inner.errors = errors;
        // What an older version does not have, it does not find or does not take.
        if matches!(response.status, http::StatusCode::BAD_REQUEST | http::StatusCode::NOT_FOUND) {
            error.inner.newer.clone_from(&response.sent.newer);
        }
        error.inner.attempts = (response.attempts, response.attempts);
        error.inner.may_have_been_processed = response.may_have_been_processed();
        error.inner.response = Some(ErrorResponse {
            package: response.package(),
            status: response.status,
            headers: response.headers,
            body: response.body,
        });
        error
    }

    /// The message without function and status.
    pub(crate) fn message(&self) -> &str {
        &self.inner.message
    }

    /// The kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The invalid setting of the client, if one caused the error.
    #[must_use]
    pub fn setting(&self) -> Option<Setting> {
        self.inner.setting
    }

    /// The HTTP status, if a response came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.inner.response.as_ref().map(|response| response.status.as_u16())
    }

    /// The response's headers, if a response came.
    #[must_use]
    pub fn headers(&self) -> Option<&http::HeaderMap> {
        self.inner.response.as_ref().map(|response| &response.headers)
    }

    /// The response's body as received, if a response came.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.inner.response.as_ref().map(|response| &response.body)
    }

    /// The rate limit that the response's headers report, if a response came.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.inner.response.as_ref().and_then(|response| RateLimit::read(response.package, &response.headers))
    }

    /// The id that the server assigned to the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// All errors that the server reported, the primary one first.
    #[must_use]
    pub fn errors(&self) -> &[ApiError] {
        &self.inner.errors
    }

    /// The name of the called function in the spec.
    #[must_use]
    pub fn function(&self) -> Option<&'static str> {
        self.inner.function.map(|function| function.name)
    }

    /// The number of attempts; 0 when nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts.0
    }

    /// The time of the server's clock from which it accepts the call again, if the server reported one and the client did not
    /// wait that long.
    #[must_use]
    pub fn retry_at(&self) -> Option<Timestamp> {
        self.inner.retry_at
    }

    /// Whether another attempt may repeat an effect: the request may have been sent, the call is not idempotent, and the
    /// server did not reject it. The response may be a success that does not decode or a server error, or there was none. The
    /// client does not retry such calls.
    #[must_use]
    pub fn may_have_been_processed(&self) -> bool {
        self.inner.may_have_been_processed
    }
}
