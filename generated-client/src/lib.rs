//! Start at [`Client`]: its methods lead to the resources [`users`], [`leads`], [`visitors`], [`companies`], [`tags`],
//! [`segments`], [`notes`], [`events`], [`counts`], [`messages`], [`conversations`], [`admins`], [`subscriptions`], [`jobs`]
//! and [`auth`]. The types that they return are in [`types`].
//!
//! Pages: [`error`], [`retry`], [`paging`], [`oauth`], [`transport`]; with the feature `webhooks`, also `webhooks`.
//!
#![doc = include_str!("../README.md")]
// Docs show which feature brings an item.
#![cfg_attr(docsrs, feature(doc_cfg))]

pub mod error;
/// Code generated from `spec/`, one module per API version.
#[rustfmt::skip]
mod generated {
    #[cfg(feature = "v1")]
    pub mod v1;
    #[cfg(feature = "v2-core")]
    pub mod v2;
    #[cfg(all(feature = "v1", feature = "v2"))]
    pub mod tables;
}
pub mod oauth;
pub mod paging;
#[cfg(any(feature = "v2-people", feature = "v2-conversations", feature = "v2-tickets"))]
pub mod search;
#[cfg(all(feature = "v1", feature = "v2"))]
pub mod tables;
#[cfg(feature = "v2-people")]
pub mod upsert;
#[cfg(feature = "webhooks")]
pub mod webhooks;

#[cfg(feature = "v1")]
pub use generated::v1::*;

/// Intercom's API 2.x, with the feature `v2`, or with one for each part of it: `v2-people`, `v2-conversations`, `v2-tickets`,
/// `v2-content`, `v2-fin` and `v2-workspace`. Start at [`v2::Client`]. What both APIs share, such as [`error`] and [`retry`],
/// stands in the crate's root; what a call needs besides the client is here, too.
#[cfg(feature = "v2-core")]
pub mod v2 {
    pub use crate::generated::v2::*;
    pub use api_client_runtime::error::Error;
    pub use api_client_runtime::{File, Value, json};

    /// The try-it page of this API.
    #[cfg(feature = "page")]
    pub const PAGE: &str = include_str!("../docs/v2/index.html");
}

/// The try-it page: one HTML file with everything in it.
#[cfg(feature = "page")]
pub const PAGE: &str = include_str!("../docs/index.html");

#[cfg(feature = "examples")]
pub use api_client_runtime::Example;
pub use api_client_runtime::error::Error;
pub use api_client_runtime::{
    Args, Boxed, Call, CallEvent, Chunks, ClientBuilder, Date, DateTime, Download, DynamicCall, Extra, File,
    IntoInteger, IntoJson, JsonError, Pending, PendingDownload, PreparedRequest, RawResponse, Redirect, Response,
    Value, bulk, from_json, json, redact, retry, schema, time, transport,
};
#[cfg(all(feature = "blocking", not(target_family = "wasm")))]
pub use api_client_runtime::{BlockingDownload, BlockingItems, BlockingPages};

/// The workspace's README, so that its example is compiled like the others.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct WorkspaceReadme;
