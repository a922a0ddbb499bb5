//! Tiny specs in one file: sections `# file: …` become the files of a spec folder; what is not given is a default.

use codegen::diagnostic::{Style, render};
use codegen::probe::Bundle;
use codegen::{Generated, SpecFolder};
use std::path::Path;

/// The outcome of a tiny spec, in words.
pub fn outcome(text: &str) -> Result<Generated, String> {
    let folder = tempfile::tempdir().expect("a folder");
    write_spec(text, folder.path());
    let spec = SpecFolder { path: folder.path().to_owned(), label: "spec".to_owned() };
    codegen::generate(&spec).map_err(|failure| render(&failure.diagnostics, &failure.sources, Style::Plain))
}

/// Writes the sections of a tiny spec as files.
pub fn write_spec(text: &str, folder: &Path) {
    Bundle::parse(text.as_bytes()).write(folder).expect("the files");
}
