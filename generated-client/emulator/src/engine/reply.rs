//! What a handler answers when all is well.

use super::error_list::Refusal;
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;

/// The media type of all bodies.
pub(crate) const JSON: &str = "application/json; charset=utf-8";

/// An answer that is no refusal.
#[derive(Debug)]
pub(crate) struct Reply {
    status: StatusCode,
    body: Bytes,
}

impl Reply {
    pub fn json(value: &impl Serialize) -> Result<Self, Refusal> {
        match serde_json::to_vec(value) {
            Ok(body) => Ok(Self { status: StatusCode::OK, body: body.into() }),
            Err(error) => Err(Refusal::internal(format!("the answer cannot be written: {error}"))),
        }
    }

    /// An answer without a body.
    pub fn empty(status: StatusCode) -> Self {
        Self { status, body: Bytes::new() }
    }

    pub fn into_response(self) -> Response<Bytes> {
        let has_body = !self.body.is_empty();
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        // Room for those that every answer gets, so that they are not moved.
        response.headers_mut().reserve(8);
        if has_body {
            response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
        }
        response
    }
}
