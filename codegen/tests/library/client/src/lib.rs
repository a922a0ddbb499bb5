//! The client of an invented API, generated from `codegen/tests/library/spec`.
//!
//! It stands for any other API: the generator and the runtime know nothing of the one that the product is for.
#![deny(warnings, missing_docs)]

/// Generated code.
#[rustfmt::skip]
mod generated {
    pub mod v1;
}

pub use ::api_client_runtime::error::Error;
pub use ::api_client_runtime::{Value, json};
pub use generated::v1::*;
