#![doc = include_str!("../docs/errors.md")]

pub use api_client_runtime::error::{ApiError, ErrorKind, Existing, ExistingState, Setting};
