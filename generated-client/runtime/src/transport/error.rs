//! How a transport fails.

use crate::error::Setting;
use bytes::Bytes;
use std::error::Error as StdError;
use std::fmt;

/// Why no response came, or only a part of it.
#[derive(Debug)]
pub struct TransportError {
    pub(crate) failure: Failure,
    pub(crate) message: String,
    /// Status, headers and as much of the body as came.
    pub(crate) partial: Option<Box<http::Response<Bytes>>>,
    /// The setting that is wrong.
    pub(crate) setting: Option<Setting>,
    pub(crate) source: Option<Box<dyn StdError + Send + Sync>>,
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Failure {
    /// No connection: nothing was sent.
    Connect,
    /// No connection that can be trusted: trying again is of no use.
    Certificate,
    /// The request cannot be sent at all.
    Unsendable,
    /// No response in time.
    Timeout,
    /// The connection broke.
    Broken,
    /// The body is larger than allowed.
    TooLarge,
    /// The body's content encoding cannot be undone.
    Encoding,
    /// The response is from another server than the one that was asked.
    UnexpectedOrigin,
}

impl TransportError {
    pub(crate) fn new(failure: Failure, message: impl Into<String>) -> Self {
        Self { failure, message: message.into(), partial: None, setting: None, source: None }
    }

    /// No connection: nothing was sent, and trying again may help.
    pub fn connect(message: impl Into<String>) -> Self {
        Self::new(Failure::Connect, message)
    }

    /// No connection that can be trusted; trying again is of no use.
    pub fn certificate(message: impl Into<String>) -> Self {
        Self::new(Failure::Certificate, message)
    }

    /// The request cannot be sent at all.
    pub fn unsendable(message: impl Into<String>) -> Self {
        Self::new(Failure::Unsendable, message)
    }

    /// No response in time.
    pub fn timeout(message: impl Into<String>) -> Self {
        Self::new(Failure::Timeout, message)
    }

    /// The connection broke, and the request may have gone out.
    pub fn broken(message: impl Into<String>) -> Self {
        Self::new(Failure::Broken, message)
    }

    /// The body is larger than allowed.
    pub fn too_large(message: impl Into<String>) -> Self {
        Self::new(Failure::TooLarge, message)
    }

    /// The body's content encoding cannot be undone.
    pub fn encoding(message: impl Into<String>) -> Self {
        Self::new(Failure::Encoding, message)
    }

    /// The response is from another server than the one that was asked, as after a redirect.
    pub fn unexpected_origin(message: impl Into<String>) -> Self {
        Self::new(Failure::UnexpectedOrigin, message)
    }

    /// The setting of the client that is wrong.
    #[must_use]
    pub fn with_setting(mut self, setting: Setting) -> Self {
        self.setting = Some(setting);
        self
    }

    /// Status, headers and as much of the body as came.
    #[must_use]
    pub fn with_partial(mut self, partial: http::Response<Bytes>) -> Self {
        self.partial = Some(Box::new(partial));
        self
    }

    /// The cause.
    #[must_use]
    pub fn with_source(mut self, source: impl Into<Box<dyn StdError + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for TransportError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl StdError for TransportError {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        self.source.as_ref().map(|source| source.as_ref() as &(dyn StdError + 'static))
    }
}
