//! What a request gets when all is well: the answer of an example.
//!
//! This is the seam for an emulator that keeps state: it would look at the request and not only at the choice.

use crate::error_list::Refusal;
use crate::matching::Chosen;
use bytes::Bytes;
use http::{HeaderValue, Response, StatusCode, header};
use http_body_util::Full;

/// The answer of the example that the request equals, else of the function's first one.
pub(crate) fn answer(chosen: &Chosen<'_>) -> Result<Response<Full<Bytes>>, Refusal> {
    let Some(sample) = chosen.sample.or(chosen.entry.samples.first()) else {
        let name = chosen.entry.function.name;
        return Err(Refusal::not_implemented(format!("the spec has no example of {name} to answer with")));
    };
    let status = StatusCode::from_u16(sample.example.status)
        .map_err(|_| Refusal::not_implemented("the example's status is none".to_owned()))?;
    let mut response = Response::new(Full::new(Bytes::from_static(sample.example.response.as_bytes())));
    *response.status_mut() = status;
    if !sample.example.response.is_empty() {
        response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(JSON));
    }
    Ok(response)
}

/// The media type of all bodies.
pub(crate) const JSON: &str = "application/json; charset=utf-8";
