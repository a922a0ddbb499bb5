//! Spans of calls and attempts, by the names of OpenTelemetry's HTTP conventions. No bodies, no arguments, no credential.
//!
//! Without the `tracing` feature all of this is nothing.

#[cfg(feature = "tracing")]
pub(crate) use with_tracing::{attempt, call};
#[cfg(not(feature = "tracing"))]
pub(crate) use without_tracing::{attempt, call};

use crate::error::Error;
use crate::response::raw::RawResponse;
use crate::retry::policy::Outcome;

/// What an attempt comes to.
pub(crate) type Attempt = Result<RawResponse, Box<(Outcome, Error)>>;

#[cfg(feature = "tracing")]
mod with_tracing {
    use super::Attempt;
    use crate::error::Error;
    use crate::execute::operation::Operation;
    use crate::response::raw::RawResponse;
    use std::future::Future;
    use tracing::field::Empty;
    use tracing::{Instrument, Span, info_span};

    /// A span around a call, with its waits and retries.
    pub fn call(
        operation: &Operation,
        run: impl Future<Output = Result<RawResponse, Error>>,
    ) -> impl Future<Output = Result<RawResponse, Error>> {
        let function = operation.function;
        let span = info_span!(
            "call",
            otel.name = format_args!("{} {}", function.http.as_str(), function.path),
            otel.kind = "internal",
            function = function.name,
            http.request.resend_count = Empty,
            error.type = Empty,
        );
        let recorded = span.clone();
        async move {
            let response = run.await;
            let attempts = match &response {
                Ok(response) => response.attempts(),
                Err(error) => error.attempts(),
            };
            recorded.record("http.request.resend_count", attempts.saturating_sub(1));
            record_error(&recorded, response.as_ref().err());
            response
        }
        .instrument(span)
    }

    /// A span around one attempt.
    pub fn attempt(
        operation: &Operation,
        number: u32,
        run: impl Future<Output = Attempt>,
    ) -> impl Future<Output = Attempt> {
        let function = operation.function;
        let uri = operation.request.uri();
        let span = info_span!(
            "attempt",
            otel.name = function.http.as_str(),
            otel.kind = "client",
            http.request.method = function.http.as_str(),
            url.template = function.path,
            server.address = uri.host(),
            server.port = uri.port_u16(),
            http.request.resend_count = number.saturating_sub(1),
            http.response.status_code = Empty,
            error.type = Empty,
        );
        let recorded = span.clone();
        async move {
            let outcome = run.await;
            let status = match &outcome {
                Ok(response) => Some(response.status()),
                Err(failed) => failed.1.status(),
            };
            if let Some(status) = status {
                recorded.record("http.response.status_code", status);
            }
            record_error(&recorded, outcome.as_ref().err().map(|failed| &failed.1));
            outcome
        }
        .instrument(span)
    }

    /// The status or the kind of a failure; its words are left to who handles the error.
    fn record_error(span: &Span, error: Option<&Error>) {
        let Some(error) = error else { return };
        match error.status() {
            Some(status) if status >= 400 => span.record("error.type", status.to_string()),
            _ => span.record("error.type", format!("{:?}", error.kind())),
        };
    }
}

#[cfg(not(feature = "tracing"))]
mod without_tracing {
    use super::Attempt;
    use crate::error::Error;
    use crate::execute::operation::Operation;
    use crate::response::raw::RawResponse;
    use std::future::Future;

    pub fn call(
        _: &Operation,
        run: impl Future<Output = Result<RawResponse, Error>>,
    ) -> impl Future<Output = Result<RawResponse, Error>> {
        run
    }

    pub fn attempt(_: &Operation, _: u32, run: impl Future<Output = Attempt>) -> impl Future<Output = Attempt> {
        run
    }
}
