//! Rust: one file per resource and per type file, thin code over the runtime.

mod advice;
mod cfg;
mod client;
mod doc;
mod elsewhere;
mod enums;
mod examples;
mod file;
mod function;
mod inputs;
mod names;
mod package;
mod resource;
mod table;
mod types;

pub use elsewhere::{Elsewhere, elsewhere};

use crate::base::output::OutputFile;
use crate::model::Api;

/// All Rust files of an API.
#[must_use]
pub fn emit(api: &Api) -> Vec<OutputFile> {
    let mut files = vec![client::emit(api), package::emit(api), examples::emit(api)];
    files.extend(api.resources.iter().map(|resource| resource::emit(api, resource)));
    files.extend(types::emit(api));
    files
}
