//! Names and values of response headers.

/// The media type of all bodies.
pub const JSON_CONTENT_TYPE: &str = "application/json; charset=utf-8";

/// The header with the id of a request.
pub const REQUEST_ID_HEADER: &str = "x-request-id";

/// Marks a response that does not come from the state of the workspace: its value is `example`.
pub const RESPONSE_SOURCE_HEADER: &str = "x-emulator-response";
