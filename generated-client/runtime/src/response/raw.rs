//! A response as received.

use crate::response::member::{has_type, value_at_place};
use crate::response::sent::Sent;
use crate::retry::policy::is_rejection;
use crate::retry::rate_limit::RateLimit;
use crate::schema::Function;
use crate::schema::Package;
use crate::time::platform::Instant;
use bytes::Bytes;
use serde_json::Value;
use std::fmt;
use std::sync::Arc;

/// A response as received: status, headers and bytes.
#[derive(Clone)]
pub struct RawResponse {
    pub(crate) sent: Arc<Sent>,
    pub(crate) attempts: u32,
    /// When the last attempt began.
    pub(crate) asked: Instant,
    pub(crate) status: http::StatusCode,
    pub(crate) headers: http::HeaderMap,
    pub(crate) body: Bytes,
    /// What is decoded: the body, or the one object that came wrapped in a list.
    pub(crate) payload: Bytes,
}

impl RawResponse {
    pub(crate) fn package(&self) -> &'static Package {
        self.sent.package
    }

    pub(crate) fn base_url(&self) -> &str {
        &self.sent.base_url
    }

    pub(crate) fn sent(&self) -> &http::Uri {
        &self.sent.uri
    }

    /// Whether another attempt may do the same thing twice: the server did not reject this one.
    pub(crate) fn may_have_been_processed(&self) -> bool {
        !self.sent.retryable && !is_rejection(self.status.as_u16())
    }

    /// Whether the body is an error although the status says success.
    pub(crate) fn reports_failure(&self) -> bool {
        let fails = |(place, json): &(&str, &str)| {
            let expected = json.parse::<Value>().ok();
            expected.is_some() && value_at_place(&self.body, place) == expected
        };
        self.package().errors.iter().any(|shape| has_type(&self.body, shape.kind))
            || self.package().failed_when.iter().any(fails)
            || self.function().failed_when.iter().any(fails)
    }

    /// How many attempts it took.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.attempts
    }

    /// The HTTP status.
    #[must_use]
    pub fn status(&self) -> u16 {
        self.status.as_u16()
    }

    /// The headers.
    #[must_use]
    pub fn headers(&self) -> &http::HeaderMap {
        &self.headers
    }

    /// The whole body as received.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// The bytes that are decoded: the body, or the one object that came wrapped in a list.
    #[must_use]
    pub fn payload(&self) -> &Bytes {
        &self.payload
    }

    /// The id that the server assigned to the request.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        self.headers.get("x-request-id").and_then(|value| value.to_str().ok())
    }

    /// What the server says of its rate limit.
    #[must_use]
    pub fn rate_limit(&self) -> Option<RateLimit> {
        RateLimit::read(self.package(), &self.headers)
    }

    /// The function that was called.
    #[must_use]
    pub fn function(&self) -> &'static Function {
        self.sent.function
    }
}

impl fmt::Debug for RawResponse {
    /// Without the body, which may hold personal data.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("RawResponse")
            .field("function", &self.sent.function.name)
            .field("status", &self.status.as_u16())
            .field("bytes", &self.body.len())
            .finish_non_exhaustive()
    }
}
