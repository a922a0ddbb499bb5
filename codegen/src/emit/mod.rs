//! Model → files. Pure: no decisions, no input or output.

pub mod markdown;
pub mod page;
pub mod rust;
pub mod snippet;
pub mod text;

use crate::base::output::OutputFile;
use crate::model::Api;
use snippet::Snippets;

/// All files of an API, sorted by path.
#[must_use]
pub fn emit(api: &Api) -> Vec<OutputFile> {
    let snippets = &Snippets::new(api);
    let mut files = rust::emit(api, snippets);
    files.extend(markdown::emit(api, snippets));
    files.push(page::emit(api, snippets));
    files.sort_by(|a, b| a.path.cmp(&b.path));
    files
}
