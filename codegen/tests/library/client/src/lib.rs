//! The client of an invented API, generated from `codegen/tests/library/spec`.
//!
//! It represents any other API: the generator and the runtime know nothing about the API of the product.
#![deny(warnings, missing_docs)]

/// Generated code.
#[rustfmt::skip]
mod generated {
    pub mod v1;
}

pub use ::api_client_runtime::error::Error;
pub use ::api_client_runtime::{File, Value, json, time};
pub use generated::v1::*;
