//! Whether a file on disk has a text.

use super::error::{ErrorContext, WriteError};
use std::fs;
use std::io;
use std::path::Path;

/// Whether a file has this text. A checkout may have changed its line ends.
pub fn has_text(path: &Path, text: &str) -> Result<bool, WriteError> {
    match fs::read(path) {
        Ok(bytes) => Ok(bytes == text.as_bytes() || String::from_utf8_lossy(&bytes).replace("\r\n", "\n") == text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).context("read", path),
    }
}
