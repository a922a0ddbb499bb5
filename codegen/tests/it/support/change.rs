//! Changes of the base spec of `tests/diff`: hunks of lines that start with ` `, `-` or `+`, with empty lines between.

use std::fs;
use std::path::{Path, PathBuf};

/// The folder of the base spec and its changes.
pub fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/diff")
}

/// The base spec.
pub fn base() -> String {
    fs::read_to_string(folder().join("base.yaml")).expect("the base spec")
}

/// All changes by name, each with the changed spec.
pub fn cases() -> Vec<(String, String)> {
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder().join("cases")).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    paths.sort();
    let case = |path: PathBuf| (path.file_stem().expect("a name").to_string_lossy().into_owned(), changed(&path));
    paths.into_iter().map(case).collect()
}

/// The base spec with the change of a file.
pub fn changed(path: &Path) -> String {
    let change = fs::read_to_string(path).expect("the change");
    apply(&base(), &change).unwrap_or_else(|problem| panic!("{}: {problem}", path.display()))
}

/// Applies the hunks of a change; the removed lines of a hunk must occur in the text exactly once.
fn apply(text: &str, change: &str) -> Result<String, String> {
    let mut text = format!("\n{text}\n");
    for hunk in change.split("\n\n").filter(|hunk| !hunk.trim().is_empty()) {
        let lines = |marks: [char; 2]| {
            let lines = hunk.lines().filter(|line| line.starts_with(marks)).map(|line| &line[1..]);
            lines.collect::<Vec<_>>().join("\n")
        };
        // Whole lines.
        let (old, new) = (format!("\n{}\n", lines([' ', '-'])), format!("\n{}\n", lines([' ', '+'])));
        match text.matches(&old).count() {
            // Only the empty line remains when all lines are removed.
            1 => text = text.replacen(&old, new.replace("\n\n", "\n").as_str(), 1),
            count => return Err(format!("expected one place, found {count}, with{old}")),
        }
    }
    Ok(text)
}
