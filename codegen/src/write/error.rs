//! Errors of the file system, with what was tried.

use std::fmt;
use std::io;
use std::path::{Path, PathBuf};

/// Why nothing was written, or not everything.
#[derive(Debug)]
pub struct WriteError {
    /// The file or folder.
    path: PathBuf,
    reason: Reason,
}

#[derive(Debug)]
enum Reason {
    /// The file system does not allow it: what was tried.
    System(String, io::Error),
    /// What stands there must stay as it is: what it is, and what to do.
    Rejected(String),
}

impl WriteError {
    /// Something that must not be changed; found before anything was.
    pub fn rejected(path: &Path, what: &str) -> Self {
        Self { path: path.to_owned(), reason: Reason::Rejected(what.to_owned()) }
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let path = self.path.display();
        match &self.reason {
            Reason::System(action, source) => write!(f, "cannot {action} {path}: {source}"),
            Reason::Rejected(what) => write!(f, "{path} {what}; nothing was changed"),
        }
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        match &self.reason {
            Reason::System(_, source) => Some(source),
            Reason::Rejected(_) => None,
        }
    }
}

/// Adds what was tried to an error of the file system.
pub trait ErrorContext<T> {
    fn context(self, action: &str, path: &Path) -> Result<T, WriteError>;
}

impl<T> ErrorContext<T> for io::Result<T> {
    fn context(self, action: &str, path: &Path) -> Result<T, WriteError> {
        self.map_err(|source| WriteError { path: path.to_owned(), reason: Reason::System(action.to_owned(), source) })
    }
}
