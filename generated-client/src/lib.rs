#![doc = include_str!("../README.md")]

pub mod runtime;

/// Code made from `spec/`, one module per API version.
#[rustfmt::skip]
pub mod generated {
    pub mod v1;
}

pub use generated::v1::*;
pub use runtime::{
    ApiError, Args, ClientBuilder, Cursor, CursorError, Error, ErrorKind, Event, Items, Page, Pages, Pending, RateLimit,
    RawResponse, Response, RetryPolicy, SecretString, Timestamp, Value, json, reveal,
};

/// The workspace's README, so that its example is compiled like the others.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct WorkspaceReadme;
