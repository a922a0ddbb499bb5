//! Paths in this workspace.

use codegen::{OutputFile, SpecFolder};
use std::path::{Path, PathBuf};

/// The workspace's root: the parent of this crate's folder.
pub fn root() -> PathBuf {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    here.parent().unwrap_or(here).to_owned()
}

/// A folder in cargo's target folder, which stays between runs.
pub fn target_folder(name: &str) -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into).join(name)
}

/// A spec and the folder for its output.
pub struct Target {
    pub spec: SpecFolder,
    pub out: PathBuf,
    /// Whether it is the product, whose tests are documented.
    pub is_product: bool,
}

/// The specs of this workspace: the product's, the invented one and the real tables that the generator is tested with.
pub fn targets() -> Vec<Target> {
    const TARGETS: [(&str, &str, bool); 6] = [
        ("spec/v1", "generated-client", true),
        ("spec/v2", "generated-client", false),
        ("codegen/tests/library/spec", "codegen/tests/library/client", false),
        ("codegen/tests/tables/freshdesk/spec", "codegen/tests/tables/freshdesk/client", false),
        ("codegen/tests/tables/stripe/spec", "codegen/tests/tables/stripe/client", false),
        ("codegen/tests/tables/telegram/spec", "codegen/tests/tables/telegram/client", false),
    ];
    TARGETS
        .into_iter()
        .map(|(spec, out, is_product)| Target {
            spec: SpecFolder { path: root().join(spec), label: spec.to_owned() },
            out: root().join(out),
            is_product,
        })
        .collect()
}

/// The folders with the generator's own docs and schema, and their files.
pub fn self_docs() -> Vec<(PathBuf, Vec<OutputFile>)> {
    codegen::self_docs().into_iter().map(|set| (root().join(set.folder), set.files)).collect()
}
