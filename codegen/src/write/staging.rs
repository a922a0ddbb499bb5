//! The staging folder: new contents are complete on the disk before the first one moves to its place.

use super::error::{ErrorContext, WriteError};
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// The staging folder, below the output folder. It means nothing to a later run, which clears it.
pub const STAGING: &str = ".regen";

/// What earlier versions kept there beside staged contents.
const EARLIER: [&str; 2] = ["draft", "journal"];

/// A staging folder in use.
pub struct Staging {
    folder: PathBuf,
    staged: usize,
}

/// A content that is complete on the disk, but not in its place.
pub struct Staged(PathBuf);

impl Staging {
    /// An empty staging folder; what an interrupted run left is removed.
    pub fn create(output: &Path) -> Result<Self, WriteError> {
        clear(output)?;
        let folder = output.join(STAGING);
        fs::create_dir(&folder).context("create the folder", &folder)?;
        Ok(Self { folder, staged: 0 })
    }

    /// Writes and flushes a content.
    pub fn stage(&mut self, text: &str) -> Result<Staged, WriteError> {
        let path = self.folder.join(self.staged.to_string());
        self.staged += 1;
        let write = || {
            let mut file = File::create_new(&path)?;
            file.write_all(text.as_bytes())?;
            file.sync_all()
        };
        write().context("write", &path)?;
        Ok(Staged(path))
    }
}

impl Staged {
    /// Puts the content in its place, in one step.
    pub fn move_to(&self, place: &Path) -> Result<(), WriteError> {
        fs::rename(&self.0, place).context("replace", place)
    }
}

/// Whether a run was interrupted, or is at work.
pub fn exists(output: &Path) -> bool {
    fs::symlink_metadata(output.join(STAGING)).is_ok()
}

/// Removes the staging folder, if there is one that contains nothing but staged contents.
pub fn clear(output: &Path) -> Result<(), WriteError> {
    let folder = output.join(STAGING);
    let entries = match fs::read_dir(&folder) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error).context("read", &folder),
    };
    let entries: Vec<_> = entries.collect::<io::Result<_>>().context("read", &folder)?;
    for entry in &entries {
        let name = entry.file_name();
        let name = name.to_string_lossy();
        let ours = name.bytes().all(|byte| byte.is_ascii_digit()) || EARLIER.contains(&name.as_ref());
        if !ours || entry.file_type().context("read", &entry.path())?.is_dir() {
            return Err(WriteError::rejected(
                &entry.path(),
                "was not put there by regen, which clears this folder; move it away",
            ));
        }
    }
    for entry in entries {
        fs::remove_file(entry.path()).context("remove", &entry.path())?;
    }
    fs::remove_dir(&folder).context("remove", &folder)
}

/// Makes renames durable. Only Unix can flush folders.
pub fn flush_folder(folder: &Path) -> Result<(), WriteError> {
    if cfg!(unix) { File::open(folder).and_then(|folder| folder.sync_all()).context("flush", folder) } else { Ok(()) }
}
