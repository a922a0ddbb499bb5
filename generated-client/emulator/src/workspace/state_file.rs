//! A workspace in a file. A write replaces the file as a whole: it never contains half a workspace. The file contains secrets, such
//! as `hub_secret`, so only its owner may read it.

use super::lock_file;
use super::model::Workspace;
use crate::regular_file;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};
use tempfile::NamedTempFile;

/// A larger file is rejected. A workspace of a million users has about 500 MB.
const MAX_BYTES: u64 = 2 * 1024 * 1024 * 1024;

/// The file of a workspace, locked for one emulator at a time.
#[derive(Debug)]
pub struct StateFile {
    path: PathBuf,
    lock: File,
    /// The number of changes in the file. Writes take turns: an older workspace never replaces a newer one.
    written: Mutex<Option<u64>>,
}

/// A serialized workspace.
pub struct Serialized {
    pub bytes: Vec<u8>,
    /// How many changes it contains.
    pub changes: u64,
}

impl StateFile {
    /// Locks the file for this emulator.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let given = path.into();
        let with_path = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", given.display()));
        // All names of one file share one lock, and a link to the file stays a link.
        let path = resolve_links(&given).map_err(with_path)?;
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err(with_path(io::Error::new(io::ErrorKind::InvalidInput, "not a regular file")));
        }
        match lock_file::lock(&lock_file::path_for(&path)).map_err(with_path)? {
            Some(lock) => Ok(Self { path, lock, written: Mutex::new(None) }),
            None => {
                let message = format!("{} is in use by another emulator", given.display());
                Err(io::Error::new(io::ErrorKind::ResourceBusy, message))
            }
        }
    }

    /// The workspace in the file; none if there is no file. Leaves a file with other contents as it is.
    pub fn load(&self) -> io::Result<Option<Workspace>> {
        let bytes = match regular_file::read(&self.path, MAX_BYTES) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.with_path(&error)),
        };
        match serde_json::from_slice(&bytes) {
            Ok(workspace) => Ok(Some(workspace)),
            Err(error) => {
                let message = format!(
                    "{} is not a state file of the emulator: {error}; the file is unchanged. To start with a new workspace, \
                     move it away",
                    self.path.display()
                );
                Err(io::Error::new(io::ErrorKind::InvalidData, message))
            }
        }
    }

    /// Replaces the file with the workspace that `serialize` returns.
    pub fn save(&self, serialize: impl FnOnce() -> serde_json::Result<Serialized>) -> io::Result<()> {
        self.write(None, serialize)
    }

    /// As [`StateFile::save`], unless the file contains this number of changes already: requests that wait for their turn share one
    /// write.
    pub fn save_changes(
        &self,
        changes: u64,
        serialize: impl FnOnce() -> serde_json::Result<Serialized>,
    ) -> io::Result<()> {
        self.write(Some(changes), serialize)
    }

    fn write(&self, wanted: Option<u64>, serialize: impl FnOnce() -> serde_json::Result<Serialized>) -> io::Result<()> {
        let mut written = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        if wanted.is_some_and(|wanted| written.is_some_and(|written| written >= wanted)) {
            return Ok(());
        }
        let Serialized { bytes, changes } = serialize()?;
        replace(&self.path, &bytes).map_err(|error| self.with_path(&error))?;
        *written = Some(changes);
        Ok(())
    }

    /// Releases the lock.
    pub fn release(&self) {
        // If this fails, the lock ends with the process.
        let _ = self.lock.unlock();
    }

    fn with_path(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("{}: {error}", self.path.display()))
    }
}

/// Writes a temporary file with a random name, created exclusively, syncs it and renames it.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let folder = folder(path);
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let mut temporary = tempfile::Builder::new().prefix(&format!(".{name}.")).suffix(".tmp").tempfile_in(folder)?;
    temporary.write_all(bytes)?;
    keep_permissions(path, &temporary)?;
    temporary.as_file().sync_all()?;
    temporary.persist(path).map_err(|error| error.error)?;
    sync_folder(folder)
}

/// A new file is for its owner only. An existing one keeps its mode, which is its owner's choice, and its owner if possible.
#[cfg(unix)]
fn keep_permissions(path: &Path, temporary: &NamedTempFile) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, PermissionsExt, fchown};
    const RIGHTS: u32 = 0o777;
    const OWNER_RIGHTS: u32 = 0o700;
    let Ok(old) = fs::symlink_metadata(path) else { return Ok(()) };
    if !old.is_file() {
        return Ok(());
    }
    let new = temporary.as_file().metadata()?;
    let is_same_owner = (old.uid(), old.gid()) == (new.uid(), new.gid());
    let keeps_owner = is_same_owner || fchown(temporary.as_file(), Some(old.uid()), Some(old.gid())).is_ok();
    // The rights of a group mean something else for another group.
    let rights = old.mode() & if keeps_owner { RIGHTS } else { OWNER_RIGHTS };
    temporary.as_file().set_permissions(fs::Permissions::from_mode(rights))
}

#[cfg(not(unix))]
fn keep_permissions(_path: &Path, _temporary: &NamedTempFile) -> io::Result<()> {
    Ok(())
}

/// Without this, a rename may be lost when the machine stops.
#[cfg(unix)]
fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

#[cfg(not(unix))]
fn sync_folder(_folder: &Path) -> io::Result<()> {
    Ok(())
}

/// Links are followed up to this depth, so that a circle ends with an error.
const MAX_LINKS: usize = 40;

/// The path of the file itself, which need not exist yet.
fn resolve_links(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MAX_LINKS {
        // `canonicalize` would fail on a link to a file that does not exist yet, so the last component is resolved here.
        let Ok(target) = fs::read_link(&path) else {
            let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
            return Ok(folder(&path).canonicalize()?.join(name));
        };
        path = folder(&path).join(target);
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "too many symbolic links"))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}
