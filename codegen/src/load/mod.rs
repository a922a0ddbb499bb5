//! Spec files → [`Spec`]. The only step that reads from disk.

mod foreign;
mod json;
mod limits;
mod read_file;
mod unusual;
mod yaml;
mod yaml_error;

use crate::base::file_name::is_reserved_on_windows;
use crate::base::json::Json;
use crate::base::output::OutputFile;
use crate::base::span::{FileId, Sources, Span};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::decode::Decode;
use crate::format::node::NodeKind;
use crate::format::shape::Shape;
use crate::spec::function::FunctionFile;
use crate::spec::implied::imply;
use crate::spec::package::Package;
use crate::spec::types::TypeFile;
use crate::spec::{Spec, SpecFile};
use read_file::{Unreadable, read_file};
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

pub use foreign::parse_foreign;
pub use json::parse as parse_json;
pub use limits::MAX_FILE_BYTES;

/// Where a spec is, and the name of that folder in messages and generated files.
#[derive(Clone, Debug)]
pub struct SpecFolder {
    /// The folder.
    pub path: PathBuf,
    /// Its name in output, so that output does not depend on where a checkout is: `spec/v1`.
    pub label: String,
}

/// Reads the spec in a folder and reports every error of every file. `None` when a file lacks the structure of a spec; texts
/// that do not parse are reported, and the spec is returned so that `check` can report the other errors.
pub fn load(folder: &SpecFolder, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Spec> {
    load_from(Origin::Folder(&folder.path), &folder.label, sources, diagnostics)
}

/// The same for files that are not on disk; `label` is the name of their folder in messages.
pub fn load_files(
    files: &[OutputFile],
    label: &str,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<Spec> {
    load_from(Origin::Memory(files), label, sources, diagnostics)
}

fn load_from(origin: Origin, label: &str, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<Spec> {
    let mut files = Files { origin, label, sources, diagnostics };
    let package = files.read::<Package>("package.yaml");
    let functions = files.read_folder::<FunctionFile>("functions", true);
    let types = files.read_folder::<TypeFile>("types", false);
    let (package, mut functions) = (package?, functions?);
    for file in &mut functions {
        imply(&mut file.contents, &package);
    }
    Some(Spec::new(package, functions, types?))
}

/// Decodes the text of one file; `None` when it lacks the structure of a `T`.
pub fn decode_text<T: Decode>(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<T> {
    // What cannot be seen makes errors elsewhere that do not name it: the rest of the file waits until it is gone.
    if unusual::report_invisible(file, text, diagnostics) {
        return None;
    }
    let mut found = Diagnostics::default();
    let parsed = yaml::parse(file, text, yaml::Source::Spec, &mut found);
    if parsed.is_none() && unusual::report_blank_indentation(file, text, diagnostics) {
        return None;
    }
    let valid = found.is_empty();
    diagnostics.append(&mut found);
    let node = parsed?;
    if unusual::report_blanks(&node, file, text, diagnostics) {
        return None;
    }
    if matches!((&node.kind, T::shape()), (NodeKind::Scalar(Json::Null), Shape::Mapping(_))) {
        let start = Span { file, start: 0, end: 0 };
        diagnostics
            .push(Diagnostic::new(Code::WrongKind, start, "this file is empty").help("add its contents, or remove it"));
        return None;
    }
    // A tag or a number that is an error concerns one value: the others are decoded, so that their errors are reported too.
    T::decode(&node, diagnostics).filter(|_| valid)
}

/// Where the files of a spec are.
#[derive(Clone, Copy)]
enum Origin<'a> {
    Folder(&'a Path),
    Memory(&'a [OutputFile]),
}

impl Origin<'_> {
    /// The names of the YAML files in a folder of the spec.
    fn yaml_files(self, name: &str) -> io::Result<Vec<String>> {
        match self {
            Self::Folder(path) => yaml_files(&path.join(name)),
            Self::Memory(files) => {
                let inside = |file: &OutputFile| file.path.strip_prefix(name)?.strip_prefix('/').map(str::to_owned);
                Ok(files.iter().filter_map(inside).collect())
            }
        }
    }

    fn text(self, name: &str) -> Result<String, Unreadable> {
        match self {
            Self::Folder(path) => read_file(&path.join(name)),
            Self::Memory(files) => match files.iter().find(|file| file.path == name) {
                Some(file) => Ok(file.text.clone()),
                None => Err(Unreadable::from(io::Error::from(io::ErrorKind::NotFound))),
            },
        }
    }
}

struct Files<'a> {
    origin: Origin<'a>,
    label: &'a str,
    sources: &'a mut Sources,
    diagnostics: &'a mut Diagnostics,
}

impl Files<'_> {
    /// All `.yaml` files of a folder, by name.
    fn read_folder<T: Decode>(&mut self, name: &str, required: bool) -> Option<Vec<SpecFile<T>>> {
        let mut names: Vec<String> = match self.origin.yaml_files(name) {
            Ok(names) => names.into_iter().map(|file| format!("{name}/{file}")).collect(),
            Err(error) if error.kind() == io::ErrorKind::NotFound && !required => return Some(Vec::new()),
            Err(error) => {
                self.report_unreadable(name, Unreadable::from(error));
                return None;
            }
        };
        names.sort();
        // Every file is read before the first failure ends it, so that every error is reported.
        let read: Vec<Option<SpecFile<T>>> =
            names.iter().map(|name| if self.has_plain_name(name) { self.read(name) } else { None }).collect();
        read.into_iter().collect()
    }

    /// Whether a file's name can be shown in the files that are generated from it.
    fn has_plain_name(&mut self, name: &str) -> bool {
        let plain = name.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"/._-".contains(&byte));
        if !plain {
            let shown = name.escape_debug().to_string();
            let file = self.sources.add(self.shown(&shown), String::new());
            let span = Span { file, start: 0, end: 0 };
            self.diagnostics.push(
                Diagnostic::new(Code::BadName, span, format!("`{shown}` cannot be the name of a spec file"))
                    .help("use ASCII letters, digits, dots, dashes and underscores"),
            );
            return false;
        }
        let file_name = name.rsplit('/').next().unwrap_or_default();
        if is_reserved_on_windows(file_name) {
            let file = self.sources.add(self.shown(name), String::new());
            let span = Span { file, start: 0, end: 0 };
            self.diagnostics.push(
                Diagnostic::new(Code::BadName, span, format!("`{file_name}` cannot be the name of a file on Windows"))
                    .help("choose another name: a checkout there would fail"),
            );
            return false;
        }
        true
    }

    /// One file, by its name below the folder.
    fn read<T: Decode>(&mut self, name: &str) -> Option<SpecFile<T>> {
        let text = match self.origin.text(name) {
            Ok(text) => text,
            Err(unreadable) => {
                self.report_unreadable(name, unreadable);
                return None;
            }
        };
        let path = self.shown(name);
        let id = self.sources.add(path.clone(), text);
        let contents = decode_text(id, &self.sources.get(id).text, self.diagnostics)?;
        let file_name = name.rsplit('/').next().unwrap_or_default();
        let stem = file_name.split('.').next().unwrap_or_default().to_owned();
        Some(SpecFile { id, path, stem, contents })
    }

    fn report_unreadable(&mut self, name: &str, unreadable: Unreadable) {
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
        format!("{}/{name}", self.label)
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
