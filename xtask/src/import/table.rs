//! `cargo xtask import table`: function tables become a spec.

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::report::Format;
use codegen::import::table::{ImportedTable, MAX_SOURCE_BYTES, import_table};
use codegen::write::MANIFEST;
use codegen::{Diagnostics, Sources};
use std::fs;
use std::path::Path;

/// Runs `import table`.
pub fn run(args: &[String]) -> Result<(), ExitError> {
    let Some((file, rest)) = args.split_first().filter(|(file, _)| !file.starts_with("--")) else {
        return Err(ExitError::usage("name the file to import"));
    };
    let args = Args::parse(rest, &[], &["--out", "--format"])?;
    let format = Format::parse(args.get("--format"))?;
    let out = Path::new(args.get("--out").ok_or_else(|| ExitError::usage("`--out` names the folder of the spec"))?);
    reject_spec(out)?;
    let imported = read(Path::new(file), format)?;
    codegen::write(out, &imported.files).map_err(|error| ExitError::failure(error.to_string()))?;
    // The files are their author's from now on: a manifest would let the next import remove them.
    fs::remove_file(out.join(MANIFEST)).map_err(|error| ExitError::failure(error.to_string()))?;
    format.note(&format!("{file} → {}: {}\n", out.display(), summary(&imported)));
    Ok(())
}

/// A spec that somebody works on is not replaced.
pub fn reject_spec(out: &Path) -> Result<(), ExitError> {
    let existing = ["package.yaml", "functions", "types"].map(|name| out.join(name));
    match existing.iter().find(|path| path.exists()) {
        Some(path) => Err(ExitError::failure(format!(
            "{} exists: an import does not replace a spec; name another folder, or remove it",
            path.display()
        ))),
        None => Ok(()),
    }
}

/// Reads and imports a file with function tables; reports its diagnostics.
pub fn read(file: &Path, format: Format) -> Result<ImportedTable, ExitError> {
    let problem = |problem: &str| ExitError::failure(format!("cannot read {}: {problem}", file.display()));
    let metadata = fs::metadata(file).map_err(|error| problem(&error.to_string()))?;
    if !metadata.is_file() {
        return Err(problem("it is not a file"));
    }
    if metadata.len() > MAX_SOURCE_BYTES {
        return Err(problem("it is larger than 32 MiB, the limit of an import"));
    }
    let bytes = fs::read(file).map_err(|error| problem(&error.to_string()))?;
    let text =
        String::from_utf8(bytes).map_err(|error| problem(&format!("it is not UTF-8: {}", error.utf8_error())))?;
    let text = text.trim_start_matches('\u{feff}').replace("\r\n", "\n");
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let imported = import_table(&file.display().to_string(), text, &mut sources, &mut diagnostics);
    diagnostics.sort();
    format.report(&[(&diagnostics, &sources)]);
    imported.ok_or_else(|| ExitError::failure(format!("{} cannot be imported", file.display())))
}

/// What was imported, and what is still to be said.
pub fn summary(imported: &ImportedTable) -> String {
    let ImportedTable { functions, fields, open, files } = imported;
    let open = match open {
        0 => String::new(),
        open => format!("; {open} with `http: TODO`: state their requests, or `regen --draft`"),
    };
    format!("{functions} functions, {fields} fields, {} files{open}", files.len())
}
