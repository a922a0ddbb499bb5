//! Examples of functions.

use super::serialize::{as_optional_text, as_texts};
use crate::base::json::Json;
use serde::Serialize;

/// A call with its request and its response.
#[derive(Clone, Debug, Serialize)]
pub struct Example {
    /// Arguments as the dynamic call takes them.
    #[serde(serialize_with = "as_texts")]
    pub args: Vec<(String, Json)>,
    /// What it sends.
    pub request: Request,
    /// The status of the response.
    pub status: u16,
    /// The body of the response.
    #[serde(serialize_with = "as_optional_text")]
    pub response: Option<Json>,
}

/// A request without its headers.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Request {
    /// The path, percent-encoded.
    pub path: String,
    /// Query keys and values, before percent-encoding.
    pub query: Vec<(String, String)>,
    /// The JSON body.
    #[serde(serialize_with = "as_optional_text")]
    pub body: Option<Json>,
}
