//! How the files on disk differ from the generated ones.

use super::compare::has_text;
use super::error::{ErrorContext, WriteError};
use super::manifest::{MANIFEST, Manifest};
use super::staging;
use crate::base::output::OutputFile;
use similar::TextDiff;
use std::collections::BTreeSet;
use std::fmt::Write;
use std::fs;
use std::path::Path;

/// One difference.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Change {
    /// A generated file is missing.
    Missing(String),
    /// A file has another text; the second part is the difference.
    Differs(String, String),
    /// A file was generated once, and is no longer.
    Stale(String),
    /// A file in a folder of generated files that was never generated.
    Stray(String),
    /// A write was interrupted, or another run is at work.
    Interrupted,
}

/// All differences.
#[derive(Clone, Debug, Default, Eq, PartialEq)]
pub struct Drift {
    /// Each difference.
    pub changes: Vec<Change>,
}

impl Drift {
    /// Compares the output folder with the generated files; writes nothing.
    ///
    /// # Errors
    ///
    /// A file that cannot be read.
    pub fn find(folder: &Path, files: &[OutputFile]) -> Result<Self, WriteError> {
        let mut changes = Vec::new();
        if staging::exists(folder) {
            changes.push(Change::Interrupted);
        }
        let manifest = Manifest::of(files);
        let manifest_file = OutputFile { path: MANIFEST.to_owned(), text: manifest.to_string() };
        for file in files.iter().chain([&manifest_file]) {
            let path = folder.join(&file.path);
            if !path.exists() {
                changes.push(Change::Missing(file.path.clone()));
            } else if !has_text(&path, &file.text)? {
                let old = fs::read(&path).context("read", &path)?;
                changes.push(Change::Differs(
                    file.path.clone(),
                    diff(&file.path, &String::from_utf8_lossy(&old), &file.text),
                ));
            }
        }
        let old = Manifest::read(folder)?;
        let stale: Vec<&String> =
            old.paths.difference(&manifest.paths).filter(|path| folder.join(path).exists()).collect();
        for path in strays(folder, &manifest)? {
            if !stale.contains(&&path) {
                changes.push(Change::Stray(path));
            }
        }
        changes.extend(stale.into_iter().cloned().map(Change::Stale));
        Ok(Self { changes })
    }

    /// Whether there is no difference.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }

    /// The differences for a reader, in unified form.
    #[must_use]
    pub fn render(&self) -> String {
        let mut out = String::new();
        for change in &self.changes {
            // Writing to a String cannot fail.
            let _ = match change {
                Change::Missing(path) => writeln!(out, "missing: {path}"),
                Change::Differs(path, diff) => write!(out, "differs: {path}\n{diff}"),
                Change::Stale(path) => writeln!(out, "stale: {path} (no longer generated)"),
                Change::Stray(path) => {
                    writeln!(out, "stray: {path} (not generated; move it out of the generated folder)")
                }
                Change::Interrupted => {
                    writeln!(out, "interrupted: a run was interrupted while it wrote, or is writing now")
                }
            };
        }
        out
    }
}

fn diff(path: &str, old: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(old, new);
    diff.unified_diff()
        .context_radius(2)
        .header(&format!("on disk: {path}"), &format!("from the spec: {path}"))
        .to_string()
}

/// Files beside generated ones: folders with generated files must contain nothing else.
fn strays(folder: &Path, manifest: &Manifest) -> Result<Vec<String>, WriteError> {
    let owned: BTreeSet<&str> =
        manifest.paths.iter().filter_map(|path| path.rsplit_once('/').map(|(parent, _)| parent)).collect();
    let mut found = Vec::new();
    for parent in owned {
        let path = folder.join(parent);
        let Ok(entries) = fs::read_dir(&path) else { continue };
        for entry in entries {
            let entry = entry.context("read", &path)?;
            let name = format!("{parent}/{}", entry.file_name().to_string_lossy());
            if entry.path().is_file() && !manifest.paths.contains(&name) {
                found.push(name);
            }
        }
    }
    found.sort();
    Ok(found)
}
