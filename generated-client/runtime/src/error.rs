//! One error for everything that can go wrong with a call.

use super::Timestamp;
use super::call::Operation;
use super::response::{RateLimit, RawResponse};
use super::retry::is_passing;
use super::transport::{Failure, TransportError};
use crate::schema::Function;
use crate::schema::{ErrorShape, Package};
use bytes::Bytes;
use serde_json::Value;
use std::error::Error as StdError;
use std::fmt;
use std::time::Instant;

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
    response: Option<Answer>,
    errors: Vec<ApiError>,
    request_id: Option<String>,
    /// The attempt that failed, and how many there could have been.
    attempts: (u32, u32),
    retry_at: Option<Timestamp>,
    may_have_been_processed: bool,
    /// Trying again is of no use, though the kind would say so.
    is_lasting: bool,
    source: Option<Box<dyn StdError + Send + Sync>>,
}

/// The answer that an error came with.
struct Answer {
    status: http::StatusCode,
    headers: http::HeaderMap,
    body: Bytes,
    package: &'static Package,
}

/// The kinds of failure.
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum ErrorKind {
    /// The client is not set up: a bad base URL, a bad token.
    Config,
    /// The call needs a credential and the client has none.
    MissingToken,
    /// An argument is missing or wrong, or there is no such function; nothing was sent.
    Argument,
    /// No connection; the last attempt sent nothing, and earlier ones nothing that may not be sent twice.
    Connect,
    /// No answer in time.
    Timeout,
    /// The connection broke before the whole answer came.
    Transport,
    /// The server answered with a status that is not success.
    Status,
    /// The answer cannot be read as what the function returns.
    Decode,
    /// The answer's body is larger than the client takes.
    TooLarge,
    /// The list leads round in circles or to another host.
    Paging,
    /// A look-up that should give one object gave none.
    NotFound,
    /// A look-up that should give one object gave several; [`body`](Error::body) holds them.
    Ambiguous,
}

/// One error as the server tells it.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
#[non_exhaustive]
pub struct ApiError {
    /// The code, such as `parameter_invalid`.
    pub code: Option<String>,
    /// The message.
    pub message: Option<String>,
    /// The argument that it is about.
    pub field: Option<String>,
}

/// A token of fewer characters, such as an emulator's, could be a part of any word, and is no secret.
const TELLING: usize = 16;

/// Takes the token out of a server's text: some repeat the one that they refuse.
fn hide(text: &mut String, token: Option<&str>) {
    if let Some(token) = token.filter(|token| token.len() >= TELLING && text.contains(*token)) {
        *text = text.replace(token, "…");
    }
}

impl ApiError {
    fn texts(&mut self) -> impl Iterator<Item = &mut String> {
        [&mut self.code, &mut self.message, &mut self.field].into_iter().flatten()
    }
}

impl Error {
    pub(super) fn new(kind: ErrorKind, message: impl Into<String>) -> Self {
        Self {
            inner: Box::new(Inner {
                kind,
                message: message.into(),
                function: None,
                response: None,
                errors: Vec::new(),
                request_id: None,
                attempts: (0, 0),
                retry_at: None,
                may_have_been_processed: false,
                is_lasting: false,
                source: None,
            }),
        }
    }

