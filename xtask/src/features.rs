//! The features of a crate: `Cargo.toml` is written by hand, and must have those that the groups of its spec name.

use crate::exit_error::ExitError;
use codegen::Api;
use std::path::Path;
use std::process::Command;

/// Fails when the crate of a spec lacks a feature: its code would be switched off for good.
pub fn check(out: &Path, api: &Api) -> Result<(), ExitError> {
    let manifest = out.join("Cargo.toml");
    let groups = &api.package.groups;
    if groups.is_empty() || !manifest.is_file() {
        return Ok(());
    }
    let features = features_of(&manifest)?;
    let missing: Vec<String> = groups
        .iter()
        .filter(|group| !features.contains(&group.feature))
        .map(|group| format!("  # {}\n  {} = []\n", group.doc.replace('\n', " "), group.feature))
        .collect();
    if missing.is_empty() {
        return Ok(());
    }
    let lines = missing.concat();
    let shown = manifest.display();
    Err(ExitError::failure(format!(
        "{shown} lacks features that the spec names; add to `[features]`:\n{}",
        lines.trim_end()
    )))
}

/// The features of the package with this manifest, as cargo reads them.
fn features_of(manifest: &Path) -> Result<Vec<String>, ExitError> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let failure = |problem: &str| ExitError::failure(format!("cannot read {}: {problem}", manifest.display()));
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--offline", "--format-version", "1", "--manifest-path"])
        .arg(manifest)
        .output()
        .map_err(|error| failure(&error.to_string()))?;
    if !output.status.success() {
        return Err(failure(String::from_utf8_lossy(&output.stderr).trim()));
    }
    let metadata: serde_json::Value =
        serde_json::from_slice(&output.stdout).map_err(|error| failure(&error.to_string()))?;
    let manifest = manifest.canonicalize().map_err(|error| failure(&error.to_string()))?;
    // `--no-deps` lists all packages of the workspace.
    let is_own = |package: &&serde_json::Value| {
        package["manifest_path"].as_str().is_some_and(|path| Path::new(path) == manifest)
    };
    let packages = metadata["packages"].as_array().into_iter().flatten();
    let own = packages.into_iter().find(is_own).and_then(|package| package["features"].as_object());
    Ok(own.into_iter().flat_map(|features| features.keys().cloned()).collect())
}
