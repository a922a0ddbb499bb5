//! Reads revisions and files from git.

use crate::workspace::root;
use std::fs;
use std::process::Command;
use tempfile::TempDir;

/// The commit of a revision.
pub fn commit(revision: &str) -> Result<String, String> {
    if revision.starts_with('-') {
        return Err(format!("`{revision}` is not a revision"));
    }
    let found = run(&["rev-parse", "--verify", "--quiet", "--end-of-options", &format!("{revision}^{{commit}}")]);
    match found {
        Ok(commit) => Ok(String::from_utf8_lossy(&commit).trim().to_owned()),
        Err(GitError::NotStarted(message)) => Err(message),
        Err(GitError::Failed(_)) => {
            // There may be no repository at all; then its message says why the revision is unknown.
            run(&["rev-parse", "--git-dir"]).map_err(GitError::into_message)?;
            Err(format!("git does not know the revision `{revision}`"))
        }
    }
}

/// The text of a file of the workspace at a commit.
pub fn file(commit: &str, path: &str) -> Result<String, String> {
    let bytes = run(&["cat-file", "blob", &format!("{commit}:./{path}")]).map_err(GitError::into_message)?;
    String::from_utf8(bytes).map_err(|_| format!("{path} at {commit} is not UTF-8 text"))
}

/// Copies a folder of the workspace at a commit to a temporary folder.
pub fn copy(commit: &str, folder: &str) -> Result<TempDir, String> {
    let listing = run(&["ls-tree", "-r", "-z", "--name-only", commit, "--", &format!("{folder}/")])
        .map_err(GitError::into_message)?;
    let listing =
        String::from_utf8(listing).map_err(|_| format!("a name in {folder} at {commit} is not UTF-8 text"))?;
    let names: Vec<&str> = listing.split('\0').filter(|name| !name.is_empty()).collect();
    if names.is_empty() {
        return Err(format!("there is no {folder} at {commit}"));
    }
    let io = |error: std::io::Error| format!("cannot write a copy of {folder}: {error}");
    let copy = tempfile::Builder::new().prefix("xtask-diff-").tempdir().map_err(io)?;
    for name in names {
        let below = name.strip_prefix(folder).unwrap_or(name).trim_start_matches('/');
        let bytes = run(&["cat-file", "blob", &format!("{commit}:./{name}")]).map_err(GitError::into_message)?;
        let path = copy.path().join(below);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(io)?;
        }
        fs::write(path, bytes).map_err(io)?;
    }
    Ok(copy)
}

enum GitError {
    /// git cannot be started.
    NotStarted(String),
    /// git has reported an error.
    Failed(String),
}

impl GitError {
    fn into_message(self) -> String {
        match self {
            Self::NotStarted(message) | Self::Failed(message) => message,
        }
    }
}

fn run(args: &[&str]) -> Result<Vec<u8>, GitError> {
    let output = Command::new("git").args(args).current_dir(root()).output().map_err(|error| {
        GitError::NotStarted(format!(
            "cannot start git ({error}); name a folder with the old spec instead of a revision"
        ))
    })?;
    if output.status.success() {
        Ok(output.stdout)
    } else {
        let stderr = String::from_utf8_lossy(&output.stderr).trim().to_owned();
        Err(GitError::Failed(if stderr.is_empty() { format!("git {} failed", args.join(" ")) } else { stderr }))
    }
}
