//! From a request to its response, whatever the transport.

pub mod autosave;
pub mod control;
pub mod core;
mod logged_request;
pub mod request_log;
pub mod respond;
mod response_headers;
