//! What an import changes for users: the spec before and after.

use crate::exit_error::ExitError;
use codegen::diff::{Level, Sides, Version, human};
use codegen::{Api, Diagnostics, OutputFile, Sources, SpecFolder};
use std::fs;
use std::path::Path;

/// The difference of two specs.
pub struct Comparison {
    /// As `cargo xtask diff` prints it.
    pub text: String,
    pub level: Option<Level>,
}

impl Comparison {
    /// Compares the spec in a folder with itself and the imported files; `None` when there is no spec yet, or when the new one
    /// has errors, which are reported after it is written.
    pub fn find(spec: &Path, has_package: bool, files: &[OutputFile]) -> Result<Option<Self>, ExitError> {
        if !has_package {
            return Ok(None);
        }
        let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
        let folder = SpecFolder { path: spec.to_owned(), label: "before".to_owned() };
        let Some(old) = codegen::build_model(&folder, codegen::Drafts::Compiled, &mut sources, &mut diagnostics) else {
            return Ok(None);
        };
        let Some(new) = after(spec, files)? else { return Ok(None) };
        let comparison = codegen::diff(&old, &new);
        let version = Version::parse(env!("CARGO_PKG_VERSION")).map_err(ExitError::failure)?;
        let sides = Sides { old: "the spec".to_owned(), new: "the import".to_owned() };
        let text = human(&comparison, &comparison.version_bump(&version), &sides);
        Ok(Some(Self { text, level: comparison.level() }))
    }
}

/// The model of the package by hand and the imported files.
fn after(spec: &Path, files: &[OutputFile]) -> Result<Option<Api>, ExitError> {
    let package = spec.join("package.yaml");
    let text =
        fs::read_to_string(&package).map_err(|error| ExitError::failure(format!("{}: {error}", package.display())))?;
    let mut all = vec![OutputFile { path: "package.yaml".to_owned(), text }];
    all.extend(files.iter().cloned());
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let spec = codegen::load::load_files(&all, "after", &mut sources, &mut diagnostics);
    Ok(spec.and_then(|spec| codegen::generate::model_of(&spec, &mut diagnostics)))
}
