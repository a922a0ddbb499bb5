//! Tiny specs in one text: lines `# file: …` start the files of a spec folder; what is missing has a default.

use codegen::diagnostic::{Style, render};
use codegen::invariants::Bundle;
use codegen::{Drafts, Failure, Generated, SpecFolder};
use std::path::{Path, PathBuf};

/// Generates from a tiny spec; the error is the rendered diagnostics.
pub fn generate(text: &str) -> Result<Generated, String> {
    let folder = tempfile::tempdir().expect("a folder");
    write_spec(text, folder.path());
    generate_folder(folder.path()).map_err(|failure| shown(&failure))
}

/// The same, with functions that are drafts.
pub fn generate_drafts(text: &str) -> Result<Generated, String> {
    let folder = tempfile::tempdir().expect("a folder");
    write_spec(text, folder.path());
    let spec = SpecFolder { path: folder.path().to_owned(), label: "spec".to_owned() };
    codegen::generate_with(&spec, Drafts::Compiled).map_err(|failure| shown(&failure))
}

/// Generates from a spec folder, which messages call `spec`.
pub fn generate_folder(folder: &Path) -> Result<Generated, Failure> {
    codegen::generate(&SpecFolder { path: folder.to_owned(), label: "spec".to_owned() })
}

/// The diagnostics of a failure, rendered.
pub fn shown(failure: &Failure) -> String {
    render(&failure.diagnostics, &failure.sources, Style::Plain)
}

/// Writes the files of a tiny spec.
pub fn write_spec(text: &str, folder: &Path) {
    Bundle::parse(text.as_bytes()).write(folder).expect("the files");
}

/// A folder or a file of this package.
pub fn package_path(path: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(path)
}
