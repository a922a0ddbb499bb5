//! Function tables of others → specs.

mod bad_input;
mod metadata;
mod pages;
mod readme;
mod seed;
mod tables;

use codegen::base::json::Json;
use codegen::base::span::FileId;
use codegen::diagnostic::Code;
use codegen::import::table::{ImportedTable, import_table};
use codegen::load::parse_foreign;
use codegen::{Diagnostics, Sources};
use std::path::Path;

/// What an import yields: the spec, or nothing, and the diagnostics as `T101 3: message`.
pub struct Import {
    pub table: Option<ImportedTable>,
    pub found: Vec<(Code, String)>,
}

impl Import {
    pub fn of(name: &str, text: &str) -> Self {
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
        let table = import_table(name, text.to_owned(), &mut sources, &mut diagnostics);
        diagnostics.sort();
        let found = diagnostics
            .iter()
            .map(|found| (found.code, format!("{}: {}", sources.line_column(found.primary.span).0, found.message)));
        Self { table, found: found.collect() }
    }

    /// The codes and messages but for those about the whole package.
    pub fn notes(&self) -> Vec<String> {
        let notes = self.found.iter().filter(|(code, _)| *code != Code::OpenPackage);
        notes.map(|(code, message)| format!("{code} {message}")).collect()
    }

    /// The text of a file of the spec.
    pub fn file(&self, path: &str) -> &str {
        let table = self.table.as_ref().unwrap_or_else(|| panic!("{:?}", self.found));
        let file = table.files.iter().find(|file| file.path == path);
        let paths: Vec<&String> = table.files.iter().map(|file| &file.path).collect();
        &file.unwrap_or_else(|| panic!("{path} is none of {paths:?}")).text
    }

    /// Writes the spec into a folder.
    pub fn write(&self, folder: &Path) {
        let table = self.table.as_ref().unwrap_or_else(|| panic!("{:?}", self.found));
        codegen::write(folder, &table.files).unwrap();
    }
}

/// A file of a spec as a value.
pub fn parsed(text: &str) -> Json {
    let mut diagnostics = Diagnostics::default();
    parse_foreign(FileId(0), text, &mut diagnostics).unwrap_or_else(|| panic!("{diagnostics:?}")).to_json()
}

/// The items of a list, none where it is absent.
pub fn items<'j>(value: &'j Json, key: &str) -> &'j [Json] {
    match value.get(key) {
        Some(Json::Array(items)) => items,
        None => &[],
        Some(other) => panic!("{key}: {other}"),
    }
}

/// A text of an object.
pub fn member<'j>(value: &'j Json, key: &str) -> &'j str {
    value.get(key).and_then(Json::as_str).unwrap_or_else(|| panic!("no text `{key}` in {value}"))
}
