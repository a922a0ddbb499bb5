//! Errors of the file system, with what was tried.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was written, or not everything.
#[derive(Debug)]
pub struct WriteError {
    /// What was tried.
    action: String,
    /// The file or folder.
    path: PathBuf,
    source: io::Error,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} {}: {}", self.action, self.path.display(), self.source)
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Adds what was tried to an error of the file system.
pub trait ErrorContext<T> {
    fn context(self, action: &str, path: &Path) -> Result<T, WriteError>;
}

impl<T> ErrorContext<T> for io::Result<T> {
    fn context(self, action: &str, path: &Path) -> Result<T, WriteError> {
        self.map_err(|source| WriteError { action: action.to_owned(), path: path.to_owned(), source })
    }
}
