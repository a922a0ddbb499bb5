//! What a call returns, made from its response.

use crate::error::{Error, ErrorKind};
use crate::response::decode::{FAULT, Lenient, shown_path};
use crate::response::raw::RawResponse;
use crate::schema::Returns;
use serde_json::Value;

/// What a call gives back, made from its answer.
pub trait FromResponse: Sized + Send + 'static {
    /// Decodes the answer.
    ///
    /// # Errors
    ///
    /// An answer that does not decode.
    fn from_response(answer: RawResponse) -> Result<Self, Error>;
}

impl FromResponse for RawResponse {
    fn from_response(answer: RawResponse) -> Result<Self, Error> {
        Ok(answer)
    }
}

impl FromResponse for () {
    fn from_response(_: RawResponse) -> Result<Self, Error> {
        Ok(())
    }
}

impl FromResponse for Value {
    /// The answer as JSON; an empty body is null.
    fn from_response(answer: RawResponse) -> Result<Self, Error> {
        if answer.payload.is_empty() || answer.function.returns == Returns::Empty {
            return Ok(Self::Null);
        }
        serde_json::from_slice(&answer.payload).map_err(|problem| unreadable(answer, "", problem))
    }
}

/// Decodes the answer of a call.
///
/// # Errors
///
/// An answer that does not decode.
pub fn decode<T: Lenient>(answer: RawResponse) -> Result<T, Error> {
    FAULT.take();
    let mut deserializer = serde_json::Deserializer::from_slice(&answer.payload);
    let read = T::read(&mut deserializer).and_then(|value| deserializer.end().map(|()| value));
    match read {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(Error::answered(ErrorKind::Decode, "the answer is null", answer)),
        Err(problem) => {
            let path = shown_path(FAULT.take());
            Err(unreadable(answer, &path, problem))
        }
    }
}

fn unreadable(answer: RawResponse, path: &str, problem: serde_json::Error) -> Error {
    let text = problem.to_string();
    let what = if answer.payload.is_empty() {
        "the answer is empty".to_owned()
    } else if path.is_empty() {
        format!("the answer cannot be read: {text}")
    } else {
        format!("the answer cannot be read at `{path}`: {text}")
    };
    Error::answered(ErrorKind::Decode, what, answer).with_source(problem)
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
            fn from_response(answer: $crate::__private::RawResponse) -> Result<Self, $crate::__private::Error> {
                $crate::__private::decode(answer)
            }
        }
    };
}
