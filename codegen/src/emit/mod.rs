//! Model → files. Pure: no decisions, no input or output.

pub mod docs;
pub mod rust;
pub mod snippet;

use crate::model::Api;

/// A file that belongs on disk.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct OutputFile {
    /// The path, relative to the output folder, with forward slashes.
    pub path: String,
    /// The text.
    pub text: String,
}

/// All files of an API, sorted by path.
#[must_use]
pub fn emit(api: &Api) -> Vec<OutputFile> {
    let mut files = rust::emit(api);
    files.extend(docs::emit(api));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
