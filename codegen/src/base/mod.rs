//! What every other module builds on: places in files, JSON, HTTP methods, characters. Nothing here knows what a spec is.

pub mod bytes;
pub mod file_name;
pub mod http;
pub mod json;
pub mod output;
pub mod span;
pub mod unicode;
