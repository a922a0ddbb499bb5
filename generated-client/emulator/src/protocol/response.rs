//! The response of a handler.

use super::api_error::ApiError;
use super::headers::{JSON_CONTENT_TYPE, RESPONSE_SOURCE_HEADER};
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use serde::Serialize;

pub type HandlerResult = Result<ApiResponse, ApiError>;

/// A successful response.
#[derive(Debug)]
pub struct ApiResponse {
    status: StatusCode,
    body: Bytes,
    is_example: bool,
}

impl ApiResponse {
    pub fn json(value: &impl Serialize) -> Result<Self, ApiError> {
        Self::json_of_about(1024, value)
    }

    /// As [`ApiResponse::json`], for JSON of a known size: a long body that grows as it is written is copied again and again.
    pub fn json_of_about(bytes: usize, value: &impl Serialize) -> Result<Self, ApiError> {
        let mut body = Vec::with_capacity(bytes);
        match serde_json::to_writer(&mut body, value) {
            Ok(()) => Ok(Self::of_json(body.into())),
            Err(error) => Err(ApiError::unserializable(&error)),
        }
    }

    /// A response whose body is serialized already.
    pub fn of_json(body: Bytes) -> Self {
        Self { status: StatusCode::OK, body, is_example: false }
    }

    /// A response without a body.
    pub fn empty(status: StatusCode) -> Self {
        Self { status, body: Bytes::new(), is_example: false }
    }

    /// The response of the spec's example.
    pub fn example(status: StatusCode, body: &'static str) -> Self {
        Self { status, body: Bytes::from_static(body.as_bytes()), is_example: true }
    }

    pub fn into_response(self) -> Response<Bytes> {
        let has_body = !self.body.is_empty();
        let mut response = Response::new(self.body);
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        // Room for the headers that every response gets.
        headers.reserve(8);
        if has_body {
            headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON_CONTENT_TYPE));
        }
        if self.is_example {
            headers.insert(RESPONSE_SOURCE_HEADER, HeaderValue::from_static("example"));
        }
        response
    }
}
