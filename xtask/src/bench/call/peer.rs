//! The programs that call by the clients of other generators. Their packages are written into the target folder, since they depend
//! on a crate that is generated there.

use super::program::{Program, Tls};
use crate::bench::child::first_error;
use crate::bench::peers::{PEERS, Peer};
use crate::bench::synthetic_spec::write_file;
use crate::exit_error::ExitError;
use crate::workspace::{root, target_folder};
use std::path::{Path, PathBuf};

/// Builds the program of each peer that has one; an error says why there is none.
pub fn programs() -> Vec<(&'static str, Result<Program, String>)> {
    let sources = root().join("xtask/bench/programs/peers");
    let peers = PEERS.iter().map(|peer| (peer, sources.join(peer.name).with_extension("rs")));
    let peers = peers.filter(|(_, source)| source.exists());
    peers.map(|(peer, source)| (peer.name, program(peer, &source))).collect()
}

fn program(peer: &Peer, source: &Path) -> Result<Program, String> {
    let generated = peer.generated()?;
    let package = write_package(peer, source, &generated).map_err(|error| error.message)?;
    Program::build_in(peer.name, &package, Tls::With).map_err(|error| first_error(&error.message).to_owned())
}

/// Writes the package of a program, with the entry points of `here`.
fn write_package(peer: &Peer, source: &Path, generated: &Path) -> Result<PathBuf, ExitError> {
    let failed = |error: std::io::Error| ExitError::failure(format!("cannot write a package: {error}"));
    let (programs, folder) = (root().join("xtask/bench/programs"), target_folder("bench-call/peers").join(peer.name));
    for entry in ["src/main.rs", "src/bin/count.rs"] {
        let text = std::fs::read_to_string(programs.join("here").join(entry)).map_err(failed)?;
        write_file(&folder.join(entry), &text.replace("here::", "calls::"))?;
    }
    write_file(&folder.join("Cargo.toml"), &manifest(peer, source, generated, &programs.join("harness")))?;
    // The versions of this workspace, also of what the generated crate depends on.
    if !folder.join("Cargo.lock").exists() {
        std::fs::copy(programs.join("by-hand/Cargo.lock"), folder.join("Cargo.lock")).map_err(failed)?;
    }
    Ok(folder)
}

fn manifest(peer: &Peer, source: &Path, generated: &Path, harness: &Path) -> String {
    format!(
        "[package]\nname = \"{}\"\nversion = \"0.0.0\"\nedition = \"2024\"\n\n[workspace]\n\n\
         [lib]\nname = \"calls\"\npath = {source:?}\n\n\
         [dependencies]\n\
         {} = {{ path = {generated:?} }}\n\
         harness = {{ path = {harness:?} }}\n\
         reqwest = {{ version = \"0.13\", default-features = false, features = [\"rustls\"] }}\n\
         serde_json = \"1\"\n\
         stats_alloc = \"0.1\"\n\n\
         [profile.release]\ndebug = \"line-tables-only\"\n",
        peer.name,
        peer.package(),
    )
}
