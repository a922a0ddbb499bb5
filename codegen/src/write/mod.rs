//! Files → disk: compare first, all or nothing, and what became stale is removed by the manifest.
//!
//! A write has three steps. New contents go to a staging folder inside the output folder and are flushed. A journal that
//! lists the moves is put in place by one rename: this is the moment that counts. Then the moves are made and the journal is
//! removed. A run that is cut off before that moment leaves the old tree as it was; one that is cut off after it is completed
//! by the next run, before anything else happens.

mod drift;
mod journal;
mod manifest;

pub use drift::{Change, Drift};
pub use manifest::MANIFEST;

use crate::emit::OutputFile;
use manifest::Manifest;
use std::collections::BTreeSet;
use std::fmt;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// What a write did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Written {
    /// Files that were new or changed.
    pub changed: Vec<String>,
    /// Files that became stale and were removed.
    pub removed: Vec<String>,
    /// Files that were there already, byte for byte.
    pub unchanged: usize,
}

/// A step of a write that changes the disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// A new content goes to the staging folder.
    Stage,
    /// The write is decided on.
    Decide,
    /// A staged content takes its place.
    Move,
    /// A stale file goes.
    Remove,
    /// The journal goes.
    Forget,
    /// What is left of the staging folder goes.
    Clear,
}

/// Why nothing was written, or not everything.
#[derive(Debug)]
pub struct WriteError {
    /// What was tried.
    doing: String,
    /// The file or folder.
    path: PathBuf,
    source: io::Error,
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot {} {}: {}", self.doing, self.path.display(), self.source)
    }
}

impl std::error::Error for WriteError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&self.source)
    }
}

/// Adds what was tried to an error of the file system.
trait Doing<T> {
    fn doing(self, what: &str, path: &Path) -> Result<T, WriteError>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, what: &str, path: &Path) -> Result<T, WriteError> {
        self.map_err(|source| WriteError { doing: what.to_owned(), path: path.to_owned(), source })
    }
}

/// Brings the output folder to exactly these files, apart from files that were never generated.
///
/// # Errors
///
/// A file system that refuses. Before the moves begin, nothing has changed; after, the next run completes them.
pub fn write(folder: &Path, files: &[OutputFile]) -> Result<Written, WriteError> {
    write_observed(folder, files, &mut |_| {})
}

/// The same, telling an observer before each step that changes the disk. Tests end the process in between.
///
/// # Errors
///
/// As [`write()`].
pub fn write_observed(
    folder: &Path,
    files: &[OutputFile],
    before: &mut dyn FnMut(Step),
) -> Result<Written, WriteError> {
    fs::create_dir_all(folder).doing("make the folder", folder)?;
    journal::complete(folder, before)?;
    let old = Manifest::read(folder)?;
    let new = Manifest::of(files);
    let mut written = Written::default();
    let mut changed = Vec::new();
    for file in files {
        if same(&folder.join(&file.path), &file.text)? {
            written.unchanged += 1;
        } else {
            changed.push(file.clone());
            written.changed.push(file.path.clone());
        }
    }
    written.removed = old.paths.difference(&new.paths).filter(|path| folder.join(path).exists()).cloned().collect();
    if changed.is_empty() && written.removed.is_empty() && old == new {
        return Ok(written);
    }
    changed.push(OutputFile { path: MANIFEST.to_owned(), text: new.to_string() });
    journal::stage(folder, &changed, &written.removed, before)?;
    journal::complete(folder, before)?;
    remove_empty_folders(folder, &written.removed);
    Ok(written)
}

/// Whether a file has this text. A checkout may have changed the ends of lines.
fn same(path: &Path, text: &str) -> Result<bool, WriteError> {
    match fs::read(path) {
        Ok(bytes) => Ok(bytes == text.as_bytes() || String::from_utf8_lossy(&bytes).replace("\r\n", "\n") == text),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error).doing("read", path),
    }
}

/// Folders that lost their last file go too; a folder that still holds something stays.
fn remove_empty_folders(folder: &Path, removed: &[String]) {
    let parents: BTreeSet<PathBuf> =
        removed.iter().filter_map(|path| Path::new(path).parent().map(Path::to_owned)).collect();
    for parent in parents.iter().rev() {
        for ancestor in parent.ancestors().filter(|ancestor| !ancestor.as_os_str().is_empty()) {
            // Fails for a folder that is not empty, which is what is wanted.
            if fs::remove_dir(folder.join(ancestor)).is_err() {
                break;
            }
        }
    }
}
