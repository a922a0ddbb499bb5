//! Reading documents, and writing and checking the files of a spec.

use super::options::Command;
use crate::exit_error::ExitError;
use crate::report::Format;
use codegen::base::span::FileId;
use codegen::import::openapi::Options;
use codegen::write::Drift;
use codegen::{OutputFile, Sources};
use std::fs;
use std::io::Write;
use std::path::Path;

/// A document may have this many bytes; the largest that is published has a fifth of it.
const MAX_DOCUMENT_BYTES: u64 = 64 * 1024 * 1024;

/// The texts of an import.
pub struct Documents {
    pub sources: Sources,
    pub document: FileId,
    pub options: Options,
}

impl Documents {
    /// Reads the document and its overlays.
    pub fn read(command: &Command) -> Result<Self, ExitError> {
        let mut sources = Sources::new();
        let mut add = |path: &Path| -> Result<FileId, ExitError> {
            let text = text(path)?;
            Ok(sources.add(path.display().to_string().replace('\\', "/"), text))
        };
        let document = add(Path::new(&command.file))?;
        let overlays = command.overlays.iter().map(|path| add(Path::new(path))).collect::<Result<_, _>>()?;
        let corrections = command.corrections.as_deref().map(add).transpose()?;
        Ok(Self { sources, document, options: Options { overlays, corrections, ..Options::default() } })
    }
}

/// The text of a document.
pub fn text(path: &Path) -> Result<String, ExitError> {
    let failure = |problem: &str| ExitError::failure(format!("cannot read {}: {problem}", path.display()));
    let metadata = path.metadata().map_err(|error| failure(&error.to_string()))?;
    if !metadata.is_file() {
        return Err(failure("it is not a file"));
    }
    if metadata.len() > MAX_DOCUMENT_BYTES {
        return Err(failure(&format!("it is larger than {} MiB", MAX_DOCUMENT_BYTES / 1024 / 1024)));
    }
    let bytes = fs::read(path).map_err(|error| failure(&error.to_string()))?;
    let text = String::from_utf8(bytes).map_err(|error| failure(&format!("it is not UTF-8: {error}")))?;
    let text = text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text);
    Ok(if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n") } else { text })
}

/// Writes the files of a folder, as a set.
pub fn write(folder: &Path, files: &[OutputFile]) -> Result<(), ExitError> {
    fs::create_dir_all(folder).map_err(|error| ExitError::failure(format!("{}: {error}", folder.display())))?;
    codegen::write::write(folder, files).map(|_| ()).map_err(|error| ExitError::failure(error.to_string()))
}

/// Writes a file that does not exist yet.
pub fn write_new(path: &Path, text: &str) -> Result<(), ExitError> {
    let failure = |error: std::io::Error| ExitError::failure(format!("{}: {error}", path.display()));
    let mut file = fs::File::create_new(path).map_err(failure)?;
    file.write_all(text.as_bytes()).map_err(failure)
}

/// Prints what differs from the files that an import yields.
pub fn check(folder: &Path, files: &[OutputFile], format: Format) -> Result<(), ExitError> {
    let drift = Drift::find(folder, files).map_err(|error| ExitError::failure(error.to_string()))?;
    if drift.is_empty() {
        format.note(&format!("{} is fresh\n", folder.display()));
        return Ok(());
    }
    format.note(&drift.render());
    Err(ExitError::failure(
        "the spec is not what the document and its overlays yield; run the import without `--check`",
    ))
}
