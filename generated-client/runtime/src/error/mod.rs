//! One error for everything that can go wrong with a call.

mod api_error;
mod kind;

pub use api_error::ApiError;
pub use kind::{ErrorKind, Setting};

use crate::response::raw::RawResponse;
use crate::retry::policy::is_transient_status;
use crate::retry::rate_limit::RateLimit;
use crate::schema::Function;
use crate::schema::Package;
use crate::time::timestamp::Timestamp;
use api_error::{one_line, read_errors, redact};
use bytes::Bytes;
use std::error::Error as StdError;
use std::fmt;

/// What went wrong with a call.
///
/// `Display` is one line and never shows the access token. It quotes the server's own message, which may name a value that the
/// server complains about; no other argument is shown. Everything known about the failure is kept: status, headers, body, request id, the server's own errors, and the cause by [`source`](StdError::source).
pub struct Error {
    inner: Box<Inner>,
}

struct Inner {
    kind: ErrorKind,
    message: String,
    function: Option<&'static Function>,
    /// The setting that is wrong.
    setting: Option<Setting>,
    response: Option<ErrorResponse>,
    errors: Vec<ApiError>,
    request_id: Option<String>,
    /// The attempt that failed, and how many there could have been.
    attempts: (u32, u32),
    retry_at: Option<Timestamp>,
    may_have_been_processed: bool,
    /// Trying again is of no use, though the kind would say so.
    is_permanent: bool,
    /// The client kept the call back: the rate limit's window is full.
    is_rate_limited: bool,
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
        Self {
            inner: Box::new(Inner {
                kind,
                message: message.into(),
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

    pub(crate) fn with_setting(mut self, setting: Setting) -> Self {
        self.inner.setting = Some(setting);
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

    /// Trying again is of no use, although the kind of error would say so.
    pub(crate) fn permanent(mut self) -> Self {
        self.inner.is_permanent = true;
        self
    }

    /// The client kept the call back: the rate limit's window is full.
    pub(crate) fn rate_limited(mut self) -> Self {
        self.inner.is_rate_limited = true;
        self
    }

    pub(crate) fn with_attempts(mut self, attempt: u32, most: u32) -> Self {
        self.inner.attempts = (attempt, most);
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

    /// An error that came with a response.
    pub(crate) fn with_response(kind: ErrorKind, message: impl Into<String>, response: RawResponse) -> Self {
        let mut error = Self::new(kind, message).with_function(response.function);
        let (mut errors, body_id) = read_errors(&response.package().errors, &response.body);
        let redacted = |text: &mut String| redact(text, response.token());
        errors.iter_mut().flat_map(ApiError::texts).for_each(redacted);
        error.inner.request_id = response.request_id().map(str::to_owned).or(body_id);
        error.inner.request_id.iter_mut().for_each(redacted);
        error.inner.errors = errors;
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

    /// What went wrong, without function and status.
    pub(crate) fn message(&self) -> &str {
        &self.inner.message
    }

    /// The kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The setting of the client that cannot be used, if that is what is wrong.
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

    /// What the server says of its rate limit, if a response came.
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

    /// The table's name of the function that was called.
    #[must_use]
    pub fn function(&self) -> Option<&'static str> {
        self.inner.function.map(|function| function.name)
    }

    /// How many attempts were made; 0 when nothing was sent.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.inner.attempts.0
    }

    /// When the server would take the call again, by its own clock: it said so, and the wait was longer than the client
    /// takes.
    #[must_use]
    pub fn retry_at(&self) -> Option<Timestamp> {
        self.inner.retry_at
    }

    /// Another attempt may do the same thing twice: the request may have gone out, the call is not idempotent, and
    /// the server did not reject it. Its response may be a success that cannot be read, it may have failed at its work, or it
    /// did not respond. The client does not retry such calls.
    #[must_use]
    pub fn may_have_been_processed(&self) -> bool {
        self.inner.may_have_been_processed
    }

    /// The connection broke before the complete response came.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        self.kind() == ErrorKind::Transport
    }

    /// What to do about it, where there is something to be said.
    #[must_use]
    pub fn advice(&self) -> Option<&'static str> {
        let code = self.errors().first().and_then(|error| error.code.as_deref());
        match (code, self.kind()) {
            (Some("scroll_exists"), _) => Some("another scroll is open; it ends a minute after its last use"),
            _ if self.is_not_found() && self.inner.function.is_some_and(Function::is_scroll) => {
                Some("a scroll ends a minute after its last use; start over")
            }
            (_, ErrorKind::Connect) => Some("check the base URL, the region and the network"),
            _ if self.may_have_been_processed() => Some("the server may have acted; look before repeating the call"),
            _ => None,
        }
    }

    /// An argument or the set-up is wrong; nothing was sent.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(self.kind(), ErrorKind::Config | ErrorKind::MissingToken | ErrorKind::Argument)
    }

    /// No connection; the last attempt sent nothing, and earlier ones nothing that may not be sent twice.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// No response in time.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// The response cannot be read as what the function returns.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// The object does not exist: status 404, or a look-up that found none.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound || self.has_status(404)
    }

