//! Responses that are no model: lists, maps and single values, text, bytes, and redirects.

use crate::decoded::from_response::FromResponse;
use crate::decoded::redirect::Redirect;
use crate::decoded::unreadable::unreadable;
use crate::error::{Error, ErrorKind};
use crate::response::decode::from_json::read_value;
use crate::response::decode::lenient::Lenient;
use crate::response::raw::RawResponse;
use crate::schema::{Method, Returns};
use crate::time::timestamp::Timestamp;
use bytes::Bytes;
use std::collections::BTreeMap;

/// A response of JSON that is no model. A write may succeed without a body.
fn json<T: Lenient>(response: RawResponse, empty: Option<T>) -> Result<T, Error> {
    if response.function().http != Method::Get && response.payload.trim_ascii().is_empty() {
        return empty.ok_or_else(|| Error::with_response(ErrorKind::Decode, "the response is empty", response));
    }
    match read_value::<T>(&response.payload) {
        Ok(value) => match value.or(empty) {
            Some(value) => Ok(value),
            None => Err(Error::with_response(ErrorKind::Decode, "the response is null", response)),
        },
        Err(undecodable) => Err(unreadable(response, undecodable)),
    }
}

impl<T: Lenient + Send> FromResponse for Vec<T> {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        json(response, Some(Self::new()))
    }
}

impl<T: Lenient + Send> FromResponse for BTreeMap<String, T> {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        json(response, Some(Self::new()))
    }
}

impl FromResponse for String {
    /// Text as it is where the function returns that, or else a text in JSON. Bytes that are no UTF-8 are replaced.
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        match response.function().returns {
            Returns::Text => Ok(Self::from_utf8_lossy(&response.payload).into_owned()),
            _ => json(response, None),
        }
    }
}

macro_rules! scalars {
    ($($scalar:ty)*) => {
        $(impl FromResponse for $scalar {
            fn from_response(response: RawResponse) -> Result<Self, Error> {
                json(response, None)
            }
        })*
    };
}

scalars!(bool i64 f64 Timestamp);

impl FromResponse for Bytes {
    /// The body as received.
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        Ok(response.body)
    }
}

impl FromResponse for Redirect {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        Self::read(response)
    }
}
