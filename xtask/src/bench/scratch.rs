//! A folder for the time of a run.

use crate::Stop;
use std::fs;
use std::path::{Path, PathBuf};

/// A folder that goes when this value goes.
pub struct Scratch {
    path: PathBuf,
}

impl Scratch {
    /// A new folder among the system's temporary ones.
    pub fn new(name: &str) -> Result<Self, Stop> {
        let path = std::env::temp_dir().join(format!("xtask-{name}-{}", std::process::id()));
        fs::create_dir_all(&path).map_err(|error| failed("make", &path, &error))?;
        Ok(Self { path })
    }

    pub fn path(&self) -> &Path {
        &self.path
    }
}

impl Drop for Scratch {
    fn drop(&mut self) {
        // What cannot be removed is the system's to clear.
        let _ = fs::remove_dir_all(&self.path);
    }
}

/// Writes a file and the folders above it.
pub fn write(path: &Path, text: &str) -> Result<(), Stop> {
    if let Some(parent) = path.parent() {
        fs::create_dir_all(parent).map_err(|error| failed("make", parent, &error))?;
    }
    fs::write(path, text).map_err(|error| failed("write", path, &error))
}

fn failed(what: &str, path: &Path, error: &std::io::Error) -> Stop {
    Stop::failure(format!("cannot {what} {}: {error}", path.display()))
}
