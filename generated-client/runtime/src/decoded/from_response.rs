//! What a call returns, made from its response.

use crate::error::{Error, ErrorKind};
use crate::response::decode::from_json::{Undecodable, read};
use crate::response::decode::lenient::Lenient;
use crate::response::decode::object::Object;
use crate::response::decode::partial::without_undecodable;
use crate::response::decode::reader::parse;
use crate::response::raw::RawResponse;
use crate::schema::{Method, Returns};
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
        if response.payload.trim_ascii().is_empty() || response.function.returns == Returns::Empty {
            return Ok(Self::Null);
        }
        parse(&response.payload).map_err(|(path, problem)| unreadable(response, Undecodable { path, problem }))
    }
}

/// Decodes the response of a call. A write may succeed without a body: then the model is empty.
///
/// # Errors
///
/// A response that does not decode.
pub fn decode<T: Object + Default + Lenient>(response: RawResponse) -> Result<T, Error> {
    if response.function.http != Method::Get && response.payload.trim_ascii().is_empty() {
        return Ok(T::default());
    }
    match read(&response.payload).or_else(|undecodable| decode_partly(&response, undecodable)) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(Error::with_response(ErrorKind::Decode, "the response is null", response)),
        Err(undecodable) => Err(unreadable(response, undecodable)),
    }
}

/// Decodes a list without its undecodable items.
fn decode_partly<T: Object + Lenient>(
    response: &RawResponse,
    undecodable: Undecodable,
) -> Result<Option<T>, Undecodable> {
    match response.function.returns {
        Returns::List(_, key, _) => without_undecodable(&response.payload, key, undecodable).map(Some),
        _ => Err(undecodable),
    }
}

fn unreadable(response: RawResponse, undecodable: Undecodable) -> Error {
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

/// What generated code adds below each model.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident) => {
        impl $crate::__private::Lenient for $name {
            const IS_OBJECT: bool = true;

            fn read(reader: &mut $crate::__private::Reader<'_>) -> Result<Option<Self>, $crate::__private::Fail> {
                $crate::__private::read_object(reader)
            }
        }

        impl $crate::__private::FromResponse for $name {
            fn from_response(response: $crate::__private::RawResponse) -> Result<Self, $crate::__private::Error> {
                $crate::__private::decode(response)
            }
        }
    };
}
