#![doc = include_str!("../README.md")]
#![warn(missing_docs)]

mod assemble;
pub mod catalogue;
pub mod json;
mod language;
mod parts;
mod print;
mod rust;
mod scope;
mod value;

pub use assemble::{Call, Encoded};
pub use language::{LANGUAGES, Language};
pub use rust::RustCall;
