//! The manifests of the published crates: metadata, licence files, and one version of Rust for all.

use crate::support::root;
use serde_json::Value;
use std::fs;
use std::path::Path;
use std::process::Command;

/// The packages of the workspace, and whether each is published.
fn packages() -> Vec<(bool, Value)> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let output = Command::new(cargo)
        .args(["metadata", "--no-deps", "--format-version", "1", "--offline"])
        .current_dir(root())
        .output()
        .unwrap();
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let packages = metadata["packages"].as_array().unwrap().clone();
    packages.into_iter().map(|package| (package["publish"].is_null(), package)).collect()
}

#[test]
fn published_crates_have_complete_metadata() {
    let published: Vec<Value> =
        packages().into_iter().filter(|(published, _)| *published).map(|(_, one)| one).collect();
    let mut names: Vec<&str> = published.iter().map(|package| package["name"].as_str().unwrap()).collect();
    names.sort_unstable();
    assert_eq!(
        names,
        [
            "api-client-cli",
            "api-client-runtime",
            "api-client-snippets",
            "intercom-cli",
            "intercom-client",
            "intercom-emulator"
        ]
    );
    for package in &published {
        let name = package["name"].as_str().unwrap();
        for key in ["description", "license", "readme", "documentation", "rust_version"] {
            assert!(package[key].as_str().is_some_and(|value| !value.is_empty()), "{name} has no {key}");
        }
        for key in ["keywords", "categories"] {
            let count = package[key].as_array().map_or(0, Vec::len);
            // What crates.io accepts.
            assert!((1..=5).contains(&count), "{name} has {count} {key}");
        }
        let folder = Path::new(package["manifest_path"].as_str().unwrap()).parent().unwrap();
        for file in ["LICENSE-APACHE", "LICENSE-MIT"] {
            let text = fs::read_to_string(folder.join(file)).unwrap_or_else(|error| panic!("{name}, {file}: {error}"));
            assert_eq!(text, fs::read_to_string(root().join(file)).unwrap(), "{name}, {file}");
        }
        let script = fs::read_to_string(root().join(".ci/run")).unwrap();
        let list = script.lines().find(|line| line.starts_with("published=(")).unwrap();
        assert!(list.split(['(', ' ', ')']).any(|listed| listed == name), ".ci/run does not package {name}");
    }
}

#[test]
fn all_crates_share_one_minimum_rust_version() {
    let read = |file: &str| fs::read_to_string(root().join(file)).unwrap();
    let value = |text: &str, key: &str| {
        let line = text.lines().find_map(|line| line.strip_prefix(key)?.trim().strip_prefix('=').map(str::to_owned));
        line.unwrap_or_else(|| panic!("no {key}")).trim().trim_matches('"').to_owned()
    };
    let minimum = value(&read("Cargo.toml"), "rust-version");
    for (_, package) in packages() {
        assert_eq!(package["rust_version"].as_str(), Some(minimum.as_str()), "{}", package["name"]);
    }
    let minor = |version: &str| version.split('.').nth(1).unwrap().parse::<u32>().unwrap();
    let toolchain = value(&read("rust-toolchain.toml"), "channel");
    assert!(minor(&toolchain) >= minor(&minimum), "{toolchain} is older than {minimum}");
    // The hosted workflow reads the version from Cargo.toml instead of repeating it, and so does clippy.
    assert!(!read(".github/workflows/ci.yml").contains(&minimum));
    assert!(!read("clippy.toml").contains("msrv"));
}
