//! The lock file beside a state file: every write replaces the state file itself, so that one cannot be locked. The system releases
//! the lock when the process ends, however it ends. The lock file is never removed, since others that wait for the lock have it
//! open, and never written: a file of this name may be somebody's.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

/// A hidden file in the same folder.
pub fn path_for(path: &Path) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.lock"))
}

/// The locked file; none if another process has the lock.
pub fn lock(path: &Path) -> io::Result<Option<File>> {
    let file = open(path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some(file)),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

/// Opens the file, or creates it exclusively. Does not follow a link.
fn open(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true);
    match owner_only(options.clone().create_new(true)).open(path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
        created => return created,
    }
    let found = fs::symlink_metadata(path)?;
    let file = if found.is_file() { options.open(path)? } else { return Err(not_ours(path)) };
    // A link may have been put there in between.
    if is_same(&found, &file.metadata()?) { Ok(file) } else { Err(not_ours(path)) }
}

fn not_ours(path: &Path) -> io::Error {
    let message = format!("the lock file {} is a link or not a regular file; remove it", path.display());
    io::Error::new(io::ErrorKind::InvalidInput, message)
}

#[cfg(unix)]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600)
}

#[cfg(not(unix))]
fn owner_only(options: &mut OpenOptions) -> &mut OpenOptions {
    options
}

#[cfg(unix)]
fn is_same(one: &fs::Metadata, other: &fs::Metadata) -> bool {
    use std::os::unix::fs::MetadataExt;
    (one.dev(), one.ino()) == (other.dev(), other.ino())
}

#[cfg(not(unix))]
fn is_same(_one: &fs::Metadata, _other: &fs::Metadata) -> bool {
    true
}
