//! What a call returns, made from its response.

use crate::error::{Error, ErrorKind};
use crate::response::decode::from_json::{Undecodable, read};
use crate::response::decode::lenient::Lenient;
use crate::response::decode::object::Object;
use crate::response::decode::partial::without_undecodable;
use crate::response::raw::RawResponse;
use crate::response::repair::repair;
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
        let parse = |json: &[u8]| serde_json::from_slice(json);
        parse(&response.payload)
            .or_else(|problem| repair(&response.payload).map_or(Err(problem), |repaired| parse(&repaired)))
            .map_err(|problem| unreadable(response, Undecodable { path: String::new(), problem }))
    }
}

/// Decodes the response of a call. A write may succeed without a body: then the model is empty.
///
/// # Errors
///
/// A response that does not decode.
pub fn decode<T: Object + Lenient>(response: RawResponse) -> Result<T, Error> {
    if response.function.http != Method::Get && response.payload.trim_ascii().is_empty() {
        return Ok(T::default());
    }
    match read(&response.payload).or_else(|undecodable| decode_leniently(&response, undecodable)) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(Error::with_response(ErrorKind::Decode, "the response is null", response)),
        Err(undecodable) => Err(unreadable(response, undecodable)),
    }
}

/// Decodes what does not decode as it is: with repaired strings, and without undecodable items of a list.
fn decode_leniently<T: Object + Lenient>(
    response: &RawResponse,
    undecodable: Undecodable,
) -> Result<Option<T>, Undecodable> {
    let repaired = repair(&response.payload);
    let json = repaired.as_deref().unwrap_or(&response.payload);
    let undecodable = match repaired.as_deref().map(read) {
        Some(Ok(value)) => return Ok(value),
        Some(Err(undecodable)) => undecodable,
        None => undecodable,
    };
    match response.function.returns {
        Returns::List(_, key, _) => without_undecodable(json, key, undecodable).map(Some),
        _ => Err(undecodable),
    }
}

fn unreadable(response: RawResponse, undecodable: Undecodable) -> Error {
    let Undecodable { path, problem } = undecodable;
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
            const IS_OBJECT: bool = true;

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
