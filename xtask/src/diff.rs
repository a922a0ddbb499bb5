//! `cargo xtask diff`: what a change of the spec means for users, and for the next version.

use crate::Stop;
use crate::args::Args;
use crate::git;
use crate::output;
use crate::workspace::root;
use codegen::diagnostic::{Style, render};
use codegen::diff::{Level, Sides, Version, human, json, markdown};
use codegen::{Diagnostics, Sources, SpecFolder};
use std::path::{Path, PathBuf};

/// The spec that is compared unless another one is named.
const SPEC: &str = "spec/v1";

const OPTIONS: [&str; 4] = ["--spec", "--format", "--deny", "--current-version"];

pub fn run(words: &[String]) -> Result<(), Stop> {
    let (old_side, rest) = old_side(words)?;
    let args = Args::parse(&rest, &[], &OPTIONS)?;
    let render = match args.get("--format") {
        None | Some("human") => human,
        Some("markdown") => markdown,
        Some("json") => json,
        Some(other) => return Err(Stop::usage(format!("`{other}` is no format: use human, markdown or json"))),
    };
    let deny = match args.get("--deny") {
        None => None,
        Some("major") => Some(Level::Major),
        Some("minor") => Some(Level::Minor),
        Some(other) => return Err(Stop::usage(format!("`{other}` cannot be denied: use major or minor"))),
    };
    let given = args.get("--current-version").map(Version::parse).transpose().map_err(Stop::usage)?;

    let new_path = args.get("--spec").map_or_else(|| root().join(SPEC), PathBuf::from);
    let new_label = args.get("--spec").unwrap_or(SPEC).trim_end_matches('/').to_owned();
    let old = Old::find(old_side.as_deref(), &new_path)?;
    let old_api = model(&old.folder, &format!("the spec at {}", old.label))?;
    let new_api = model(&SpecFolder { path: new_path, label: new_label.clone() }, &format!("the spec in {new_label}"))?;

    let comparison = codegen::diff(&old_api, &new_api);
    let current = match given.or(old.version) {
        Some(version) => version,
        // All crates of the workspace have one version.
        None => Version::parse(env!("CARGO_PKG_VERSION")).map_err(Stop::failure)?,
    };
    let sides = Sides { old: old.label, new: new_label };
    output::print(&render(&comparison, &comparison.version_bump(&current), &sides));
    match (comparison.level(), deny) {
        (Some(level), Some(deny)) if level >= deny => {
            Err(Stop::failure(format!("the change is {level}, and `--deny {deny}` was given")))
        }
        _ => Ok(()),
    }
}

/// The one word that is no option, and the others.
fn old_side(words: &[String]) -> Result<(Option<String>, Vec<String>), Stop> {
    let (mut side, mut rest): (Option<String>, Vec<String>) = (None, Vec::new());
    let mut words = words.iter();
    while let Some(word) = words.next() {
        if OPTIONS.contains(&word.as_str()) {
            rest.push(word.clone());
            rest.extend(words.next().cloned());
        } else if word.starts_with('-') {
            rest.push(word.clone());
        } else if side.is_some() {
            return Err(Stop::usage(format!("`{word}` is one too many: name one revision or one folder")));
        } else {
            side = Some(word.clone());
        }
    }
    Ok((side, rest))
}

/// The old side: a folder, or a spec as git has it.
struct Old {
    folder: SpecFolder,
    /// As output calls it.
    label: String,
    /// The workspace's version at that time, where it is known.
    version: Option<Version>,
    /// Deletes the copy when it is no longer needed.
    _copy: Option<git::Copy>,
}

impl Old {
    fn find(named: Option<&str>, new: &Path) -> Result<Self, Stop> {
        if let Some(folder) = named.filter(|folder| Path::new(folder).join("package.yaml").is_file()) {
            let label = folder.trim_end_matches('/').to_owned();
            let folder = SpecFolder { path: PathBuf::from(folder), label: label.clone() };
            return Ok(Self { folder, label, version: None, _copy: None });
        }
        let revision = named.unwrap_or("HEAD");
        let commit = git::commit(revision).map_err(|problem| match named {
            Some(named) if Path::new(named).is_dir() => {
                Stop::failure(format!("the folder {named} has no package.yaml, so it is no spec; and {problem}"))
            }
            _ => Stop::failure(problem),
        })?;
        // A spec of this workspace is compared with its own past, any other one with the product's spec.
        let inside = new.canonicalize().ok().and_then(|path| {
            let root = root().canonicalize().ok()?;
            path.strip_prefix(root).ok().map(|path| path.to_string_lossy().replace('\\', "/"))
        });
        let folder = inside.unwrap_or_else(|| SPEC.to_owned());
        let copy = git::copy(&commit, &folder).map_err(Stop::failure)?;
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

/// The model of a spec. Warnings are not shown: they are about one spec, and `regen` shows them.
fn model(folder: &SpecFolder, what: &str) -> Result<codegen::Api, Stop> {
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    match codegen::build_model(folder, &mut sources, &mut diagnostics) {
        Some(api) => Ok(api),
        None => {
            diagnostics.sort();
            eprint!("{}", render(&diagnostics, &sources, Style::Plain));
            Err(Stop::failure(format!("{what} does not load, so there is nothing to compare")))
        }
    }
}
