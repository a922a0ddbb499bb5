//! The workspace in a file: the old one or the new one, never half of one.

use crate::engine::Engine;
use crate::state::World;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, Instant};

/// Changes are written about this long after they happened, later in large workspaces, and when the emulator ends.
const DELAY: Duration = Duration::from_millis(200);

/// The file of a workspace.
#[derive(Debug)]
pub(crate) struct StateFile {
    path: PathBuf,
}

impl StateFile {
    pub fn new(path: impl Into<PathBuf>) -> Self {
        Self { path: path.into() }
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
        let bytes = serde_json::to_vec(&engine.state().world)?;
        let name = self.path.file_name().unwrap_or_default().to_string_lossy();
        let beside = self.path.with_file_name(format!(".{name}.{}.tmp", std::process::id()));
        let outcome = write(&beside, &bytes).and_then(|()| fs::rename(&beside, &self.path));
        if outcome.is_err() {
            let _ = fs::remove_file(&beside);
        }
        outcome.map_err(|error| self.told(&error))
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

fn write(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut file = File::create(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}
