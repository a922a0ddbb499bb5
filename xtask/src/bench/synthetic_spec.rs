//! Temporary folders with synthetic specs.

use crate::exit_error::ExitError;
use codegen::{SpecFolder, synthetic};
use std::fs;
use std::path::Path;
use tempfile::TempDir;

/// A temporary folder; deleted on drop.
pub fn temp_dir() -> Result<TempDir, ExitError> {
    let folder = tempfile::Builder::new().prefix("xtask-bench-").tempdir();
    folder.map_err(|error| ExitError::failure(format!("cannot create a temporary folder: {error}")))
}

/// Writes a file and creates the folders above it.
pub fn write_file(path: &Path, text: &str) -> Result<(), ExitError> {
    let written = path.parent().map_or(Ok(()), fs::create_dir_all).and_then(|()| fs::write(path, text));
    written.map_err(|error| ExitError::failure(format!("cannot write {}: {error}", path.display())))
}

/// Writes the synthetic spec with this many functions to a folder.
pub fn write_spec(functions: usize, folder: &Path) -> Result<SpecFolder, ExitError> {
    for (name, text) in synthetic::spec(functions) {
        write_file(&folder.join(name), &text)?;
    }
    Ok(SpecFolder { path: folder.to_owned(), label: "spec".to_owned() })
}
