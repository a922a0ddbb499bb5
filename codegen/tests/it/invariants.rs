//! The fuzzers' corpus and findings: each spec satisfies the invariants.

use codegen::invariants::{Bundle, check_invariants};
use std::fs;
use std::path::{Path, PathBuf};

fn specs() -> Vec<PathBuf> {
    let here = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut found = Vec::new();
    for folder in ["fuzz/corpus", "tests/broken", "tests/constructs"] {
        found.extend(fs::read_dir(here.join(folder)).unwrap().map(|entry| entry.unwrap().path()));
    }
    found.retain(|path| path.is_file());
    found.sort();
    found
}

#[test]
fn specs_of_the_corpus_satisfy_the_invariants() {
    let folder = tempfile::tempdir().unwrap();
    for path in specs() {
        let outcome = check_invariants(&Bundle::parse(&fs::read(&path).unwrap()), folder.path());
        let outcome = outcome.unwrap_or_else(|violation| panic!("{}: {violation}", path.display()));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // Valid specs stay valid: fuzzers need them to start from.
        if name.starts_with("valid-") {
            assert!(outcome.valid, "{name}: {:?}", outcome.codes);
        }
    }
}
