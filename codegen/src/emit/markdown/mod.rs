//! The reference in Markdown: an index, a page per resource, the models, and the package's own pages.

mod index;
mod models;
mod page;
mod resource;
mod text;

use crate::base::output::OutputFile;
use crate::emit::snippet::Snippets;
use crate::emit::text::one_line;
use crate::model::Api;

/// All docs of an API.
#[must_use]
pub fn emit(api: &Api, snippets: &Snippets) -> Vec<OutputFile> {
    let mut files = vec![index::emit(api), models::emit(api)];
    files.extend(api.resources.iter().map(|resource| resource::emit(api, snippets, resource)));
    let package = &api.package;
    files.extend(package.pages.iter().map(|page| {
        let (header, title) = (text::header(&package.source), one_line(&page.title));
        let text = format!("{header}# {title}\n\n{}\n", page::inert(page.text.trim_end()));
        OutputFile { path: package.docs_page(&page.name), text }
    }));
    files
}
