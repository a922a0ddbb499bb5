//! Rust: one file per resource and per type file, thin code over the runtime.

mod advice;
mod cfg;
mod client;
mod doc;
mod elsewhere;
mod enums;
mod examples;
mod file;
mod format;
mod function;
mod inputs;
mod layout;
mod names;
mod package;
mod resource;
mod setter;
mod table;
mod types;

pub use elsewhere::{Elsewhere, elsewhere};

use crate::base::output::OutputFile;
use crate::emit::snippet::Snippets;
use crate::model::Api;

/// All Rust files of an API.
#[must_use]
pub fn emit(api: &Api, snippets: &Snippets) -> Vec<OutputFile> {
    let mut files = vec![client::emit(api), package::emit(api), examples::emit(api, snippets)];
    files.extend(api.resources.iter().map(|resource| resource::emit(api, snippets, resource)));
    files.extend(types::emit(api));
    files
}
