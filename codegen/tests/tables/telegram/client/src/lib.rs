//! A client that is generated from `codegen/tests/tables/telegram/spec`.
#![deny(warnings)]

/// Generated code.
#[rustfmt::skip]
mod generated {
    pub mod v1;
}

pub use ::api_client_runtime::error::Error;
pub use ::api_client_runtime::{File, Value, json, time};
pub use generated::v1::*;
