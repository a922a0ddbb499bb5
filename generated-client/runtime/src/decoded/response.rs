//! A decoded response together with status and headers.

use crate::decoded::from_response::FromResponse;
use crate::error::Error;
use crate::response::raw::RawResponse;
use std::ops::Deref;

/// A decoded response together with the response as received.
#[derive(Clone, Debug)]
pub struct Response<T> {
    value: T,
    raw: RawResponse,
}

impl<T> Response<T> {
    /// The decoded response.
    pub fn into_inner(self) -> T {
        self.value
    }

    /// The response it came in.
    pub fn raw(&self) -> &RawResponse {
        &self.raw
    }
}

impl<T> Deref for Response<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

impl<T: FromResponse> FromResponse for Response<T> {
    fn from_response(raw: RawResponse) -> Result<Self, Error> {
        Ok(Self { value: T::from_response(raw.clone())?, raw })
    }
}
