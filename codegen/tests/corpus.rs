//! The fuzzers' corpus, and what they have found: each spec is held to what is promised of all of them.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "tests")]

use codegen::probe::{Bundle, probe};
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
fn every_spec_of_the_corpus_keeps_the_promises() {
    let folder = tempfile::tempdir().unwrap();
    for path in specs() {
        let outcome = probe(&Bundle::parse(&fs::read(&path).unwrap()), folder.path());
        let outcome = outcome.unwrap_or_else(|broken| panic!("{}: {broken}", path.display()));
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        // What was a whole spec when it was put there stays one: a fuzzer needs something sound to start from.
        if name.starts_with("sound-") {
            assert!(outcome.sound, "{name}: {:?}", outcome.codes);
        }
    }
}
