//! Spec files → [`Spec`]. The only step that reads from disk.

mod node;
mod read;
mod syntax;
mod text;
mod yaml;

pub use node::{Node, NodeKind};
pub use read::{Entries, Key, OneOrMany, Read, Record, RecordReader, Shape, is_hidden};
pub(crate) use read::{record, words};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::json::Json;
use crate::source::{FileId, Sources, Span};
use crate::spec::{FunctionFile, Package, Spec, TypeFile};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use text::Unreadable;

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
    Some(Spec::new(package_file, package, functions?, types?))
}

/// Reads the text of one file as what it should be; `None` when a fault was reported.
pub fn read_text<T: Read>(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<T> {
    let before = diagnostics.len();
    let node = yaml::parse(file, text, diagnostics)?;
    let sound = diagnostics.len() == before;
    if matches!((&node.kind, T::shape()), (NodeKind::Scalar(Json::Null), Shape::Record(_))) {
        let start = Span { file, start: 0, end: 0 };
        diagnostics
            .push(Diagnostic::new(Code::WrongKind, start, "this file holds nothing").help("fill it, or remove it"));
        return None;
    }
    // What a tag or a number spoils is one value: the others are read, so that their faults are found too.
    T::read(&node, diagnostics).filter(|_| sound)
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
                self.unreadable(name, Unreadable::from(error));
                return None;
            }
        };
        names.sort();
        // Every file is read, so that every fault is found.
        let read: Vec<Option<(FileId, T)>> =
            names.iter().map(|name| if self.is_plain(name) { self.read(name) } else { None }).collect();
        read.into_iter().collect()
    }

    /// Whether a file's name can stand at the top of what is made of it.
    fn is_plain(&mut self, name: &str) -> bool {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
        if !plain {
            let shown = name.escape_debug().to_string();
            let file = self.sources.add(self.shown(&shown), String::new());
            let span = Span { file, start: 0, end: 0 };
            self.diagnostics.push(
                Diagnostic::new(Code::BadName, span, format!("`{shown}` cannot be the name of a spec file"))
                    .help("use ASCII letters, digits, dots, dashes and underscores"),
            );
        }
        plain
    }

    /// One file, by its name below the folder.
    fn read<T: Read>(&mut self, name: &str) -> Option<(FileId, T)> {
        let text = match text::read(&self.folder.path.join(name)) {
            Ok(text) => text,
            Err(unreadable) => {
                self.unreadable(name, unreadable);
                return None;
            }
        };
        let file = self.sources.add(self.shown(name), text);
        read_text(file, &self.sources.get(file).text, self.diagnostics).map(|value| (file, value))
    }

    fn unreadable(&mut self, name: &str, unreadable: Unreadable) {
        let Unreadable { problem, readable, help } = unreadable;
        let start = readable.len();
        let file = self.sources.add(self.shown(name), readable);
        let span = Span { file, start, end: start };
        let message = format!("cannot read {}: {problem}", self.shown(name));
        let diagnostic = Diagnostic::new(Code::UnreadableFile, span, message);
        self.diagnostics.push(match help {
            Some(help) => diagnostic.help(help),
            None => diagnostic,
        });
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
