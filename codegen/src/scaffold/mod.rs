//! The files around generated code that make a crate of it: written once, and their author's from then on.

mod first_call;
mod manifest;
mod names;
mod readme;
mod sources;

pub use names::{Names, Runtime};

use crate::base::output::OutputFile;
use crate::model::Api;

/// The files of a crate beside its spec and what is generated from it; paths relative to the crate.
#[must_use]
pub fn scaffold(api: &Api, runtime: &Runtime) -> Vec<OutputFile> {
    let names = Names::of(api);
    let files = [
        ("Cargo.toml", manifest::manifest(api, &names, runtime)),
        ("README.md", readme::readme(api, &names)),
        (".gitignore", "/target\n".to_owned()),
        ("src/lib.rs", sources::library(api)),
        ("src/main.rs", sources::program(&names)),
        ("tests/functions.rs", sources::test(&names)),
        ("tests/functions.txt", sources::snapshot(api)),
    ];
    files.into_iter().map(|(path, text)| OutputFile { path: path.to_owned(), text }).collect()
}
