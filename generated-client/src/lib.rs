//! Start at [`Client`]: its methods lead to the resources [`users`], [`leads`], [`visitors`], [`companies`], [`tags`],
//! [`segments`], [`notes`], [`events`], [`counts`], [`messages`], [`conversations`], [`admins`], [`subscriptions`], [`jobs`]
//! and [`auth`]. The types that they return are in [`types`].
//!
//! Pages: [`error`], [`retry`], [`paging`], [`oauth`], [`transport`]; with the feature `webhooks`, also `webhooks`.
//!
#![doc = include_str!("../README.md")]

pub mod error;
/// Code generated from `spec/`, one module per API version.
#[rustfmt::skip]
mod generated {
    pub mod v1;
}
pub mod oauth;
pub mod paging;
#[cfg(feature = "webhooks")]
pub mod webhooks;

pub use generated::v1::*;

#[cfg(feature = "examples")]
pub use api_client_runtime::Example;
pub use api_client_runtime::error::Error;
pub use api_client_runtime::{
    Args, Call, CallEvent, Chunks, ClientBuilder, DynamicCall, Extra, IntoInteger, JsonError, Pending, PreparedRequest,
    RawResponse, Response, Value, bulk, from_json, json, redact, retry, schema, time, transport,
};
#[cfg(all(feature = "blocking", not(target_family = "wasm")))]
pub use api_client_runtime::{BlockingItems, BlockingPages};

/// The workspace's README, so that its example is compiled like the others.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct WorkspaceReadme;
