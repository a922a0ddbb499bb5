//! A workspace in a file. A write replaces the file as a whole: it never contains half a workspace.

use super::model::Workspace;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::{Mutex, PoisonError};

/// The file of a workspace, locked for one emulator at a time.
#[derive(Debug)]
pub struct StateFile {
    path: PathBuf,
    /// A lock file beside it, since every write replaces the file itself. The system releases the lock when the process ends,
    /// however it ends. The lock file is never removed: others that wait for the lock have it open.
    lock: File,
    /// Writes share the temporary file, so they take turns.
    writing: Mutex<()>,
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
        let lock = File::create(sibling(&path, "lock")).map_err(with_path)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, lock, writing: Mutex::new(()) }),
            Err(TryLockError::WouldBlock) => {
                let message = format!("{} is in use by another emulator", given.display());
                Err(io::Error::new(io::ErrorKind::ResourceBusy, message))
            }
            Err(TryLockError::Error(error)) => Err(with_path(error)),
        }
    }

    /// The workspace in the file; none if there is no file. Leaves a file with other contents as it is.
    pub fn load(&self) -> io::Result<Option<Workspace>> {
        let bytes = match fs::read(&self.path) {
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

    /// Writes the workspace that `serialize` returns to a temporary file and renames it. An older workspace never replaces a newer
    /// one.
    pub fn save(&self, serialize: impl FnOnce() -> serde_json::Result<Vec<u8>>) -> io::Result<()> {
        let _turn = self.writing.lock().unwrap_or_else(PoisonError::into_inner);
        let workspace = serialize()?;
        let temporary = sibling(&self.path, "tmp");
        let result = write(&temporary, &workspace).and_then(|()| fs::rename(&temporary, &self.path));
        if result.is_err() {
            let _ = fs::remove_file(&temporary);
        }
        result.map_err(|error| self.with_path(&error))
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

/// A hidden file in the same folder.
fn sibling(path: &Path, suffix: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{suffix}"))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
