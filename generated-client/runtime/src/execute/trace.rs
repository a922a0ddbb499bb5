//! Spans of calls and attempts, by the names of OpenTelemetry's HTTP conventions. No bodies, no arguments, no credential.
//!
//! Without the `tracing` feature all of this is nothing. A span is put around a future by a type, not by an `async` block, which
//! would store the future twice.

#[cfg(feature = "tracing")]
pub(crate) use with_tracing::CallSpan;
#[cfg(not(feature = "tracing"))]
pub(crate) use without_tracing::CallSpan;

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

    /// A span around a call, with its waits and retries, or around one attempt.
    pub struct CallSpan(Span);

    impl CallSpan {
        pub fn of_call(operation: &Operation) -> Self {
            let function = operation.function();
            Self(info_span!(
                "call",
                otel.name = format_args!("{} {}", function.http.as_str(), function.path),
                otel.kind = "internal",
                function = function.name,
                http.request.resend_count = Empty,
                error.type = Empty,
            ))
        }

        pub fn of_attempt(operation: &Operation, number: u32) -> Self {
            let function = operation.function();
            let uri = &operation.sent.uri;
            Self(info_span!(
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
            ))
        }

        pub fn around<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
            future.instrument(self.0.clone())
        }

        pub fn record_call(&self, response: &Result<RawResponse, Error>) {
            let attempts = match response {
                Ok(response) => response.attempts(),
                Err(error) => error.attempts(),
            };
            self.0.record("http.request.resend_count", attempts.saturating_sub(1));
            self.record_error(response.as_ref().err());
        }

        pub fn record_attempt(&self, outcome: &Attempt) {
            let status = match outcome {
                Ok(response) => Some(response.status()),
                Err(failed) => failed.1.status(),
            };
            if let Some(status) = status {
                self.0.record("http.response.status_code", status);
            }
            self.record_error(outcome.as_ref().err().map(|failed| &failed.1));
        }

        /// The status or the kind of a failure; its words are left to who handles the error.
        fn record_error(&self, error: Option<&Error>) {
            let Some(error) = error else { return };
            match error.status() {
                Some(status) if status >= 400 => self.0.record("error.type", status.to_string()),
                _ => self.0.record("error.type", format!("{:?}", error.kind())),
            };
        }
    }
}

#[cfg(not(feature = "tracing"))]
mod without_tracing {
    use super::Attempt;
    use crate::error::Error;
    use crate::execute::operation::Operation;
    use crate::response::raw::RawResponse;
    use std::future::Future;

    pub struct CallSpan;

    impl CallSpan {
        pub fn of_call(_: &Operation) -> Self {
            Self
        }

        pub fn of_attempt(_: &Operation, _: u32) -> Self {
            Self
        }

        pub fn around<F: Future>(&self, future: F) -> impl Future<Output = F::Output> {
            future
        }

        pub fn record_call(&self, _: &Result<RawResponse, Error>) {}

        pub fn record_attempt(&self, _: &Attempt) {}
    }
}
