//! The client of an invented API, generated from `codegen/tests/library/spec`.
//!
//! It stands for any other API: the generator and the runtime know nothing of the one that the product is for.
#![deny(warnings, missing_docs)]

/// Generated code.
#[rustfmt::skip]
pub mod generated {
    pub mod v1;
}

pub use ::api_client_runtime::{Error, Value, json};
pub use generated::v1::*;
