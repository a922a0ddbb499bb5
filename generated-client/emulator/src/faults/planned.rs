//! What befalls one request.

use super::alter::alter;
use super::rule::{Fault, Reset};
use crate::Received;
use crate::engine::{JSON, Refusal, Standing};
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use std::time::Duration;

/// What befalls an answer on its way.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Wire {
    /// It never goes out.
    Hang,
    /// The connection is reset after so many bytes of it.
    ResetAt(usize),
    /// Its body ends after so many bytes.
    Truncate(usize),
    /// So many bytes of its body go out in a second.
    Slow(u64),
    /// Its body has so many bytes, whatever they are.
    Huge(u64),
}

/// What stands in the place of an answer.
#[derive(Clone, Debug)]
enum Instead {
    Status(StatusCode),
    RateLimit(i64),
    Html(StatusCode),
    Redirect(String),
    /// Nobody sees it: the connection is reset first.
    Nothing,
}

/// What befalls one request.
#[derive(Debug, Default)]
pub(crate) struct Planned {
    pub delay: Duration,
    pub wire: Option<Wire>,
    /// How far the server's clock is off, in seconds.
    pub clock_skew: i64,
    /// What the headers tell of the rate limit.
    pub standing: Option<Standing>,
    instead: Option<Instead>,
    /// What spoils the answer once it is there.
    spoils: Option<Fault>,
}

impl Planned {
    pub fn new(fault: &Fault) -> Self {
        let mut planned = Self::default();
        let status = |status: u16| StatusCode::from_u16(status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
        match fault {
            Fault::Status(code) => planned.instead = Some(Instead::Status(status(*code))),
            Fault::RateLimit(seconds) => planned.instead = Some(Instead::RateLimit(*seconds)),
            Fault::Html(code) => planned.instead = Some(Instead::Html(status(*code))),
            Fault::Redirect(to) => planned.instead = Some(Instead::Redirect(to.clone())),
            Fault::Reset(Reset::Before) => {
                planned.instead = Some(Instead::Nothing);
                planned.wire = Some(Wire::ResetAt(0));
            }
            Fault::Reset(Reset::After) => planned.wire = Some(Wire::ResetAt(0)),
            Fault::Reset(Reset::AtByte(at)) => planned.wire = Some(Wire::ResetAt(*at)),
            Fault::Delay(millis) => planned.delay = Duration::from_millis(*millis),
            Fault::SlowBody(bytes) => planned.wire = Some(Wire::Slow((*bytes).max(1))),
            Fault::Truncate(at) => planned.wire = Some(Wire::Truncate(*at)),
            Fault::Hang => planned.wire = Some(Wire::Hang),
            Fault::HugeBody(bytes) => planned.wire = Some(Wire::Huge(*bytes)),
            Fault::ClockSkew(seconds) => planned.clock_skew = *seconds,
            Fault::BadJson
            | Fault::ContentType(_)
            | Fault::CorruptGzip
            | Fault::ExtraFields
            | Fault::MissingField(_)
            | Fault::NullField(_)
            | Fault::UnknownEnum(_)
            | Fault::RepeatCursor
            | Fault::EmptyPage => planned.spoils = Some(fault.clone()),
        }
        planned
    }

    /// What the headers are to tell of the rate limit.
    pub fn told_standing(&self, standing: Standing, now: i64) -> Standing {
        match self.instead {
            Some(Instead::RateLimit(seconds)) => {
                Standing { remaining: 0, reset: now.saturating_add(seconds), refused: true, ..standing }
            }
            _ => standing,
        }
    }

    pub fn is_refused_by_rate(&self) -> bool {
        self.standing.is_some_and(|standing| standing.refused)
    }

    /// The error that stands in the place of an answer; pages and redirects are put in later.
    pub fn instead(&self) -> Option<Refusal> {
        match self.instead.as_ref()? {
            Instead::Status(status) | Instead::Html(status) => Some(Refusal::told(*status)),
            Instead::RateLimit(_) => Some(Refusal::rate_limited()),
            Instead::Redirect(_) | Instead::Nothing => Some(Refusal::told(StatusCode::SERVICE_UNAVAILABLE)),
        }
    }

    /// Spoils an answer.
    pub fn alter(&self, response: &mut Response<Bytes>, request: &Received, base: &str) {
        match &self.instead {
            Some(Instead::Html(status)) => {
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
            Some(Instead::Redirect(to)) => {
                *response.status_mut() = StatusCode::FOUND;
                *response.body_mut() = Bytes::new();
                if let Ok(to) = HeaderValue::try_from(to) {
                    response.headers_mut().insert(header::LOCATION, to);
                }
            }
            _ => {}
        }
        if let Some(fault) = &self.spoils {
            alter(fault, response, request, base);
        }
        if let Some(Wire::Huge(_)) = self.wire {
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
        }
    }
}
