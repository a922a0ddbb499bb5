//! `cargo xtask new`: writes a crate from a description of an API, or from a spec: spec, generated code, and all that is around it.

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::import::{new_openapi, table};
use crate::output;
use crate::report::Format;
use crate::workspace::root;
use codegen::scaffold::{Names, Runtime, scaffold};
use codegen::{Drafts, Generated, OutputFile, SpecFolder};
use std::fs;
use std::path::Path;

/// The folder of the spec in the crate.
const SPEC: &str = "spec";

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let Some((folder, rest)) = args.split_first().filter(|(folder, _)| !folder.starts_with("--")) else {
        return Err(ExitError::usage("name the folder of the new crate"));
    };
    let args = Args::parse(rest, &[], &["--from", "--runtime", "--format"])?;
    let format = Format::parse(args.get("--format"))?;
    let source = args.get("--from").ok_or_else(|| ExitError::usage("`--from` names the file to import"))?;
    let folder = Path::new(folder);
    reject_existing(folder)?;
    let runtime = runtime(args.get("--runtime"))?;
    let spec = Source::read(Path::new(source), format)?;
    let parent = folder.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    fs::create_dir_all(parent).map_err(|error| cannot_write(parent, &error))?;
    // Nothing is at the folder's place until all of it is there.
    let staging =
        tempfile::Builder::new().prefix(".new-").tempdir_in(parent).map_err(|error| cannot_write(parent, &error))?;
    let crate_ = staging.path().join("crate");
    write_files(&crate_.join(SPEC), &spec.files)?;
    let generated = generate(&crate_, format)?;
    write_files(&crate_, &scaffold(&generated.api, &runtime))?;
    // The versions that this workspace is tested with.
    if let (Runtime::Paths { .. }, Ok(lock)) = (&runtime, fs::read_to_string(root().join("Cargo.lock"))) {
        write_files(&crate_, &[OutputFile { path: "Cargo.lock".to_owned(), text: lock }])?;
    }
    codegen::write(&crate_, &generated.files).map_err(|error| ExitError::failure(error.to_string()))?;
    if folder.exists() {
        fs::remove_dir(folder).map_err(|error| cannot_write(folder, &error))?;
    }
    fs::rename(&crate_, folder).map_err(|error| cannot_write(folder, &error))?;
    format.note(&format!("{source} → {}: {}\n", folder.display(), spec.summary));
    if format == Format::Human {
        output::print(&next_steps(folder, &generated));
    }
    Ok(())
}

/// The spec of a crate.
struct Source {
    files: Vec<OutputFile>,
    /// What it is, for people.
    summary: String,
}

impl Source {
    /// Reads a spec that exists, or imports a file.
    fn read(source: &Path, format: Format) -> Result<Self, ExitError> {
        if source.join("package.yaml").is_file() {
            let files = spec_files(source)?;
            let summary = format!("{} files of a spec", files.len());
            return Ok(Self { files, summary });
        }
        if let Some(imported) = new_openapi(source, format) {
            let imported = imported?;
            let summary = format!("{} functions, {} files", imported.functions, imported.files.len());
            return Ok(Self { files: imported.files, summary });
        }
        let imported = table::read(source, format)?;
        let summary = table::summary(&imported);
        Ok(Self { files: imported.files, summary })
    }
}

/// The files of a spec folder, as they are.
fn spec_files(folder: &Path) -> Result<Vec<OutputFile>, ExitError> {
    let cannot_read =
        |path: &Path, error: &std::io::Error| ExitError::failure(format!("cannot read {}: {error}", path.display()));
    let mut paths = vec!["package.yaml".to_owned()];
    for part in ["functions", "types"] {
        let Ok(entries) = fs::read_dir(folder.join(part)) else { continue };
        for entry in entries {
            let name = entry.map_err(|error| cannot_read(folder, &error))?.file_name();
            paths.push(format!("{part}/{}", name.to_string_lossy()));
        }
    }
    paths.retain(|path| path.ends_with(".yaml") || path.ends_with(".yml"));
    let read = |path: String| {
        let text = fs::read_to_string(folder.join(&path)).map_err(|error| cannot_read(&folder.join(&path), &error))?;
        Ok(OutputFile { path, text })
    };
    paths.into_iter().map(read).collect()
}

/// A folder with something in it is somebody's.
fn reject_existing(folder: &Path) -> Result<(), ExitError> {
    let is_empty = fs::read_dir(folder).is_ok_and(|mut entries| entries.next().is_none());
    if folder.symlink_metadata().is_ok() && !is_empty {
        return Err(ExitError::failure(format!("{} exists, and is not an empty folder", folder.display())));
    }
    Ok(())
}

/// Where the new crate finds its runtime: a version, a folder, or by default this workspace.
fn runtime(option: Option<&str>) -> Result<Runtime, ExitError> {
    let is_version = |text: &str| text.starts_with(|c: char| c.is_ascii_digit()) && !Path::new(text).exists();
    if let Some(version) = option.filter(|text| is_version(text)) {
        return Ok(Runtime::Version(version.to_owned()));
    }
    let folder = option.map_or_else(|| root().join("generated-client/runtime"), Into::into);
    let manifest = |folder: &Path| folder.join("Cargo.toml").is_file();
    let folder = folder.canonicalize().ok().filter(|folder| manifest(folder)).ok_or_else(|| {
        ExitError::usage(format!("`--runtime`: {} is neither a version nor a folder with a crate", folder.display()))
    })?;
    let command_line = folder.parent().map(|parent| parent.join("command-line")).filter(|folder| manifest(folder));
    let command_line = command_line.ok_or_else(|| {
        ExitError::usage(format!("`--runtime`: {} has no `command-line` beside it", folder.display()))
    })?;
    let shown = |folder: &Path| folder.to_string_lossy().into_owned();
    Ok(Runtime::Paths { runtime: shown(&folder), command_line: shown(&command_line) })
}

fn generate(crate_: &Path, format: Format) -> Result<Generated, ExitError> {
    let spec = SpecFolder { path: crate_.join(SPEC), label: SPEC.to_owned() };
    codegen::generate_with(&spec, Drafts::Compiled).map_err(|failure| {
        format.report(&[(&failure.diagnostics, &failure.sources)]);
        ExitError::failure("the spec has errors; import it by itself, correct it, and start from its folder")
    })
}

fn write_files(folder: &Path, files: &[OutputFile]) -> Result<(), ExitError> {
    for file in files {
        let path = folder.join(&file.path);
        if let Some(parent) = path.parent() {
            fs::create_dir_all(parent).map_err(|error| cannot_write(parent, &error))?;
        }
        fs::write(&path, &file.text).map_err(|error| cannot_write(&path, &error))?;
    }
    Ok(())
}

fn cannot_write(path: &Path, error: &std::io::Error) -> ExitError {
    ExitError::failure(format!("cannot write {}: {error}", path.display()))
}

fn next_steps(folder: &Path, generated: &Generated) -> String {
    let Names { command, .. } = Names::of(&generated.api);
    let shown = folder.display();
    let has_drafts = generated.api.functions().any(|(_, function)| function.draft);
    let draft = if has_drafts { " --draft" } else { "" };
    format!(
        "
next:
  cd {shown} && cargo test
  cargo run --features cli -- functions           # the command `{command}`
  edit spec/, then: cargo xtask regen --spec {shown}/spec --out {shown}{draft}
"
    )
}
