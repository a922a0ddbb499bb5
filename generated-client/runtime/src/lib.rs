#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod builder;
pub mod bulk;
mod client;
mod credentials;
mod decoded;
pub mod error;
mod event;
mod execute;
mod header;
mod join;
mod link;
pub mod paging;
mod percent;
mod quote;
pub mod redact;
mod request;
mod response;
pub mod retry;
pub mod schema;
mod server;
mod settings;
mod suggest;
pub mod time;
pub mod transport;

#[cfg(all(feature = "blocking", not(target_family = "wasm")))]
mod blocking;

#[cfg(all(feature = "blocking", not(target_family = "wasm")))]
pub use blocking::{BlockingDownload, BlockingItems, BlockingPages};
pub use builder::ClientBuilder;
pub use decoded::redirect::Redirect;
pub use decoded::response::Response;
pub use event::CallEvent;
pub use execute::download::{Download, PendingDownload};
pub use request::arg::{IntoInteger, IntoJson};
pub use request::args::Args;
pub use request::call::Call;
pub use request::chunks::Chunks;
pub use request::dynamic::DynamicCall;
#[cfg(feature = "examples")]
pub use request::example::Example;
pub use request::file::File;
pub use request::pending::Pending;
pub use request::prepared::PreparedRequest;
pub use response::decode::from_json::{JsonError, from_json};
pub use response::model::boxed::Boxed;
pub use response::model::extra::Extra;
pub use response::raw::RawResponse;
pub use response::wire_time::{Date, DateTime};
pub use suggest::nearest;

/// JSON values of arguments and responses.
pub use serde_json::{Value, json};

/// What generated code is made of. Not part of the public API: it changes with the generator.
#[doc(hidden)]
pub mod __private {
    pub use crate::builder::ClientBuilder;
    pub use crate::builder::share::ApiClient;
    pub use crate::client::Core;
    pub use crate::decoded::from_response::FromResponse;
    pub use crate::decoded::redirect::Redirect;
    pub use crate::decoded::response::Response;
    pub use crate::error::Error;
    pub use crate::execute::download::PendingDownload;
    pub use crate::paging::{Items, Listing, Page, Pages};
    pub use crate::redact::{Redacted, SecretString};
    pub use crate::request::arg::{Arg, IntoInteger, IntoJson};
    pub use crate::request::args::Args;
    pub use crate::request::call::Call;
    pub use crate::request::chunks::Chunks;
    pub use crate::request::dynamic::DynamicCall;
    #[cfg(feature = "examples")]
    pub use crate::request::example::{Example, show};
    pub use crate::request::file::File;
    pub use crate::request::for_loop::{CallWithoutAwait, ForLoop, StreamWithoutAwait};
    pub use crate::request::input::{Input, JsonObject};
    pub use crate::request::pending::Pending;
    pub use crate::request::prepared::PreparedRequest;
    pub use crate::response::decode::from_json::from_json;
    pub use crate::response::decode::lenient::Lenient;
    pub use crate::response::decode::reader::{Fail, Reader};
    #[cfg(feature = "examples")]
    pub use crate::response::example::{ModelExample, round_trip};
    pub use crate::response::model::boxed::Boxed;
    pub use crate::response::model::debug::debug;
    pub use crate::response::model::equal::equal;
    pub use crate::response::model::extra::Extra;
    pub use crate::response::model::object::{Data, Key, Model, Object, Slot};
    pub use crate::response::open_enum::{OpenEnum, UnknownValue};
    pub use crate::response::raw::RawResponse;
    #[cfg(feature = "serde")]
    pub use crate::response::serde::{deserialize, serialize};
    pub use crate::response::unknown::note_unknown;
    pub use crate::response::wire_time::{Date, DateTime};
    pub use crate::retry::RetryPolicy;
    pub use crate::schema::*;
    pub use crate::time::Timestamp;
    pub use crate::{
        chunked, download, endpoint, endpoint_blocking, field, input, listing, maybe, not_iterable, object,
        object_serde, open_enum, open_enum_serde, pager,
    };
    pub use bytes::Bytes;
    #[cfg(feature = "serde")]
    pub use serde;
    pub use serde_json::{Value, json};
}

/// The field of a builder's table, looked up when the builder is compiled: a wrong name does not compile.
#[doc(hidden)]
#[macro_export]
macro_rules! field {
    ($builder:ident, $name:literal) => {
        const { $crate::__private::FieldRef::of($builder::FIELDS, $name) }
    };
}
