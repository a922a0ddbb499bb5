//! What a call returns, made from its response.

use crate::decoded::redirect::Redirect;
use crate::decoded::unreadable::unreadable;
use crate::error::{Error, ErrorKind};
use crate::response::decode::from_json::{Undecodable, read_model};
use crate::response::decode::reader::parse;
use crate::response::model::object::Object;
use crate::response::raw::RawResponse;
use crate::schema::{Method, Returns};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;
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

impl<T: Object + Default> FromResponse for T {
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        let mut object = T::default();
        decode(&mut object, response)?;
        Ok(object)
    }
}

impl FromResponse for () {
    fn from_response(_: RawResponse) -> Result<Self, Error> {
        Ok(())
    }
}

impl FromResponse for Value {
    /// The response as JSON; an empty body is null, and bytes are a text in Base64.
    fn from_response(response: RawResponse) -> Result<Self, Error> {
        match response.function().returns {
            Returns::Empty => return Ok(Self::Null),
            Returns::Text => return Ok(String::from_utf8_lossy(&response.payload).into()),
            Returns::Bytes => return Ok(Self::from(BASE64_STANDARD.encode(&response.body))),
            Returns::Redirect => return Redirect::read(response).map(|redirect| redirect.location().into()),
            _ if response.payload.trim_ascii().is_empty() => return Ok(Self::Null),
            _ => {}
        }
        parse(&response.payload).map_err(|(path, problem)| unreadable(response, Undecodable { path, problem }))
    }
}

/// Decodes the response of a call into a model without members. A write may succeed without a body: then the model stays
/// empty.
///
/// # Errors
///
/// A response that does not decode.
fn decode(object: &mut dyn Object, response: RawResponse) -> Result<(), Error> {
    if response.function().http != Method::Get && response.payload.trim_ascii().is_empty() {
        return Ok(());
    }
    let list = match response.function().returns {
        Returns::List(_, [key], _) => Some(*key),
        _ => None,
    };
    match read_model(&response.payload, object, list) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Error::with_response(ErrorKind::Decode, "the response is null", response)),
        Err(undecodable) => Err(unreadable(response, undecodable)),
    }
}

/// What generated code adds below each model: the position, the key and the field of each member. All of it is inline, so that
/// a program compiles the models that it uses, and a client none.
#[doc(hidden)]
#[macro_export]
macro_rules! object {
    ($name:ident { $($at:literal $key:literal $field:ident $($personal:ident)?,)* }) => {
        impl $crate::__private::Object for $name {
            #[inline]
            fn model(&self) -> &'static $crate::__private::Model {
                static MODEL: $crate::__private::Model = $crate::__private::Model::new(
                    stringify!($name),
                    &[$($crate::__private::Key::new($key, stringify!($field))$(.$personal())?),*],
                );
                &MODEL
            }

            #[inline]
            fn member(&self, at: usize) -> &dyn $crate::__private::Slot {
                match at {
                    $($at => &self.$field,)*
                    _ => &self.extra,
                }
            }

            #[inline]
            fn member_mut(&mut self, at: usize) -> &mut dyn $crate::__private::Slot {
                match at {
                    $($at => &mut self.$field,)*
                    _ => &mut self.extra,
                }
            }

            #[inline]
            fn extra(&self) -> &$crate::__private::Extra {
                &self.extra
            }

            #[inline]
            fn extra_mut(&mut self) -> &mut $crate::__private::Extra {
                &mut self.extra
            }
        }

        impl ::core::cmp::PartialEq for $name {
            #[inline]
            fn eq(&self, other: &Self) -> bool {
                $crate::__private::equal(self, other)
            }
        }

        impl std::fmt::Debug for $name {
            #[inline]
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                $crate::__private::debug(self, f)
            }
        }

        $crate::object_serde!($name);
    };
}
