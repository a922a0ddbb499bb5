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

/// All changes by name, each with the spec that it makes of the base.
pub fn cases() -> Vec<(String, String)> {
    let base = base();
    let mut paths: Vec<PathBuf> =
        fs::read_dir(folder().join("cases")).expect("the cases").map(|entry| entry.expect("a case").path()).collect();
    paths.sort();
    paths
        .into_iter()
        .map(|path| {
            let name = path.file_stem().expect("a name").to_string_lossy().into_owned();
            let change = fs::read_to_string(&path).expect("the change");
            let changed = apply(&base, &change).unwrap_or_else(|problem| panic!("{name}: {problem}"));
            (name, changed)
        })
        .collect()
}

/// Applies the hunks of a change; what a hunk takes away must stand in the text exactly once.
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
            // Nothing but the empty line in its place, when all lines go.
            1 => text = text.replacen(&old, new.replace("\n\n", "\n").as_str(), 1),
            count => return Err(format!("{count} places, not one, have{old}")),
        }
    }
    Ok(text)
}
