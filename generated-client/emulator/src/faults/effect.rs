//! The effect of a fault on one request.

use super::corrupt::corrupt;
use super::fault::{Fault, Reset};
use crate::protocol::api_error::ApiError;
use crate::protocol::headers::JSON_CONTENT_TYPE;
use crate::protocol::rate_limit::RateLimitStatus;
use crate::protocol::recorded_request::RecordedRequest;
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use std::time::Duration;

/// A fault of the transport.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum WireFault {
    /// The response is never sent.
    Hang,
    /// The connection is reset after this number of bytes of the response.
    ResetAt(usize),
    /// The body ends after this number of bytes.
    Truncate(usize),
    /// The body is sent at this number of bytes a second.
    Slow(u64),
    /// The body has this number of arbitrary bytes.
    Huge(u64),
}

/// Replaces the response; the request is not processed.
#[derive(Clone, Debug)]
enum Override {
    Status(StatusCode),
    /// Seconds until the limit resets.
    RateLimit(i64),
    Html(StatusCode),
    Redirect(String),
    /// The connection is reset before the response is sent.
    Reset,
}

/// The effect of a fault on one request. The default has none.
#[derive(Debug, Default)]
pub struct FaultEffect {
    pub delay: Duration,
    pub wire: Option<WireFault>,
    /// The error of the server's clock, in seconds.
    pub clock_skew: i64,
    replacement: Option<Override>,
    /// Changes the response.
    corruption: Option<Fault>,
}

impl FaultEffect {
    pub fn new(fault: &Fault) -> Self {
        let mut effect = Self::default();
        let status = |status: u16| StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        match fault {
            Fault::Status(code) => effect.replacement = Some(Override::Status(status(*code))),
            Fault::RateLimit(seconds) => effect.replacement = Some(Override::RateLimit(*seconds)),
            Fault::Html(code) => effect.replacement = Some(Override::Html(status(*code))),
            Fault::Redirect(to) => effect.replacement = Some(Override::Redirect(to.clone())),
            Fault::Reset(Reset::Before) => {
                effect.replacement = Some(Override::Reset);
                effect.wire = Some(WireFault::ResetAt(0));
            }
            Fault::Reset(Reset::After) => effect.wire = Some(WireFault::ResetAt(0)),
            Fault::Reset(Reset::AtByte(at)) => effect.wire = Some(WireFault::ResetAt(*at)),
            Fault::Delay(millis) => effect.delay = Duration::from_millis(*millis),
            Fault::SlowBody(bytes) => effect.wire = Some(WireFault::Slow((*bytes).max(1))),
            Fault::Truncate(at) => effect.wire = Some(WireFault::Truncate(*at)),
            Fault::Hang => effect.wire = Some(WireFault::Hang),
            Fault::HugeBody(bytes) => effect.wire = Some(WireFault::Huge(*bytes)),
            Fault::ClockSkew(seconds) => effect.clock_skew = *seconds,
            Fault::BadJson
            | Fault::ContentType(_)
            | Fault::CorruptGzip
            | Fault::ExtraFields
            | Fault::MissingField(_)
            | Fault::NullField(_)
            | Fault::UnknownEnum(_)
            | Fault::RepeatCursor
            | Fault::EmptyPage => effect.corruption = Some(fault.clone()),
        }
        effect
    }

    /// The rate limit that the headers report.
    pub fn rate_limit_status(&self, status: RateLimitStatus, now: i64) -> RateLimitStatus {
        match self.replacement {
            Some(Override::RateLimit(seconds)) => {
                RateLimitStatus { remaining: 0, reset: now.saturating_add(seconds), is_exceeded: true, ..status }
            }
            _ => status,
        }
    }

    /// The error that replaces the response. `corrupt` later turns some into pages and redirects.
    pub fn replacement(&self) -> Option<ApiError> {
        match self.replacement.as_ref()? {
            Override::Status(status) | Override::Html(status) => Some(ApiError::injected(*status)),
            Override::RateLimit(_) => Some(ApiError::rate_limited()),
            Override::Redirect(_) | Override::Reset => Some(ApiError::injected(StatusCode::SERVICE_UNAVAILABLE)),
        }
    }

    /// Changes the response as the fault says.
    pub fn corrupt(&self, response: &mut Response<Bytes>, request: &RecordedRequest, base_url: &str) {
        match &self.replacement {
            Some(Override::Html(status)) => {
                *response.status_mut() = *status;
                let reason = status.canonical_reason().unwrap_or("Error");
                let page = format!(
                    "<html>\r\n<head><title>{0} {reason}</title></head>\r\n<body>\r\n<center><h1>{0} {reason}</h1>\
                     </center>\r\n<hr><center>nginx</center>\r\n</body>\r\n</html>\r\n",
                    status.as_u16()
                );
                *response.body_mut() = page.into();
                response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("text/html"));
            }
            Some(Override::Redirect(to)) => {
                *response.status_mut() = StatusCode::FOUND;
                *response.body_mut() = Bytes::new();
                if let Ok(to) = HeaderValue::try_from(to) {
                    response.headers_mut().insert(header::LOCATION, to);
                }
            }
            _ => {}
        }
        if let Some(fault) = &self.corruption {
            corrupt(fault, response, request, base_url);
        }
        if let Some(WireFault::Huge(_)) = self.wire {
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON_CONTENT_TYPE));
        }
    }
}