    /// A look-up of one object found several.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.kind() == ErrorKind::Ambiguous
    }

    /// The credential is missing, wrong or revoked: status 401.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(401)
    }

    /// The credential does not allow this: status 403.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.has_status(403)
    }

    /// The call conflicts with what is there: status 409.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.has_status(409)
    }

    /// The rate limit is used up: status 429.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.inner.is_rate_limited || self.has_status(429)
    }

    /// A later call may succeed: there was no connection, no response or only a part of it, or a status that says so (408, 429,
    /// 500, 502, 503, 504). Whether it may be made twice is another question: see
    /// [`may_have_been_processed`](Self::may_have_been_processed).
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self.status() {
            Some(status) if !(200..300).contains(&status) => is_transient_status(status),
            _ => match self.kind() {
                ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => !self.inner.is_permanent,
                _ => false,
            },
        }
    }

    fn has_status(&self, status: u16) -> bool {
        self.status() == Some(status)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let inner = &self.inner;
        if let Some(function) = inner.function {
            write!(f, "{}: ", function.name)?;
            if inner.kind != ErrorKind::Argument {
                write!(f, "{} {} → ", function.http.as_str(), function.path)?;
            }
        }
        if let Some(response) = &inner.response {
            write!(f, "{}", response.status.as_u16())?;
        }
        if let Some(first) = inner.errors.first().filter(|_| inner.kind == ErrorKind::Status) {
            if let Some(code) = &first.code {
                write!(f, " {}", one_line(code))?;
            }
            if let Some(message) = &first.message {
                write!(f, ": {}", one_line(message))?;
            }
        } else {
            let space = if inner.response.is_some() { " " } else { "" };
            write!(f, "{space}{}", inner.message)?;
        }
        let mut details = Vec::new();
        if let Some(field) = inner.errors.first().and_then(|first| first.field.as_deref()) {
            details.push(format!("field {}", one_line(field)));
        }
        if inner.errors.len() > 1 {
            details.push(format!("and {} more", inner.errors.len() - 1));
        }
        if let Some(id) = &inner.request_id {
            details.push(format!("request id {}", one_line(id)));
        }
        match inner.attempts {
            (attempt, most) if most > 1 => details.push(format!("attempt {attempt} of {most}")),
            _ => {}
        }
        if !details.is_empty() {
            write!(f, " ({})", details.join(", "))?;
        }
        self.advice().map_or(Ok(()), |advice| write!(f, "; {advice}"))
    }
}

impl fmt::Debug for Error {
    /// The line of `Display` with the kind: bodies and headers may hold personal data and are left to their accessors.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Error({:?}, {self})", self.inner.kind)
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.inner.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}
