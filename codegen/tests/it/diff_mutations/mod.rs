//! No change of the product's spec passes in silence: every key of the model, for every function, field, type and value,
//! and a sample of the spec's lines.

mod lines;
mod model;
mod table;

use codegen::{Api, Diagnostics, Drafts, Sources, SpecFolder, build_model};
use std::path::{Path, PathBuf};

fn spec() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v1")
}

fn build(path: &Path) -> Option<Api> {
    let folder = SpecFolder { path: path.to_owned(), label: "spec/v1".to_owned() };
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    build_model(&folder, Drafts::Compiled, &mut sources, &mut diagnostics)
}
