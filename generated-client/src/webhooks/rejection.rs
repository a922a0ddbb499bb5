//! Why a request does not reach the program.

use super::error::SignatureError;
use api_client_runtime::JsonError;
use http::StatusCode;
use std::fmt;

/// Why a request was rejected. Neither the body nor a secret is in its text.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub enum WebhookRejection {
    /// The signature is missing, malformed or wrong: the sender is unknown.
    Signature(SignatureError),
    /// The body is longer than what is read.
    TooLarge,
    /// The body did not arrive whole.
    Incomplete,
    /// The body is signed and not JSON, or not of a notification's types.
    Json(JsonError),
    /// The body is signed, and JSON without the type and the topic of a notification.
    NotANotification,
}

impl WebhookRejection {
    /// The status to respond with: 401 for the signature, 413 for the length, 400 for everything else.
    #[must_use]
    pub fn status(&self) -> StatusCode {
        match self {
            Self::Signature(_) => StatusCode::UNAUTHORIZED,
            Self::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            Self::Incomplete | Self::Json(_) | Self::NotANotification => StatusCode::BAD_REQUEST,
        }
    }
}

impl From<SignatureError> for WebhookRejection {
    fn from(error: SignatureError) -> Self {
        Self::Signature(error)
    }
}

impl fmt::Display for WebhookRejection {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Signature(error) => error.fmt(f),
            Self::TooLarge => f.write_str("the body is longer than this receiver reads"),
            Self::Incomplete => f.write_str("the body did not arrive whole"),
            Self::Json(error) => write!(f, "the body is not a notification: {error}"),
            Self::NotANotification => {
                f.write_str("the body is not a notification: it has neither a type nor a topic of one")
            }
        }
    }
}

impl std::error::Error for WebhookRejection {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match self {
            Self::Signature(error) => Some(error),
            Self::Json(error) => Some(error),
            Self::TooLarge | Self::Incomplete | Self::NotANotification => None,
        }
    }
}
