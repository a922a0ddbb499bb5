//! `cargo xtask bench …`: what the generator costs, measured in release builds, each run in a process of its own.

mod compile;
mod plot;
mod scale;
mod scratch;
#[path = "../../../codegen/tests/support/synthetic.rs"]
mod synthetic;

use crate::Stop;
use codegen::SpecFolder;
use scratch::Scratch;
use std::path::Path;

pub fn run(words: &[String]) -> Result<(), Stop> {
    match words.split_first() {
        Some((word, rest)) if word == "scale" => scale::run(rest),
        Some((word, rest)) if word == "compile" => compile::run(rest),
        // What `scale` starts.
        Some((word, rest)) if word == "measure" => scale::measure(rest),
        Some((word, _)) => Err(Stop::usage(format!("there is no bench `{word}`"))),
        None => Err(Stop::usage("say which bench: `scale` or `compile`")),
    }
}

/// Writes the synthetic spec with so many functions to a folder.
fn write_spec(functions: usize, folder: &Path) -> Result<SpecFolder, Stop> {
    for (name, text) in synthetic::spec(functions) {
        scratch::write(&folder.join(name), &text)?;
    }
    Ok(SpecFolder { path: folder.to_owned(), label: "spec".to_owned() })
}
