//! A client that is compiled: ours, or that of another generator.

use super::{every_call, peer_calls};
use crate::bench::child::{self, first_error};
use crate::bench::openapi::product;
use crate::bench::peers::Peer;
use crate::bench::synthetic_spec::write_file;
use crate::exit_error::ExitError;
use crate::process;
use crate::workspace::{root, target_folder};
use std::path::{Path, PathBuf};
use std::process::Command;

/// What is compiled.
#[derive(Clone, Copy, Debug)]
pub enum Step {
    /// `cargo check` of the client and of its runtime; dependencies are there.
    Check,
    /// The same, built in release.
    Release,
    /// A program that calls each function once, built in release; the client is there.
    EveryCall,
}

impl Step {
    pub fn doc(self) -> &'static str {
        match self {
            Self::Check => "cargo check of client and runtime",
            Self::Release => "release build of client and runtime",
            Self::EveryCall => "release build of a program that calls every function",
        }
    }
}

/// A client with a program that calls each of its functions.
pub struct Subject {
    /// The program's package.
    folder: PathBuf,
    /// The crate of the client.
    client: &'static str,
    /// The crates that are compiled anew: the client and its runtime.
    crates: &'static [&'static str],
    functions: f64,
}

impl Subject {
    /// This workspace's client, with its default features.
    pub fn here() -> Result<Self, ExitError> {
        let api = product()?;
        let (source, functions) = every_call::program(&api);
        let dependency = format!("intercom-client = {{ path = {:?} }}", root().join("generated-client"));
        let crates = &["intercom-client", "api-client-runtime"];
        let folder = write_program("here", crates, &dependency, &source)?;
        Ok(Self { folder, client: "intercom-client", crates, functions: to_f64(functions) })
    }

    /// The client of another generator; an error says why there is none.
    pub fn peer(peer: &Peer) -> Result<Self, String> {
        let generated = peer.generated()?;
        let client = peer.package();
        let (source, functions) = peer_calls::program(&generated.join("src"), client)?;
        // Our client has TLS by default; theirs get it from the program.
        let tls = r#"reqwest = { version = "0.13", default-features = false, features = ["rustls"] }"#;
        let dependency = format!("{client} = {{ path = {generated:?} }}\n{tls}");
        let folder = write_program(peer.name, peer.packages(), &dependency, &source).map_err(|error| error.message)?;
        Ok(Self { folder, client, crates: peer.packages(), functions: to_f64(functions) })
    }

    /// Milliseconds of processor time for a function, run by run.
    pub fn millis_each(&self, step: Step, runs: usize) -> Result<Vec<f64>, ExitError> {
        let (program, client) = (vec!["build", "--release"], ["--package", self.client]);
        let command = match step {
            Step::Check => [&["check"], &client[..]].concat(),
            Step::Release => [&["build", "--release"], &client[..]].concat(),
            Step::EveryCall => program,
        };
        // Dependencies are compiled before, and cargo's own work is not the compiler's.
        self.cargo(&command)?;
        let nothing = self.cargo(&command)?;
        let run = || {
            match step {
                Step::Check => self.clean(&[], self.crates)?,
                Step::Release => self.clean(&["--release"], self.crates)?,
                Step::EveryCall => self.clean(&["--release"], &["every-call"])?,
            }
            let seconds = self.cargo(&command)? - nothing;
            // Cargo alone takes less than this from run to run.
            if seconds < 0.1 {
                return Err(ExitError::failure("nothing was compiled: cargo took the artifacts of an earlier run"));
            }
            Ok(seconds * 1e3 / self.functions)
        };
        (0..runs).map(|_| run()).collect()
    }

    /// Removes what was compiled of some crates; without `--release` cargo removes the artifacts of the dev profile only.
    fn clean(&self, profile: &[&str], crates: &[&str]) -> Result<(), ExitError> {
        let packages = crates.iter().flat_map(|name| ["--package", *name]);
        let args = std::iter::once("clean").chain(profile.iter().copied()).chain(packages);
        self.cargo(&args.collect::<Vec<_>>()).map(|_| ())
    }

    /// Runs cargo; returns its seconds of processor time.
    fn cargo(&self, args: &[&str]) -> Result<f64, ExitError> {
        let usage = child::run(cargo_in(&self.folder).args(args))
            .map_err(|error| ExitError::failure(format!("cargo {}: {}", args[0], first_error(&error.message))))?;
        Ok(usage.processor.as_secs_f64())
    }
}

/// Cargo in a package that shares its dependencies with the programs of the call bench.
pub fn cargo_in(folder: &Path) -> Command {
    let mut cargo = process::cargo();
    cargo
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", target_folder("bench-call"))
        .env_remove("RUSTFLAGS")
        .current_dir(folder);
    cargo
}

/// Writes the package of a program into the target folder.
fn write_program(name: &str, measured: &[&str], dependency: &str, source: &str) -> Result<PathBuf, ExitError> {
    let folder = target_folder("bench-compile").join(name);
    write_file(&folder.join("Cargo.toml"), &manifest(measured, dependency))?;
    write_file(&folder.join("src/main.rs"), source)?;
    let lock = folder.join("Cargo.lock");
    if !lock.exists() {
        // With the versions of this workspace, as far as they go.
        let versions = std::fs::read_to_string(root().join("Cargo.lock"))
            .map_err(|error| ExitError::failure(format!("cannot read Cargo.lock: {error}")))?;
        write_file(&lock, &versions)?;
    }
    Ok(folder)
}

/// The manifest of a program. Dependencies have line tables, as in the call bench, so that they are compiled once; what is measured
/// has none, as in a user's release build.
fn manifest(measured: &[&str], dependency: &str) -> String {
    let without: String = measured
        .iter()
        .chain(&["every-call"])
        .map(|name| format!("\n[profile.release.package.{name}]\ndebug = false\n"))
        .collect();
    format!(
        "[package]\nname = \"every-call\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [dependencies]\n{dependency}\n\
         tokio = {{ version = \"1\", default-features = false, features = [\"net\", \"rt\", \"time\"] }}\n\n\
         [profile.release]\ndebug = \"line-tables-only\"\n{without}"
    )
}

fn to_f64(count: usize) -> f64 {
    f64::from(u32::try_from(count).unwrap_or(u32::MAX))
}
