//! What does not depend on which functions exist: requests, answers, errors, and the static description of functions that
//! generated code fills in.
//!
//! Generated code uses this module; this module knows no generated code.

#![warn(missing_docs)]

mod accept;
mod arg;
mod args;
#[cfg(feature = "blocking")]
mod blocking;
mod budget;
mod call;
mod client;
mod clock;
mod config;
mod decode;
mod encode;
mod endpoint;
mod engine;
mod error;
mod events;
#[cfg(feature = "examples")]
mod example;
mod hidden;
mod limiter;
mod open_enum;
mod paging;
mod pending;
mod prepared;
mod proxies;
mod response;
mod retry;
pub mod schema;
mod sent_body;
mod server_time;
mod setting;
mod suggest;
mod timestamp;
mod trace;
mod transport;
mod unknown;

pub use arg::Arg;
pub use args::Args;
#[cfg(feature = "blocking")]
pub use blocking::{BlockingItems, BlockingPages};
pub use call::{Call, DynamicCall};
pub use client::Core;
pub use clock::{Clock, Sleep};
pub use config::ClientBuilder;
pub use decode::{
    Deserializer, Extra, FromAnswer, JsonError, Lenient, MapAccess, Object, decode, from_json, id, ids, read_object,
    value,
};
pub use error::{ApiError, Error, ErrorKind};
pub use events::Event;
#[cfg(feature = "examples")]
pub use example::{Example, Shown, shown};
pub use hidden::{Hidden, Revealed, reveal};
pub use open_enum::OpenEnum;
pub use paging::{Cursor, CursorError, Items, Listing, Page, Pages};
pub use pending::Pending;
pub use prepared::PreparedRequest;
pub use response::{RateLimit, RawResponse, Response};
pub use retry::RetryPolicy;
pub use schema::{
    Auth, Case, Constant, ErrorShape, Field, FieldRef, Function, Kind, Member, Method, Package, Paging, Part, Place,
    RateLimitHeaders, Retry, Returns, Route, Server, Source, Version,
};
pub use suggest::nearest;
pub use timestamp::Timestamp;
pub use transport::{SendOptions, Transport, TransportError, TransportFuture};
pub use unknown::note_unknown;

/// Text that is never printed; `ExposeSecret` gives it out.
pub use secrecy::{ExposeSecret, SecretString};
/// JSON values of arguments and answers.
pub use serde_json::{Value, json};

/// The field of a builder's table, looked up when the builder is compiled: a wrong name does not compile.
#[doc(hidden)]
#[macro_export]
macro_rules! field {
    ($builder:ident, $name:literal) => {
        const { $crate::schema::FieldRef::of($builder::FIELDS, $name) }
    };
}
