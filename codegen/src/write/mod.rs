//! Files → disk: compare first, no file in part, and stale files are removed by the manifest.
//!
//! One run at a time writes into an output folder; another one waits. What is in the way, or somebody's, is an error before
//! anything is changed. Then new contents go to a staging folder inside the output folder and are flushed, and a manifest of
//! the old and the new files is put in place by one rename: this commits the write. Each content moves to its place by one
//! rename, stale files are removed, and the exact manifest comes last.
//!
//! A run that is interrupted before the commit leaves the old files as they were. After it, every file is an old or a new one
//! and the manifest knows all of them, so that the next run makes the tree exactly what its spec says.

mod compare;
mod drift;
mod error;
mod lock;
mod manifest;
mod preflight;
mod staging;

pub use drift::{Change, Drift};
pub use error::WriteError;
pub use manifest::MANIFEST;

use crate::base::output::OutputFile;
use compare::has_text;
use error::ErrorContext;
use lock::FolderLock;
use manifest::Manifest;
use staging::{Staging, flush_folder};
use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// A step of a write.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// Another run is at work in the folder: this one waits for its end.
    Wait,
    /// What an interrupted run left is removed.
    Clear,
    /// A new content is written to the staging folder.
    Stage,
    /// The write is committed.
    Commit,
    /// A staged content moves to its place.
    Move,
    /// A stale file is removed.
    Remove,
    /// The manifest of the new files takes the place of the one that commits.
    Finish,
    /// The staging folder is removed.
    End,
}

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
/// An error of the file system, or something in the way. Before the moves begin, nothing has changed; after that, the next run
/// completes them.
pub fn write(folder: &Path, files: &[OutputFile]) -> Result<Written, WriteError> {
    write_observed(folder, files, &mut |_| {})
}

/// The same, with an observer that is called before each step. Tests end the process there.
///
/// # Errors
///
/// As [`write()`].
pub fn write_observed(
    folder: &Path,
    files: &[OutputFile],
    before: &mut dyn FnMut(Step),
) -> Result<Written, WriteError> {
    let folder = &preflight::root(folder)?;
    fs::create_dir_all(folder).context("create the folder", folder)?;
    let _lock = FolderLock::take(folder, &mut || before(Step::Wait))?;
    let old = Manifest::read(folder)?;
    let new = Manifest::of(files);
    let stale: Vec<String> = old.paths.difference(&new.paths).cloned().collect();
    preflight::check(folder, files, &old, &stale)?;
    let mut written = Written::default();
    let mut changed = Vec::new();
    for file in files {
        if has_text(&folder.join(&file.path), &file.text)? {
            written.unchanged += 1;
        } else {
            changed.push(file);
            written.changed.push(file.path.clone());
        }
    }
    written.removed = stale.iter().filter(|path| folder.join(path).exists()).cloned().collect();
    if changed.is_empty() && old == new {
        before(Step::Clear);
        staging::clear(folder)?;
        return Ok(written);
    }
    before(Step::Clear);
    let mut staging = Staging::create(folder)?;
    let mut stage = |text: &str| {
        before(Step::Stage);
        staging.stage(text)
    };
    let both = stage(&old.union(&new).to_string())?;
    let exact = stage(&new.to_string())?;
    let moves = changed.iter().map(|file| Ok((folder.join(&file.path), stage(&file.text)?)));
    let moves = moves.collect::<Result<Vec<_>, WriteError>>()?;
    before(Step::Commit);
    both.move_to(&folder.join(MANIFEST))?;
    flush_folder(folder)?;
    for (place, staged) in &moves {
        before(Step::Move);
        if let Some(parent) = place.parent() {
            fs::create_dir_all(parent).context("create the folder", parent)?;
        }
        staged.move_to(place)?;
    }
    for path in &written.removed {
        before(Step::Remove);
        let path = folder.join(path);
        fs::remove_file(&path).context("remove", &path)?;
    }
    // Of all stale files: a run that was interrupted may have removed them, and not their folders.
    remove_empty_folders(folder, &stale);
    flush_parents(folder, written.changed.iter().chain(&written.removed))?;
    before(Step::Finish);
    exact.move_to(&folder.join(MANIFEST))?;
    flush_folder(folder)?;
    before(Step::End);
    staging::clear(folder)?;
    Ok(written)
}

/// Makes moves and removals durable before the manifest says that they were made.
fn flush_parents<'a>(folder: &Path, paths: impl Iterator<Item = &'a String>) -> Result<(), WriteError> {
    let parents: BTreeSet<PathBuf> = paths
        .filter_map(|path| folder.join(path).parent().map(Path::to_owned))
        .filter(|parent| parent.exists())
        .collect();
    parents.iter().try_for_each(|parent| flush_folder(parent))
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
