//! `cargo xtask import`: a foreign description of an API becomes a spec.

mod comparison;
mod files;
mod history;
mod options;
pub mod table;

use crate::exit_error::ExitError;
use crate::report::Format;
use codegen::import::openapi::{Imported, Options, import};
use codegen::{OutputFile, SpecFolder};
use comparison::Comparison;
use options::{Command, Place};
use std::path::Path;

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let (kind, rest) = args
        .split_first()
        .ok_or_else(|| ExitError::usage("what to import is missing: `import table FILE` or `import openapi FILE`"))?;
    match kind.as_str() {
        "openapi" => openapi(&Command::parse(rest)?),
        "table" => table::run(rest),
        other => Err(ExitError::usage(format!("cannot import `{other}`: known are `table` and `openapi`"))),
    }
}

/// The spec of a document with default settings, for a new crate; `None` when the file is no OpenAPI document.
pub fn new_openapi(path: &Path, format: Format) -> Option<Result<Imported, ExitError>> {
    let text = files::text(path).ok()?;
    // Both kinds of documents may be JSON, and both kinds of texts may be anything else.
    let names = |key: &str| {
        let line = |line: &str| line.trim_start().trim_start_matches(['{', '"', '\'']).starts_with(key);
        text.lines().take(MAX_HEAD_LINES).any(line)
    };
    let is_table = text.contains("\"blocks\"") && !text.contains("\"paths\"");
    if is_table || !(names("openapi") || names("swagger")) {
        return None;
    }
    let mut sources = codegen::Sources::new();
    let document = sources.add(path.display().to_string(), text);
    let options = Options::default();
    Some(match import(document, &sources, &options) {
        Ok(imported) => {
            format.report(&[(&imported.diagnostics, &sources)]);
            Ok(imported)
        }
        Err(diagnostics) => {
            format.report(&[(&diagnostics, &sources)]);
            Err(ExitError::failure(format!("{} cannot be imported", path.display())))
        }
    })
}

/// `openapi:` stands among the first lines of a document.
const MAX_HEAD_LINES: usize = 100;

fn openapi(command: &Command) -> Result<(), ExitError> {
    let format = command.format;
    let mut documents = files::Documents::read(command)?;
    documents.options.history = history::read(command, &documents)?;
    let mut imported = match import(documents.document, &documents.sources, &documents.options) {
        Ok(imported) => imported,
        Err(diagnostics) => {
            format.report(&[(&diagnostics, &documents.sources)]);
            return Err(ExitError::failure(format!("{} cannot be imported; nothing was written", command.file)));
        }
    };
    format.report(&[(&imported.diagnostics, &documents.sources)]);
    match &command.place {
        Place::Bare(out) => bare(command, out, &imported),
        Place::Into(spec) => {
            imported.files.extend(history::file(&documents.options.history));
            into(command, spec, &imported)
        }
    }
}

/// A complete client: the spec, and what the generator makes of it.
fn bare(command: &Command, out: &Path, imported: &Imported) -> Result<(), ExitError> {
    let spec = out.join("spec");
    if command.check {
        return files::check(&spec, &imported.files, command.format);
    }
    // The client is generated in memory first: an error leaves the folder as it is.
    let mut diagnostics = codegen::Diagnostics::default();
    let mut sources = codegen::Sources::new();
    let api = codegen::load::load_files(&imported.files, "spec", &mut sources, &mut diagnostics)
        .and_then(|spec| codegen::generate::model_of(&spec, &mut diagnostics));
    let Some(api) = api else {
        diagnostics.sort();
        command.format.report(&[(&diagnostics, &sources)]);
        return Err(ExitError::failure("the imported spec has errors; nothing was written"));
    };
    files::write(&spec, &imported.files)?;
    files::write(out, &codegen::emit(&api))?;
    summary(command, &spec, imported);
    Ok(())
}

/// The functions and types of a spec whose package is written by hand.
fn into(command: &Command, spec: &Path, imported: &Imported) -> Result<(), ExitError> {
    let has_package = spec.join("package.yaml").is_file();
    // The package is written once, and is never in the manifest: from then on it is edited by hand.
    let (package, kept): (Vec<OutputFile>, Vec<OutputFile>) =
        imported.files.iter().cloned().partition(|file| file.path == "package.yaml");
    if command.check {
        return files::check(spec, &kept, command.format);
    }
    let comparison = Comparison::find(spec, has_package, &kept)?;
    if let Some(comparison) = &comparison {
        command.format.note(&comparison.text);
        if let (Some(level), Some(deny)) = (comparison.level, command.deny)
            && level >= deny
        {
            return Err(ExitError::failure(format!(
                "the change is {level}, and `--deny {deny}` is set; nothing was written"
            )));
        }
    }
    files::write(spec, &kept)?;
    for file in package.iter().filter(|_| !has_package) {
        files::write_new(&spec.join(&file.path), &file.text)?;
    }
    summary(command, spec, imported);
    let folder = SpecFolder { path: spec.to_owned(), label: spec.display().to_string() };
    match codegen::generate(&folder) {
        Ok(_) => Ok(()),
        Err(failure) => {
            command.format.report(&[(&failure.diagnostics, &failure.sources)]);
            Err(ExitError::failure("the imported files do not fit the rest of the spec"))
        }
    }
}

fn summary(command: &Command, spec: &Path, imported: &Imported) {
    command.format.note(&format!(
        "{} → {}: {} functions, {} files\n",
        command.file,
        spec.display(),
        imported.functions,
        imported.files.len()
    ));
    if command.format == Format::Human && imported.diagnostics.iter().next().is_some() {
        command.format.note("`cargo xtask explain I001` says what a note means\n");
    }
}
