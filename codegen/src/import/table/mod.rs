//! Function tables of others → a spec: a README with tables, or a marketplace's `metadata.json`.
//!
//! ```text
//! text ── readme, metadata ──▶ Sheet      what the source says, cell by cell
//!      ── tidy ──▶ Sheet                  visible characters, each row once, members below their rows
//!      ── requests ──▶ Requests           URLs bound to rows, as far as there are any
//!      ── spec ──▶ Json ── print ──▶ files
//! ```
//!
//! What the source does not say is not guessed: a function without a method and a path has `http: TODO`.

mod cells;
mod group;
mod members;
mod metadata;
mod names;
mod readme;
mod request;
mod required;
mod row;
mod sections;
mod sheet;
mod spec;
mod tidy;
mod url;

use crate::base::output::OutputFile;
use crate::base::span::{Sources, Span};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::import::print::{Layout, print};
use crate::load::MAX_FILE_BYTES;
use sheet::Sheet;
use spec::SpecValues;

/// A source may have this many bytes; the largest that is known has a fiftieth of it.
pub const MAX_SOURCE_BYTES: u64 = 32 * 1024 * 1024;

/// More notes with one code say nothing new.
const MAX_NOTES: usize = 50;

/// The spec of a source.
#[derive(Clone, Debug)]
pub struct ImportedTable {
    /// The files of the spec, paths relative to its folder.
    pub files: Vec<OutputFile>,
    /// The number of functions.
    pub functions: usize,
    /// The number of rows of all functions, members of lists aside.
    pub fields: usize,
    /// The number of functions whose request is still to be stated.
    pub open: usize,
}

/// The spec of a text; `name` is what messages and comments call the file. `None` when there is an error.
pub fn import_table(
    name: &str,
    text: String,
    sources: &mut Sources,
    diagnostics: &mut Diagnostics,
) -> Option<ImportedTable> {
    let mut found = Diagnostics::default();
    let imported = import(name, text, sources, &mut found);
    found.limit_each(MAX_NOTES);
    diagnostics.append(&mut found);
    imported
}

fn import(name: &str, text: String, sources: &mut Sources, diagnostics: &mut Diagnostics) -> Option<ImportedTable> {
    let file = sources.add(name.to_owned(), text);
    let text = sources.get(file).text.as_str();
    let start = Span { file, start: 0, end: 0 };
    if text.trim().is_empty() {
        diagnostics.push(Diagnostic::new(Code::NoTables, start, "this file is empty"));
        return None;
    }
    // A README may begin with the definition of a link: `[info]: …`.
    let is_list = |text: &str| text.strip_prefix('[').is_some_and(|rest| rest.trim_start().starts_with(['{', ']']));
    let is_json = text.trim_start().starts_with('{') || is_list(text.trim_start());
    let mut sheet =
        if is_json { metadata::read(file, text, diagnostics)? } else { readme::read(file, text, diagnostics)? };
    tidy::tidy(&mut sheet, start, diagnostics);
    let (functions, fields) = (sheet.functions.len(), sheet.rows());
    let requests = request::requests(&mut sheet, diagnostics);
    let open = requests.requests.iter().filter(|request| request.is_none()).count();
    if functions == 0 {
        diagnostics.push(Diagnostic::new(Code::NoTables, start, "this file has no function"));
        return None;
    }
    let values = spec::spec_values(&mut sheet, &requests, start, diagnostics);
    let files = files(name, &sheet, &values);
    for file in files.iter().filter(|file| file.text.len() as u64 > MAX_FILE_BYTES) {
        let message = format!("`{}` would be larger than 4 MiB, the limit of a spec file", file.path);
        diagnostics
            .push(Diagnostic::new(Code::TooLargeImport, start, message).help("split the source, and import its parts"));
    }
    (!diagnostics.has_errors()).then_some(ImportedTable { files, functions, fields, open })
}

fn files(name: &str, sheet: &Sheet, values: &SpecValues) -> Vec<OutputFile> {
    let origin = format!("{}: imported from {}.", sheet.package, name.rsplit(['/', '\\']).next().unwrap_or_default());
    let mut files =
        vec![OutputFile { path: "package.yaml".to_owned(), text: print(&[&origin], &values.package, Layout::PACKAGE) }];
    for (resource, functions) in &values.functions {
        files.push(OutputFile {
            path: format!("functions/{resource}.yaml"),
            text: print(&[&origin], functions, Layout::TABLE),
        });
    }
    files
}
