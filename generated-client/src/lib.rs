#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

pub mod oauth;
#[cfg(feature = "webhooks")]
pub mod webhooks;

/// Code made from `spec/`, one module per API version.
#[rustfmt::skip]
pub mod generated {
    pub mod v1;
}

pub use api_client_runtime as runtime;
pub use generated::v1::*;
pub use runtime::{
    ApiError, Args, ClientBuilder, Cursor, CursorError, Error, ErrorKind, Event, ExposeSecret, Items, Page, Pages,
    Pending, RateLimit, RawResponse, Response, RetryPolicy, SecretString, Timestamp, Value, json, reveal,
};

/// The workspace's README, so that its example is compiled like the others.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct WorkspaceReadme;

// The docs' own pages, so that their examples are compiled.
#[cfg(doctest)]
#[doc = include_str!("../docs/errors.md")]
struct ErrorsPage;

#[cfg(doctest)]
#[doc = include_str!("../docs/paging.md")]
struct PagingPage;

#[cfg(all(doctest, feature = "webhooks"))]
#[doc = include_str!("../docs/webhooks.md")]
struct WebhooksPage;
