//! The levels of the semantic diff, compared with cargo-semver-checks and the compiler, for each change of `tests/diff`.
//!
//! Runs when `cargo-semver-checks` is on the PATH (`cargo install cargo-semver-checks --version 0.51.0 --locked`), and
//! reports when it is not. `docs/diff-verdicts.md` has the results, which must be those of this test.

use crate::support::change;
use crate::support::tiny;
use codegen::diff::{Level, diff};
use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

#[test]
fn version_bump_is_never_below_that_of_cargo_semver_checks() {
    if Command::new("cargo-semver-checks").arg("--version").output().is_err() {
        // Not by the macros, whose output a passing test keeps to itself.
        let _ = writeln!(
            std::io::stderr(),
            "\nSKIPPED: cargo-semver-checks is not on the PATH, so the verdicts of the semantic diff are not compared \
             with it; see codegen/docs/diff-verdicts.md\n"
        );
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let before = tiny::generate(&change::base()).unwrap();
    let base = Crate::write(folder.path(), "base", &before);
    assert!(base.caller_compiles(), "the caller does not compile with the client of the base spec");
    let base_docs = base.rustdoc();

    let table = Table::read();
    let mut found = String::new();
    let mut problems = Vec::new();
    let cases = change::cases();
    for (name, text) in &cases {
        let after = tiny::generate_drafts(text).unwrap();
        let ours = diff(&before.api, &after.api).level();
        let changed = Crate::write(folder.path(), name, &after);
        let (theirs, lints) = semver_checks(&base_docs, &changed.rustdoc());
        let compiles = changed.caller_compiles();
        if theirs > ours {
            problems.push(format!("{name}: cargo-semver-checks says {theirs:?}, we say {ours:?}"));
        }
        if !compiles && ours != Some(Level::Major) {
            problems.push(format!("{name}: the caller no longer compiles, and we say {ours:?}"));
        }
        let shown = |level: Option<Level>| level.map_or("none".to_owned(), |level| level.to_string());
        let theirs = if lints.is_empty() {
            shown(theirs)
        } else {
            let lints: Vec<String> = lints.iter().map(|lint| format!("`{lint}`")).collect();
            format!("{}: {}", shown(theirs), lints.join(", "))
        };
        let row = [shown(ours), theirs, if compiles { "compiles" } else { "fails" }.to_owned()];
        if table.rows.get(name).is_none_or(|(known, _)| *known != row) {
            problems.push(format!("{name}: docs/diff-verdicts.md has another row"));
        }
        let why = table.rows.get(name).map_or("", |(_, why)| why);
        found.push_str(&format!("| {name} | {} | {why} |\n", row.join(" | ")));
    }
    for name in table.rows.keys().filter(|name| !cases.iter().any(|(case, _)| case == *name)) {
        problems.push(format!("{name}: docs/diff-verdicts.md has a row for it, and there is no such case"));
    }
    assert!(problems.is_empty(), "{}\nthe table as found:\n{found}", problems.join("\n"));
}

/// The table of `docs/diff-verdicts.md`: case → verdicts, and why they differ.
struct Table {
    rows: BTreeMap<String, ([String; 3], String)>,
}

impl Table {
    fn read() -> Self {
        let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/diff-verdicts.md");
        let text = fs::read_to_string(path).unwrap_or_default();
        let rows = text.lines().filter_map(|line| {
            let cells: Vec<&str> = line.strip_prefix("| ")?.strip_suffix(" |")?.split(" | ").map(str::trim).collect();
            match cells[..] {
                [name, ours, theirs, caller, why] if name.contains('-') && !name.starts_with("--") => {
                    Some((name.to_owned(), ([ours, theirs, caller].map(str::to_owned), why.to_owned())))
                }
                _ => None,
            }
        });
        Self { rows: rows.collect() }
    }
}

/// A crate of generated code, with a caller of the base spec's client as an example.
struct Crate {
    folder: PathBuf,
}

impl Crate {
    fn write(folder: &Path, name: &str, generated: &codegen::Generated) -> Self {
        let folder = folder.join(name);
        for file in generated.files.iter().filter(|file| file.path.starts_with("src/")) {
            write(&folder.join(&file.path), &file.text);
        }
        let workspace = Path::new(env!("CARGO_MANIFEST_DIR")).join("..").canonicalize().unwrap();
        let runtime = workspace.join("generated-client/runtime");
        let manifest = format!(
            "[package]\nname = \"shop-client\"\nversion = \"1.0.0\"\nedition = \"2024\"\npublish = false\n\n\
             [features]\nexamples = []\n\n[dependencies]\n\
             api-client-runtime = {{ path = {runtime:?}, default-features = false }}\n\n[workspace]\n"
        );
        write(&folder.join("Cargo.toml"), &manifest);
        // The workspace's versions: nothing is fetched.
        fs::copy(workspace.join("Cargo.lock"), folder.join("Cargo.lock")).unwrap();
        write(
            &folder.join("src/lib.rs"),
            "pub mod generated {\n    pub mod v1;\n}\npub use generated::v1::*;\n\
             pub use api_client_runtime::error::Error;\n             pub use api_client_runtime::{Value, json};\n",
        );
        fs::create_dir_all(folder.join("examples")).unwrap();
        fs::copy(change::folder().join("caller.rs"), folder.join("examples/caller.rs")).unwrap();
        Self { folder }
    }

    fn cargo(&self, args: &[&str]) -> Output {
        Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
            .args(args)
            .current_dir(&self.folder)
            .env("CARGO_TARGET_DIR", target())
            // The JSON of rustdoc is not stable; that is how cargo-semver-checks makes it too.
            .env("RUSTC_BOOTSTRAP", "1")
            .env_remove("RUSTFLAGS")
            .env_remove("RUSTDOCFLAGS")
            .output()
            .unwrap()
    }

    /// The API as JSON.
    fn rustdoc(&self) -> PathBuf {
        let args = ["rustdoc", "--lib", "--offline", "--", "-Z", "unstable-options", "--output-format", "json"];
        let output = self.cargo(&args);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        let json = self.folder.join("api.json");
        fs::copy(target().join("doc/shop_client.json"), &json).unwrap();
        json
    }

    fn caller_compiles(&self) -> bool {
        let library = self.cargo(&["check", "--lib", "--offline"]);
        assert!(library.status.success(), "{}", String::from_utf8_lossy(&library.stderr));
        self.cargo(&["check", "--example", "caller", "--offline"]).status.success()
    }
}

fn target() -> PathBuf {
    Path::new(env!("CARGO_TARGET_TMPDIR")).join("semver-checks")
}

fn write(path: &Path, text: &str) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// The lowest release that cargo-semver-checks lets pass, and the lints that fail a patch.
fn semver_checks(baseline: &Path, current: &Path) -> (Option<Level>, BTreeSet<String>) {
    let run = |release: &str| {
        let output = Command::new("cargo-semver-checks")
            .args(["semver-checks", "--color", "never", "--release-type", release])
            .args(["--baseline-rustdoc".as_ref(), baseline.as_os_str()])
            .args(["--current-rustdoc".as_ref(), current.as_os_str()])
            .output()
            .unwrap();
        let said = String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr);
        let lints: BTreeSet<String> = said
            .lines()
            .filter_map(|line| Some(line.strip_prefix("--- failure ")?.split_once(':')?.0.to_owned()))
            .collect();
        assert!(output.status.success() || !lints.is_empty(), "cargo-semver-checks did not do its work:\n{said}");
        (output.status.success(), lints)
    };
    match run("patch") {
        (true, _) => (None, BTreeSet::new()),
        (false, lints) if run("minor").0 => (Some(Level::Minor), lints),
        (false, lints) => (Some(Level::Major), lints),
    }
}
