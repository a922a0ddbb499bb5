#![doc = include_str!("../docs/paging.md")]

pub use api_client_runtime::paging::{Cursor, CursorError, Items, Listing, Page, Pages};
