//! `cargo xtask bench …`: what the generator and the emulator cost, measured in release builds, in processes of their own.

mod compile;
mod emulator;
mod plot;
mod scale;
mod scratch;
#[path = "../../../codegen/tests/support/synthetic.rs"]
mod synthetic;

use crate::Stop;
use crate::workspace::root;
use codegen::SpecFolder;
use scratch::Scratch;
use std::path::{Path, PathBuf};

pub fn run(words: &[String]) -> Result<(), Stop> {
    match words.split_first() {
        Some((word, rest)) if word == "scale" => scale::run(rest),
        Some((word, rest)) if word == "compile" => compile::run(rest),
        Some((word, rest)) if word == "emulator" => emulator::run(rest),
        // What `scale` starts.
        Some((word, rest)) if word == "measure" => scale::measure(rest),
        Some((word, _)) => Err(Stop::usage(format!("there is no bench `{word}`"))),
        None => Err(Stop::usage("say which bench: `scale`, `compile` or `emulator`")),
    }
}

/// A folder below the one where cargo builds, in which things stay from run to run.
fn target(name: &str) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into).join(name)
}

/// Writes the synthetic spec with so many functions to a folder.
fn write_spec(functions: usize, folder: &Path) -> Result<SpecFolder, Stop> {
    for (name, text) in synthetic::spec(functions) {
        scratch::write(&folder.join(name), &text)?;
    }
    Ok(SpecFolder { path: folder.to_owned(), label: "spec".to_owned() })
}
