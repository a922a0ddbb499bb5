//! The error of a response that does not decode.

use crate::error::{Error, ErrorKind};
use crate::response::decode::from_json::Undecodable;
use crate::response::raw::RawResponse;

/// The error of a response that does not decode.
pub(crate) fn unreadable(response: RawResponse, undecodable: Undecodable) -> Error {
    let Undecodable { path, problem } = undecodable;
    let what = if response.payload.is_empty() {
        "the response is empty".to_owned()
    } else if path.is_empty() {
        format!("the response cannot be read: {problem}")
    } else {
        format!("the response cannot be read at `{path}`: {problem}")
    };
    Error::with_response(ErrorKind::Decode, what, response)
}
