//! `cargo xtask diff`: what a change of the spec means for users and for the next version.

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::git;
use crate::output;
use crate::workspace::root;
use codegen::diagnostic::{Style, render};
use codegen::diff::{Level, Sides, Version, human, json, markdown};
use codegen::{Diagnostics, Drafts, Sources, SpecFolder};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// The spec that is compared by default.
const SPEC: &str = "spec/v1";

const OPTIONS: [&str; 4] = ["--spec", "--format", "--deny", "--current-version"];

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let (old_side, rest) = old_side(args)?;
    let args = Args::parse(&rest, &[], &OPTIONS)?;
    let render = match args.get("--format") {
        None | Some("human") => human,
        Some("markdown") => markdown,
        Some("json") => json,
        Some(other) => return Err(ExitError::usage(format!("unknown format `{other}`: use human, markdown or json"))),
    };
    let deny = match args.get("--deny") {
        None => None,
        Some("major") => Some(Level::Major),
        Some("minor") => Some(Level::Minor),
        Some(other) => return Err(ExitError::usage(format!("unknown level `{other}`: use major or minor"))),
    };
    let current_version = args.get("--current-version").map(Version::parse).transpose().map_err(ExitError::usage)?;

    let new_path = args.get("--spec").map_or_else(|| root().join(SPEC), PathBuf::from);
    let new_label = args.get("--spec").unwrap_or(SPEC).trim_end_matches('/').to_owned();
    let old = Old::find(old_side.as_deref(), &new_path)?;
    let old_api = model(&old.folder, &format!("the spec at {}", old.label))?;
    let new_api = model(&SpecFolder { path: new_path, label: new_label.clone() }, &format!("the spec in {new_label}"))?;

    let comparison = codegen::diff(&old_api, &new_api);
    let current = match current_version.or(old.version) {
        Some(version) => version,
        // All crates of the workspace have one version.
        None => Version::parse(env!("CARGO_PKG_VERSION")).map_err(ExitError::failure)?,
    };
    let sides = Sides { old: old.label, new: new_label };
    output::print(&render(&comparison, &comparison.version_bump(&current), &sides));
    match (comparison.level(), deny) {
        (Some(level), Some(deny)) if level >= deny => {
            Err(ExitError::failure(format!("the change is {level}, and `--deny {deny}` is set")))
        }
        _ => Ok(()),
    }
}

/// Splits the one positional argument from the options.
fn old_side(args: &[String]) -> Result<(Option<String>, Vec<String>), ExitError> {
    let (mut side, mut rest): (Option<String>, Vec<String>) = (None, Vec::new());
    let mut args = args.iter();
    while let Some(arg) = args.next() {
        if OPTIONS.contains(&arg.as_str()) {
            rest.push(arg.clone());
            rest.extend(args.next().cloned());
        } else if arg.starts_with('-') {
            rest.push(arg.clone());
        } else if side.is_some() {
            return Err(ExitError::usage(format!("unexpected argument `{arg}`: name one revision or one folder")));
        } else {
            side = Some(arg.clone());
        }
    }
    Ok((side, rest))
}

/// The old side: a folder, or a spec at a git revision.
struct Old {
    folder: SpecFolder,
    /// Its name in output.
    label: String,
    /// The workspace's version at that revision, if known.
    version: Option<Version>,
    /// Kept so that the copy is not deleted before the comparison.
    _copy: Option<TempDir>,
}

impl Old {
    fn find(named: Option<&str>, new: &Path) -> Result<Self, ExitError> {
        if let Some(folder) = named.filter(|folder| Path::new(folder).join("package.yaml").is_file()) {
            let label = folder.trim_end_matches('/').to_owned();
            let folder = SpecFolder { path: PathBuf::from(folder), label: label.clone() };
            return Ok(Self { folder, label, version: None, _copy: None });
        }
        let revision = named.unwrap_or("HEAD");
        let commit = git::commit(revision).map_err(|problem| match named {
            Some(named) if Path::new(named).is_dir() => ExitError::failure(format!(
                "the folder {named} has no package.yaml, so it is not a spec; and {problem}"
            )),
            _ => ExitError::failure(problem),
        })?;
        // A spec inside the workspace is compared with its own history, any other one with the product's spec.
        let inside = new.canonicalize().ok().and_then(|path| {
            let root = root().canonicalize().ok()?;
            path.strip_prefix(root).ok().map(|path| path.to_string_lossy().replace('\\', "/"))
        });
        let folder = inside.unwrap_or_else(|| SPEC.to_owned());
        let copy = git::copy(&commit, &folder).map_err(ExitError::failure)?;
        let short: String = commit.chars().take(10).collect();
        let name =
            if revision == commit || short.starts_with(revision) { short } else { format!("{revision} ({short})") };
        Ok(Self {
            folder: SpecFolder { path: copy.path().to_owned(), label: format!("{revision}:{folder}") },
            label: format!("{folder} at {name}"),
            version: git::file(&commit, "Cargo.toml").ok().and_then(|text| workspace_version(&text)),
            _copy: Some(copy),
        })
    }
}

/// `version` of `[workspace.package]`.
fn workspace_version(manifest: &str) -> Option<Version> {
    let section = manifest.lines().map(str::trim).skip_while(|line| *line != "[workspace.package]").skip(1);
    let value = section
        .take_while(|line| !line.starts_with('['))
        .find_map(|line| line.strip_prefix("version")?.trim_start().strip_prefix('='))?;
    Version::parse(value.trim().trim_matches('"')).ok()
}

/// The model of a spec. Warnings are not printed: `regen` prints them.
fn model(folder: &SpecFolder, what: &str) -> Result<codegen::Api, ExitError> {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    match codegen::build_model(folder, Drafts::Compiled, &mut sources, &mut diagnostics) {
        Some(api) => Ok(api),
        None => {
            diagnostics.sort();
            eprint!("{}", render(&diagnostics, &sources, Style::Plain));
            Err(ExitError::failure(format!("{what} does not load, so there is nothing to compare")))
        }
    }
}
