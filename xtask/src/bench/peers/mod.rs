//! Other generators of Rust clients: installed from crates.io into the target folder, and run on the OpenAPI rendering of the
//! spec. Whatever fails is a message beside the figures, never the end of a bench.

mod install;
mod package;

use super::child::{self, Usage, first_error};
use super::openapi::{Version, document, product};
use super::synthetic_spec::write_file;
use crate::workspace::target_folder;
use std::path::{Path, PathBuf};
use std::process::Command;

/// A generator.
#[derive(Debug)]
pub struct Peer {
    pub name: &'static str,
    /// The crate that has its command, and the version that is installed.
    krate: &'static str,
    version: &'static str,
    openapi: Version,
    /// The generated crate, then those of its runtime.
    packages: &'static [&'static str],
    /// The command that writes a crate of a name from a document.
    command: fn(&mut Command, &Path, &Path),
    /// What the folder lacks to be a crate.
    finish: fn(&Path) -> Result<(), String>,
}

/// The command of an installed generator.
pub struct Tool {
    program: PathBuf,
}

/// All of them: the best known one, then newer ones. Versions are pinned, so that a figure changes with our code only.
pub const PEERS: [Peer; 3] = [
    Peer {
        name: "progenitor",
        krate: "cargo-progenitor",
        version: "0.15.1",
        openapi: Version::V3_0,
        packages: &["progenitor-generated"],
        command: |command, input, out| {
            // Its runtime as a part of the crate: it is compiled with it, as ours is.
            command.args([
                "progenitor",
                "--name",
                "progenitor-generated",
                "--version",
                "0.0.0",
                "--include-client",
                "true",
            ]);
            command.arg("--input").arg(input).arg("--output").arg(out);
        },
        finish: |_| Ok(()),
    },
    Peer {
        name: "oas3-gen",
        krate: "oas3-gen",
        version: "0.29.0",
        openapi: Version::V3_1,
        packages: &["oas3-gen-generated", "oas3-gen-support"],
        command: |command, input, out| {
            command.args(["generate", "client-mod", "--workspace", "--quiet"]);
            command.arg("--input").arg(input).arg("--output").arg(out);
        },
        finish: package::without_tls,
    },
    Peer {
        name: "openapi-to-rust",
        krate: "openapi-to-rust",
        version: "0.23.0",
        openapi: Version::V3_0,
        packages: &["openapi-to-rust-generated"],
        command: |command, input, out| {
            command.arg("generate").arg(input).current_dir(out);
        },
        finish: package::around_sources,
    },
];

impl Peer {
    /// The version of its command.
    pub fn version(&self) -> &'static str {
        self.version
    }

    /// The name of the generated crate.
    pub fn package(&self) -> &'static str {
        self.packages[0]
    }

    /// The generated crate and those of its runtime.
    pub fn packages(&self) -> &'static [&'static str] {
        self.packages
    }

    /// The folder of the generated crate.
    pub fn folder(&self) -> PathBuf {
        target_folder("bench-peers/clients").join(self.package())
    }

    /// Installs the generator unless it is installed.
    pub fn install(&self) -> Result<Tool, String> {
        let program = install::installed(self.krate, self.version)?;
        Ok(Tool { program })
    }

    /// Generates the crate into an empty folder.
    pub fn generate(&self, tool: &Tool) -> Result<Usage, String> {
        let (input, out) = (self.document()?, self.folder());
        // What an earlier run left would be compared or kept.
        let _ = std::fs::remove_dir_all(&out);
        std::fs::create_dir_all(&out).map_err(|error| format!("cannot create {}: {error}", out.display()))?;
        let mut command = Command::new(&tool.program);
        (self.command)(&mut command, &input, &out);
        let usage = child::run(&mut command).map_err(|error| first_error(&error.message).to_owned())?;
        (self.finish)(&out)?;
        Ok(usage)
    }

    /// Installs the generator, generates, and returns the crate's folder.
    pub fn generated(&self) -> Result<PathBuf, String> {
        self.generate(&self.install()?)?;
        Ok(self.folder())
    }

    /// Writes the rendering of the spec that the generator reads.
    fn document(&self) -> Result<PathBuf, String> {
        let path = target_folder("bench-peers").join(format!("openapi-{:?}.json", self.openapi));
        let text = format!("{:#}\n", document(&product().map_err(|error| error.message)?, self.openapi));
        if std::fs::read_to_string(&path).is_ok_and(|present| present == text) {
            return Ok(path);
        }
        write_file(&path, &text).map_err(|error| error.message)?;
        Ok(path)
    }
}
