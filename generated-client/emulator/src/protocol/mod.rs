//! The API's protocol: requests, responses, errors, credentials, versions and the rate limit.

pub mod api_error;
pub mod apis;
pub mod auth;
pub mod call;
pub mod caller;
pub mod credential_names;
pub mod decode;
pub mod headers;
pub mod json_object;
pub mod rate_limit;
pub mod recorded_headers;
pub mod recorded_request;
pub mod response;
pub mod version;
