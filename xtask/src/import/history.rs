//! Older documents of an API: in which version each operation first stood.

use super::files::text;
use super::options::Command;
use crate::exit_error::ExitError;
use codegen::Sources;
use codegen::import::openapi::since::{First, first_versions as read};
use std::fs;

/// The first version of each operation, from the documents of the folder.
pub fn first_versions(command: &Command) -> Result<First, ExitError> {
    let Some(folder) = &command.history else { return Ok(First::default()) };
    let failure = |error: std::io::Error| ExitError::failure(format!("{}: {error}", folder.display()));
    let mut sources = Sources::new();
    let mut paths = Vec::new();
    for entry in fs::read_dir(folder).map_err(failure)? {
        paths.push(entry.map_err(failure)?.path());
    }
    paths.retain(|path| path.extension().is_some_and(|end| end == "yaml" || end == "yml" || end == "json"));
    paths.sort();
    for path in paths {
        let text = text(&path)?;
        sources.add(path.display().to_string(), text);
    }
    Ok(read(&sources))
}
