//! What git has: revisions, and files as they were.

use crate::workspace::root;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// The commit that a revision names.
pub fn commit(revision: &str) -> Result<String, String> {
    if revision.starts_with('-') {
        return Err(format!("`{revision}` is no revision"));
    }
    let found = run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")]);
    match found {
        Ok(commit) => Ok(String::from_utf8_lossy(&commit).trim().to_owned()),
        Err(Problem::NoGit(problem)) => Err(problem),
        Err(Problem::Refused(_)) => {
            // Why it is not known: there may be no repository at all.
            run(&["rev-parse", "--git-dir"]).map_err(Problem::into_text)?;
            Err(format!("git does not know the revision `{revision}`"))
        }
    }
}

/// The text of a file of the workspace, as it was at a commit.
pub fn file(commit: &str, path: &str) -> Result<String, String> {
    let bytes = run(&["cat-file", "blob", &format!("{commit}:./{path}")]).map_err(Problem::into_text)?;
    String::from_utf8(bytes).map_err(|_| format!("{path} at {commit} is not UTF-8 text"))
}

/// A copy of a folder of the workspace, as it was at a commit, in a temporary folder.
pub fn copy(commit: &str, folder: &str) -> Result<Copy, String> {
    let listing = run(&["ls-tree", "-r", "-z", "--name-only", commit, "--", &format!("{folder}/")])
        .map_err(Problem::into_text)?;
    let listing =
        String::from_utf8(listing).map_err(|_| format!("a name in {folder} at {commit} is not UTF-8 text"))?;
    let names: Vec<&str> = listing.split('\0').filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err(format!("there is no {folder} at {commit}"));
    }
    let copy = Copy::new()?;
    let cannot = |error: std::io::Error| format!("cannot write a copy of {folder}: {error}");
    for name in names {
        let below = name.strip_prefix(folder).unwrap_or(name).trim_start_matches('/');
        let bytes = run(&["cat-file", "blob", &format!("{commit}:./{name}")]).map_err(Problem::into_text)?;
        let path = copy.path().join(below);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(cannot)?;
        }
        fs::write(path, bytes).map_err(cannot)?;
    }
    Ok(copy)
}

/// A temporary folder that is deleted when it is dropped.
pub struct Copy(PathBuf);

impl Copy {
    fn new() -> Result<Self, String> {
        let base = std::env::temp_dir();
        // The process's number keeps parallel runs apart; a folder that a killed run has left is passed over.
        for attempt in 0..1000 {
            let path = base.join(format!("xtask-diff-{}-{attempt}", std::process::id()));
            match fs::create_dir(&path) {
                Ok(()) => return Ok(Self(path)),
                Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
                Err(error) => return Err(format!("cannot make a folder in {}: {error}", base.display())),
            }
        }
        Err(format!("cannot make a folder in {}", base.display()))
    }

    pub fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Copy {
    fn drop(&mut self) {
        // What cannot be deleted lies in the system's folder for such things.
        let _ = fs::remove_dir_all(&self.0);
    }
}

enum Problem {
    /// There is no git here.
    NoGit(String),
    /// Git has said no.
    Refused(String),
}

impl Problem {
    fn into_text(self) -> String {
        match self {
            Self::NoGit(text) | Self::Refused(text) => text,
        }
    }
}

fn run(words: &[&str]) -> Result<Vec<u8>, Problem> {
    let output = Command::new("git").args(words).current_dir(root()).output().map_err(|error| {
        Problem::NoGit(format!("cannot start git ({error}); name a folder with the old spec instead of a revision"))
    })?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        let said = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(Problem::Refused(if said.is_empty() { format!("git {} failed", words.join(" ")) } else { said }))
    }
}
