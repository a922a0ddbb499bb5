//! The workspace in a file: the old one or the new one, never half of one.

use crate::engine::Engine;
use crate::state::World;
use std::fs::{self, File, TryLockError};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Changes are written about this long after they happened, later in large workspaces, and when the emulator ends.
const DELAY: Duration = Duration::from_millis(200);

/// The file of a workspace, which belongs to one emulator at a time.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
    /// A file beside it, for the file itself is put in place anew by every write. Held as long as the emulator runs; the
    /// system lets go of it when the process ends, however it ends. It is never removed: who waits for it has it open.
    lock: File,
}

impl StateFile {
    /// Takes the file for this emulator.
    pub fn open(path: impl Into<PathBuf>) -> io::Result<Self> {
        let named = path.into();
        let told = |error: io::Error| io::Error::new(error.kind(), format!("{}: {error}", named.display()));
        // One file, whatever name it is called by, has one lock; and a link to it stays one.
        let path = real(&named).map_err(told)?;
        if fs::metadata(&path).is_ok_and(|found| !found.is_file()) {
            return Err(told(io::Error::new(io::ErrorKind::InvalidInput, "this is no plain file")));
        }
        let lock = File::create(beside(&path, "lock")).map_err(told)?;
        match lock.try_lock() {
            Ok(()) => Ok(Self { path, lock }),
            Err(TryLockError::WouldBlock) => {
                let message = format!("{} is in use by another emulator", named.display());
                Err(io::Error::new(io::ErrorKind::ResourceBusy, message))
            }
            Err(TryLockError::Error(error)) => Err(told(error)),
        }
    }

    /// The workspace that is in the file; none when there is no file. A file that holds something else is left alone.
    pub fn load(&self) -> io::Result<Option<World>> {
        let bytes = match fs::read(&self.path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(self.told(&error)),
        };
        match serde_json::from_slice(&bytes) {
            Ok(world) => Ok(Some(world)),
            Err(error) => {
                let message = format!(
                    "{} is no state of an emulator: {error}; it was left as it is. Move it away to begin anew",
                    self.path.display()
                );
                Err(io::Error::new(io::ErrorKind::InvalidData, message))
            }
        }
    }

    /// Writes the workspace beside the file, and then puts it in the file's place.
    pub fn save(&self, engine: &Engine) -> io::Result<()> {
        let bytes = {
            let mut state = engine.state();
            state.world.saved_at = Some(state.time.seconds());
            serde_json::to_vec(&state.world)?
        };
        let beside = beside(&self.path, "tmp");
        let outcome = write(&beside, &bytes).and_then(|()| fs::rename(&beside, &self.path));
        if outcome.is_err() {
            let _ = fs::remove_file(&beside);
        }
        outcome.map_err(|error| self.told(&error))
    }

    /// Lets another emulator have the file.
    pub fn release(&self) {
        // A lock that cannot be let go of ends with the process.
        let _ = self.lock.unlock();
    }

    fn told(&self, error: &io::Error) -> io::Error {
        io::Error::new(error.kind(), format!("{}: {error}", self.path.display()))
    }

    /// Writes changes as they come, as long as it is not dropped.
    pub async fn keep(self: Arc<Self>, engine: Arc<Engine>) {
        let mut written = engine.changes();
        let mut pause = DELAY;
        loop {
            tokio::time::sleep(pause).await;
            let changes = engine.changes();
            if changes != written {
                let (file, engine) = (Arc::clone(&self), Arc::clone(&engine));
                let begun = Instant::now();
                // A file that cannot be written now may be so later; the last attempt, at the end, is reported.
                if matches!(tokio::task::spawn_blocking(move || file.save(&engine)).await, Ok(Ok(()))) {
                    written = changes;
                }
                // A large workspace takes its time to write, and holds up requests meanwhile: a tenth of them at most.
                pause = DELAY.max(begun.elapsed().saturating_mul(10));
            }
        }
    }
}

/// Links are followed so far; who links in a circle gets an error sooner or later.
const MOST_LINKS: usize = 40;

/// Where a file is or will be, whatever links lead there.
fn real(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_owned();
    for _ in 0..MOST_LINKS {
        // The last part by itself, for a link may lead to what is not there yet.
        let Ok(target) = fs::read_link(&path) else {
            let name = path.file_name().ok_or(io::ErrorKind::IsADirectory)?;
            return Ok(folder(&path).canonicalize()?.join(name));
        };
        path = folder(&path).join(target);
    }
    Err(io::Error::new(io::ErrorKind::InvalidInput, "too many links lead on from here"))
}

fn folder(path: &Path) -> &Path {
    match path.parent() {
        Some(folder) if !folder.as_os_str().is_empty() => folder,
        _ => Path::new("."),
    }
}

/// A hidden file in the same folder.
fn beside(path: &Path, kind: &str) -> PathBuf {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    path.with_file_name(format!(".{name}.{kind}"))
}

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