    pub(super) fn config(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Config, message)
    }

    pub(super) fn argument(message: impl Into<String>) -> Self {
        Self::new(ErrorKind::Argument, message)
    }

    pub(super) fn with_function(mut self, function: &'static Function) -> Self {
        self.inner.function = Some(function);
        self
    }

    pub(super) fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.inner.source = Some(source.into());
        self
    }

    pub(super) fn transport(error: TransportError, operation: &Operation, attempt: u32, started: Instant) -> Self {
        let kind = match error.failure {
            Failure::Connect | Failure::Certificate => ErrorKind::Connect,
            Failure::Timeout => ErrorKind::Timeout,
            Failure::Refused => ErrorKind::Config,
            Failure::Broken | Failure::Astray => ErrorKind::Transport,
            Failure::TooLarge => ErrorKind::TooLarge,
            Failure::Encoding => ErrorKind::Decode,
        };
        let is_lasting = matches!(error.failure, Failure::Certificate | Failure::Astray);
        let mut made = match error.partial {
            Some(partial) => {
                Self::answered(kind, error.message, RawResponse::new(operation, *partial, attempt, started))
            }
            None => Self::new(kind, error.message).with_function(operation.function),
        };
        made.inner.is_lasting = is_lasting;
        match error.source {
            Some(source) => made.with_source(source),
            None => made,
        }
    }

    pub(super) fn with_attempts(mut self, attempt: u32, most: u32) -> Self {
        self.inner.attempts = (attempt, most);
        self
    }

    pub(super) fn with_retry_at(mut self, retry_at: Option<Timestamp>) -> Self {
        self.inner.retry_at = retry_at;
        self
    }

    pub(super) fn with_processed(mut self, may_have_been_processed: bool) -> Self {
        self.inner.may_have_been_processed = may_have_been_processed;
        self
    }

    /// An error that came with an answer.
    pub(super) fn answered(kind: ErrorKind, message: impl Into<String>, answer: RawResponse) -> Self {
        let mut error = Self::new(kind, message).with_function(answer.function);
        let (mut errors, body_id) = read_errors(&answer.package().errors, &answer.body);
        let hidden = |text: &mut String| hide(text, answer.token());
        errors.iter_mut().flat_map(ApiError::texts).for_each(hidden);
        error.inner.request_id = answer.request_id().map(str::to_owned).or(body_id);
        error.inner.request_id.iter_mut().for_each(hidden);
        error.inner.errors = errors;
        error.inner.attempts = (answer.attempts, answer.attempts);
        error.inner.may_have_been_processed = answer.may_have_been_processed();
        error.inner.response = Some(Answer {
            package: answer.package(),
            status: answer.status,
            headers: answer.headers,
            body: answer.body,
        });
        error
    }

    /// What went wrong, without function and status.
    pub(super) fn message(&self) -> &str {
        &self.inner.message
    }

    /// The kind of failure.
    #[must_use]
    pub fn kind(&self) -> ErrorKind {
        self.inner.kind
    }

    /// The HTTP status, if an answer came.
    #[must_use]
    pub fn status(&self) -> Option<u16> {
        self.inner.response.as_ref().map(|answer| answer.status.as_u16())
    }

    /// The answer's headers, if an answer came.
    #[must_use]
    pub fn headers(&self) -> Option<&http::HeaderMap> {
        self.inner.response.as_ref().map(|answer| &answer.headers)
    }

    /// The answer's body as received, if an answer came.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.inner.response.as_ref().map(|answer| &answer.body)
    }

    /// What the server says of its rate limit, if an answer came.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        self.inner.response.as_ref().and_then(|answer| RateLimit::read(answer.package, &answer.headers))
    }

    /// The id that the server gave the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.inner.request_id.as_deref()
    }

    /// All errors that the server told, the primary one first.
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

    /// Repeating the call may do the same thing twice: the request may have gone out, twice is not as good as once for it, and
    /// the server did not refuse it. It may have answered with success that cannot be read, have failed at its work, or have
    /// said nothing. The client does not repeat such calls.
    #[must_use]
    pub fn may_have_been_processed(&self) -> bool {
        self.inner.may_have_been_processed
    }

    /// The connection broke before the whole answer came.
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

    /// No answer in time.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// The answer cannot be read as what the function returns.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// The object does not exist: status 404, or a look-up that found none.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound || self.has_status(404)
    }

    /// A look-up that should give one object gave several.
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
        self.has_status(429)
    }

    /// A later call may fare better: there was no connection, no answer or not all of it, or a status that says so (408, 429,
    /// 500, 502, 503, 504). Whether it may be made twice is another question: see
    /// [`may_have_been_processed`](Self::may_have_been_processed).
    #[must_use]
    pub fn is_transient(&self) -> bool {
        match self.status() {
            Some(status) if !(200..300).contains(&status) => is_passing(status),
            _ => match self.kind() {
                ErrorKind::Connect | ErrorKind::Timeout | ErrorKind::Transport => !self.inner.is_lasting,
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
        if let Some(answer) = &inner.response {
            write!(f, "{}", answer.status.as_u16())?;
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

/// Server text on one line, short, and without characters that move a terminal's cursor.
fn one_line(text: &str) -> String {
    let clean: String = text.chars().map(|c| if c.is_control() { ' ' } else { c }).take(300).collect();
    clean.trim().to_owned()
}

/// The errors and the request id of an error body. Whatever cannot be read is left out: an error about an error helps no
/// one.
fn read_errors(shape: &ErrorShape, body: &[u8]) -> (Vec<ApiError>, Option<String>) {
    let Ok(Value::Object(object)) = serde_json::from_slice::<Value>(body) else { return (Vec::new(), None) };
    let text = |value: Option<&Value>| match value {
        Some(Value::String(text)) => Some(text.clone()),
        Some(Value::Number(number)) => Some(number.to_string()),
        _ => None,
    };
    let errors = match object.get(shape.list) {
        Some(Value::Array(items)) => items
            .iter()
            .filter_map(Value::as_object)
            .map(|item| ApiError {
                code: shape.code.iter().find_map(|key| text(item.get(*key))),
                message: text(item.get(shape.message)),
                field: text(item.get(shape.field)),
            })
            .collect(),
        _ => Vec::new(),
    };
    (errors, text(object.get(shape.request_id)))
}
