//! A call that is ready to be sent.

use crate::client::Core;
use crate::event::CallEvent;
use crate::quote::Secrets;
use crate::response::raw::RawResponse;
use crate::schema::Function;
use crate::settings::Settings;
use crate::time::platform::Instant;
use bytes::Bytes;

/// What sending needs; nothing in it depends on the type of the response.
pub struct Operation {
    pub core: Core,
    pub function: &'static Function,
    pub request: http::Request<Bytes>,
    /// What no message repeats of the request.
    pub secrets: Secrets,
    /// Whether the call may be sent twice.
    pub retryable: bool,
    pub settings: Settings,
}

impl Operation {
    pub fn notify(&self, event: &CallEvent<'_>) {
        self.core.notify(event);
    }

    /// The response to an attempt.
    pub fn response(&self, response: http::Response<Bytes>, attempts: u32, asked: Instant) -> RawResponse {
        let (parts, body) = response.into_parts();
        RawResponse {
            package: self.core.package(),
            base_url: self.core.shared_base_url(),
            function: self.function,
            sent: self.request.uri().clone(),
            secrets: self.secrets.clone(),
            attempts,
            asked,
            retryable: self.retryable,
            status: parts.status,
            headers: parts.headers,
            payload: body.clone(),
            body,
        }
    }
}
