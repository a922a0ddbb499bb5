//! A call that is ready to be sent.

use crate::client::Core;
use crate::event::CallEvent;
use crate::execute::draft::Draft;
use crate::execute::opened::Opened;
use crate::response::raw::RawResponse;
use crate::response::sent::Sent;
use crate::schema::Function;
use crate::settings::Settings;
use crate::time::platform::Instant;
use bytes::Bytes;
use std::sync::Arc;

/// What sending needs; nothing in it depends on the type of the response.
pub struct Operation {
    pub core: Core,
    pub sent: Arc<Sent>,
    pub draft: Draft,
    pub settings: Settings,
    /// Where the body of the response goes, if its caller wants it as a stream.
    pub opened: Option<Opened>,
}

impl Operation {
    pub fn function(&self) -> &'static Function {
        self.sent.function
    }

    /// Whether the request or the response is a stream.
    pub fn is_streamed(&self) -> bool {
        self.opened.is_some() || !self.draft.segments.is_empty()
    }

    pub fn notify(&self, event: &CallEvent<'_>) {
        self.core.notify(event);
    }

    /// The request of an attempt.
    pub fn request(&self) -> http::Request<Bytes> {
        self.draft.request(&self.core, self.function(), self.sent.uri.clone())
    }

    /// The response to an attempt.
    pub fn response(&self, response: http::Response<Bytes>, attempts: u32, asked: Instant) -> RawResponse {
        let (parts, body) = response.into_parts();
        RawResponse {
            sent: Arc::clone(&self.sent),
            attempts,
            asked,
            status: parts.status,
            headers: parts.headers,
            payload: body.clone(),
            body,
        }
    }
}
