//! Predicates on errors, and hints.

use crate::error::Error;
use crate::error::kind::ErrorKind;
use crate::retry::policy::is_transient_status;
use crate::schema::Function;

impl Error {
    /// Whether the connection broke before the complete response came.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        self.kind() == ErrorKind::Transport
    }

    /// A hint on how to fix the error, if there is one.
    #[must_use]
    pub fn advice(&self) -> Option<&str> {
        if let Some(newer) = &self.inner.newer {
            return Some(newer);
        }
        match (self.api_advice(), self.kind()) {
            (Some(advice), _) => Some(advice.say),
            _ if self.is_not_found() && self.inner.function.is_some_and(Function::is_scroll) => {
                Some("a scroll ends some time after its last use; start over")
            }
            (_, ErrorKind::Connect) => Some("check the base URL, the region and the network"),
            _ if self.may_have_been_processed() => Some("the server may have acted; look before repeating the call"),
            _ => None,
        }
    }

    /// Whether an argument or a setting is invalid; nothing was sent.
    #[must_use]
    pub fn is_usage(&self) -> bool {
        matches!(self.kind(), ErrorKind::Config | ErrorKind::MissingToken | ErrorKind::Argument)
    }

    /// Whether the connection failed: the last attempt sent nothing, and earlier ones only what is safe to retry.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        self.kind() == ErrorKind::Connect
    }

    /// Whether the timeout passed without a response.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        self.kind() == ErrorKind::Timeout
    }

    /// Whether the response does not decode as the function's return type.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        self.kind() == ErrorKind::Decode
    }

    /// Whether the object does not exist: status 404, or a look-up that found none.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.kind() == ErrorKind::NotFound || self.has_status(404)
    }

    /// Whether a look-up of one object found several.
    #[must_use]
    pub fn is_ambiguous(&self) -> bool {
        self.kind() == ErrorKind::Ambiguous
    }

    /// Whether the credential is missing, invalid or revoked: status 401.
    #[must_use]
    pub fn is_unauthorized(&self) -> bool {
        self.has_status(401)
    }

    /// Whether the credential does not allow the call: status 403.
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.has_status(403)
    }

    /// Whether the call conflicts with the server's state: status 409.
    #[must_use]
    pub fn is_conflict(&self) -> bool {
        self.has_status(409)
    }

    /// Whether the rate limit is used up: status 429, or the client did not send the call because its window is full.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.inner.is_rate_limited || self.has_status(429)
    }

    /// Whether a later call may succeed: there was no connection, no response or only a part of it, or a transient status
    /// (408, 429, 500, 502, 503, 504). Whether a retry is safe is another question: see
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
