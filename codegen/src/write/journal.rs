//! The staging folder and its journal: a set of moves that is made completely or not at all.

use super::error::{ErrorContext, WriteError};
use super::manifest::is_inside;
use crate::base::output::OutputFile;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

/// A step of a write that changes the disk.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Step {
    /// A new content is written to the staging folder.
    Stage,
    /// The write is committed.
    Commit,
    /// A staged content moves to its place.
    Move,
    /// A stale file is removed.
    Remove,
    /// The journal is removed.
    RemoveJournal,
    /// The rest of the staging folder is removed.
    Clear,
}

/// The staging folder, below the output folder.
const STAGING: &str = ".regen";

/// The journal, below the staging folder. Once it has this name, the moves that it lists are made, by this run or the next.
const JOURNAL: &str = "journal";

fn staging(folder: &Path) -> PathBuf {
    folder.join(STAGING)
}

/// Writes new contents beside the old ones and then commits to the moves in one step.
pub fn stage(
    folder: &Path,
    changed: &[OutputFile],
    removed: &[String],
    before: &mut dyn FnMut(Step),
) -> Result<(), WriteError> {
    let staging = staging(folder);
    clear(&staging)?;
    fs::create_dir_all(&staging).context("create the folder", &staging)?;
    let mut journal = String::new();
    for (number, file) in changed.iter().enumerate() {
        before(Step::Stage);
        write_flushed(&staging.join(number.to_string()), &file.text)?;
        journal.push_str(&format!("move {number} {}\n", file.path));
        if let Some(parent) = folder.join(&file.path).parent() {
            fs::create_dir_all(parent).context("create the folder", parent)?;
        }
    }
    for path in removed {
        journal.push_str(&format!("remove {path}\n"));
    }
    let draft = staging.join("draft");
    write_flushed(&draft, &journal)?;
    let name = staging.join(JOURNAL);
    before(Step::Commit);
    fs::rename(&draft, &name).context("commit the write by", &name)?;
    flush_folder(&staging)
}

/// Makes the moves of a journal, if there is one, and clears the staging folder. Idempotent.
pub fn complete(folder: &Path, before: &mut dyn FnMut(Step)) -> Result<(), WriteError> {
    let staging = staging(folder);
    let path = staging.join(JOURNAL);
    let journal = match fs::read_to_string(&path) {
        Ok(journal) => journal,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return clear(&staging),
        Err(error) => return Err(error).context("read", &path),
    };
    for line in journal.lines() {
        let Some((step, rest)) = line.split_once(' ') else { continue };
        match step {
            "move" => {
                let Some((number, name)) = rest.split_once(' ').filter(|(_, name)| is_inside(name)) else { continue };
                let (from, to) = (staging.join(number), folder.join(name));
                before(Step::Move);
                match fs::rename(&from, &to) {
                    Ok(()) => {}
                    // Moved by the run that was interrupted.
                    Err(error) if error.kind() == io::ErrorKind::NotFound && to.exists() && !from.exists() => {}
                    Err(error) => return Err(error).context("replace", &to),
                }
            }
            "remove" if is_inside(rest) => {
                let path = folder.join(rest);
                before(Step::Remove);
                match fs::remove_file(&path) {
                    Ok(()) => {}
                    Err(error) if error.kind() == io::ErrorKind::NotFound => {}
                    Err(error) => return Err(error).context("remove", &path),
                }
            }
            _ => {}
        }
    }
    flush_folder(folder)?;
    // Without its journal, the rest of a staging folder means nothing.
    before(Step::RemoveJournal);
    fs::remove_file(&path).context("remove", &path)?;
    before(Step::Clear);
    clear(&staging)
}

/// Whether a committed write was interrupted.
pub fn is_pending(folder: &Path) -> bool {
    staging(folder).join(JOURNAL).exists()
}

fn clear(staging: &Path) -> Result<(), WriteError> {
    match fs::remove_dir_all(staging) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
        Err(error) => Err(error).context("remove", staging),
    }
}

fn write_flushed(path: &Path, text: &str) -> Result<(), WriteError> {
    let write = || {
        let mut file = File::create(path)?;
        file.write_all(text.as_bytes())?;
        file.sync_all()
    };
    write().context("write", path)
}

/// Makes renames durable. Only Unix can flush folders.
fn flush_folder(folder: &Path) -> Result<(), WriteError> {
    if cfg!(unix) { File::open(folder).and_then(|folder| folder.sync_all()).context("flush", folder) } else { Ok(()) }
}
