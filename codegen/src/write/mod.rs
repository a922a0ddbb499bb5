//! Files → disk: compare first, all or nothing, and stale files are removed by the manifest.
//!
//! A write has three steps. New contents go to a staging folder inside the output folder and are flushed. A journal that
//! lists the moves is put in place by one rename: this commits the write. Then the moves are made and the journal is removed.
//! A run that is interrupted before the commit leaves the old tree as it was; one that is interrupted after it is completed by
//! the next run, before anything else happens.

mod compare;
mod drift;
mod error;
mod journal;
mod manifest;

pub use drift::{Change, Drift};
pub use error::WriteError;
pub use journal::Step;
pub use manifest::MANIFEST;

use crate::base::output::OutputFile;
use compare::has_text;
use error::ErrorContext;
use manifest::Manifest;
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// What a write did.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Written {
    /// Files that were new or changed.
    pub changed: Vec<String>,
    /// Files that became stale and were removed.
    pub removed: Vec<String>,
    /// Files that had the same bytes already.
    pub unchanged: usize,
}

/// Makes the output folder contain exactly these files, apart from files that were never generated.
///
/// # Errors
///
/// An error of the file system. Before the moves begin, nothing has changed; after that, the next run completes them.
pub fn write(folder: &Path, files: &[OutputFile]) -> Result<Written, WriteError> {
    write_observed(folder, files, &mut |_| {})
}

/// The same, with an observer that is called before each step that changes the disk. Tests end the process there.
///
/// # Errors
///
/// As [`write()`].
pub fn write_observed(
    folder: &Path,
    files: &[OutputFile],
    before: &mut dyn FnMut(Step),
) -> Result<Written, WriteError> {
    fs::create_dir_all(folder).context("create the folder", folder)?;
    journal::complete(folder, before)?;
    let old = Manifest::read(folder)?;
    let new = Manifest::of(files);
    let mut written = Written::default();
    let mut changed = Vec::new();
    for file in files {
        if has_text(&folder.join(&file.path), &file.text)? {
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

/// Removes folders that lost their last file; a folder that is not empty stays.
fn remove_empty_folders(folder: &Path, removed: &[String]) {
    let parents: BTreeSet<PathBuf> =
        removed.iter().filter_map(|path| Path::new(path).parent().map(Path::to_owned)).collect();
    for parent in parents.iter().rev() {
        for ancestor in parent.ancestors().filter(|ancestor| !ancestor.as_os_str().is_empty()) {
            // Fails for a folder that is not empty, as intended.
            if fs::remove_dir(folder.join(ancestor)).is_err() {
                break;
            }
        }
    }
}
