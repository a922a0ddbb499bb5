//! One run at a time in an output folder.

use super::error::{ErrorContext, WriteError};
use std::fs::{File, TryLockError};
use std::path::Path;

/// Locks an output folder until it is dropped, or its process ends in whatever way.
pub struct FolderLock {
    _file: File,
}

impl FolderLock {
    /// Waits for another run that writes into the folder, and says so once.
    pub fn take(folder: &Path, waiting: &mut dyn FnMut()) -> Result<Self, WriteError> {
        let file = open(folder).context("open", folder)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => {
                waiting();
                file.lock().context("lock", folder)?;
            }
            Err(TryLockError::Error(source)) => return Err(source).context("lock", folder),
        }
        Ok(Self { _file: file })
    }
}

/// Unix locks the folder itself, which leaves no file behind.
#[cfg(unix)]
fn open(folder: &Path) -> std::io::Result<File> {
    File::open(folder)
}

/// Elsewhere folders cannot be locked: an empty file stands for it.
#[cfg(not(unix))]
fn open(folder: &Path) -> std::io::Result<File> {
    File::options().create(true).append(true).open(folder.join(".regen.lock"))
}
