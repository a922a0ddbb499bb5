//! What a call returns, made from its response.

use crate::error::{Error, ErrorKind};
use crate::response::decode::error_path;
use crate::response::decode::lenient::Lenient;
use crate::response::raw::RawResponse;
use crate::schema::Returns;
use serde_json::Value;

/// What a call returns, made from its response.
pub trait FromResponse: Sized + Send + 'static {
    /// Decodes the response.
    ///
    /// # Errors
    ///
    /// A response that does not decode.
    fn from_response(response: RawResponse) -> Result<Self, Error>;
}

impl FromResponse for RawResponse {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        Ok(response)
    }
}

impl FromResponse for () {
    fn from_response(_: RawResponse) -> Result<Self, Error> {
        Ok(())
    }
}

impl FromResponse for Value {
    /// The response as JSON; an empty body is null.
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        if response.payload.is_empty() || response.function.returns == Returns::Empty {
            return Ok(Self::Null);
        }
        serde_json::from_slice(&response.payload).map_err(|problem| unreadable(response, "", problem))
    }
}

/// Decodes the response of a call.
///
/// # Errors
///
/// A response that does not decode.
pub fn decode<T: Lenient>(response: RawResponse) -> Result<T, Error> {
    error_path::clear();
    let mut deserializer = serde_json::Deserializer::from_slice(&response.payload);
    let read = T::read(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    match read {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(Error::with_response(ErrorKind::Decode, "the response is null", response)),
        Err(problem) => {
            let path = error_path::take();
            Err(unreadable(response, &path, problem))
        }
    }
}

fn unreadable(response: RawResponse, path: &str, problem: serde_json::Error) -> Error {
    let text = problem.to_string();
    let what = if response.payload.is_empty() {
        "the response is empty".to_owned()
    } else if path.is_empty() {
        format!("the response cannot be read: {text}")
    } else {
        format!("the response cannot be read at `{path}`: {text}")
    };
    Error::with_response(ErrorKind::Decode, what, response).with_source(problem)
}

/// What generated code adds below each model.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident) => {
        impl $crate::__private::Lenient for $name {
            fn read<'de, D: $crate::__private::Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error> {
                $crate::__private::read_object(from)
            }
        }

        impl $crate::__private::FromResponse for $name {
            fn from_response(response: $crate::__private::RawResponse) -> Result<Self, $crate::__private::Error> {
                $crate::__private::decode(response)
            }
        }
    };
}
