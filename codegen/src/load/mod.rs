//! Spec files → [`Spec`]. The only step that reads from disk.

mod node;
mod read;
mod yaml;

pub use node::{Node, NodeKind};
pub use read::{Entries, Key, OneOrMany, Read, Record, RecordReader, Shape, is_hidden};
pub(crate) use read::{record, words};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::source::{FileId, Sources, Span};
use crate::spec::{FunctionFile, Package, Spec, TypeFile};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

/// A spec file may have this many bytes.
const LARGEST_FILE: u64 = 4 * 1024 * 1024;

/// Where a spec lies, and what messages and generated files call that place.
#[derive(Clone, Debug)]
pub struct SpecFolder {
    /// The folder.
    pub path: PathBuf,
    /// Its name in output, so that output does not depend on where a checkout lies: `spec/v1`.
    pub label: String,
}

/// Reads the spec in a folder. Every fault of every file is reported; `None` when there was one.
pub fn load(folder: &SpecFolder, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Spec> {
    let mut files = Files { folder, sources, diagnostics };
    let package = files.read::<Package>("package.yaml");
    let functions = files.read_folder::<FunctionFile>("functions", true);
    let types = files.read_folder::<TypeFile>("types", false);
    let (package_file, package) = package?;
    Some(Spec { package_file, package, functions: functions?, types: types? })
}

struct Files<'a> {
    folder: &'a SpecFolder,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
}

impl Files<'_> {
    /// All `.yaml` files of a folder, by name.
    fn read_folder<T: Read>(&mut self, name: &str, needed: bool) -> Option<Vec<(FileId, T)>> {
        let mut names: Vec<String> = match yaml_files(&self.folder.path.join(name)) {
            Ok(names) => names.into_iter().map(|file| format!("{name}/{file}")).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !needed => return Some(Vec::new()),
            Err(error) => {
                self.unreadable(name, &error.to_string());
                return None;
            }
        };
        names.sort();
        // Every file is read, so that every fault is found.
        let read: Vec<Option<(FileId, T)>> = names.iter().map(|name| self.read(name)).collect();
        read.into_iter().collect()
    }

    /// One file, by its name below the folder.
    fn read<T: Read>(&mut self, name: &str) -> Option<(FileId, T)> {
        let text = match read_text(&self.folder.path.join(name)) {
            Ok(text) => text,
            Err(problem) => {
                self.unreadable(name, &problem);
                return None;
            }
        };
        let file = self.sources.add(self.shown(name), text);
        match yaml::parse(file, &self.sources.get(file).text) {
            Ok(node) => T::read(&node, self.diagnostics).map(|value| (file, value)),
            Err(diagnostic) => {
                self.diagnostics.push(*diagnostic);
                None
            }
        }
    }

    fn unreadable(&mut self, name: &str, problem: &str) {
        let file = self.sources.add(self.shown(name), String::new());
        let span = Span { file, start: 0, end: 0 };
        let message = format!("cannot read {}: {problem}", self.shown(name));
        self.diagnostics.push(Diagnostic::new(Code::UnreadableFile, span, message));
    }

    fn shown(&self, name: &str) -> String {
        format!("{}/{name}", self.folder.label)
    }
}

/// The names of the YAML files in a folder.
fn yaml_files(folder: &Path) -> io::Result<Vec<String>> {
    let mut names = Vec::new();
    for entry in fs::read_dir(folder)? {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.ends_with(".yaml") || name.ends_with(".yml") {
            names.push(name);
        }
    }
    Ok(names)
}

/// The text of a file with `\n` line ends, so that a checkout with `\r\n` yields the same output.
fn read_text(path: &Path) -> Result<String, String> {
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > LARGEST_FILE {
        return Err(format!("{size} bytes are more than the {LARGEST_FILE} that a spec file may have"));
    }
    let bytes = fs::read(path).map_err(|error| error.to_string())?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let at = error.utf8_error().valid_up_to();
        format!("not UTF-8 text (byte {at}); save the file as UTF-8")
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(&text);
    Ok(text.replace("\r\n", "\n"))
}
