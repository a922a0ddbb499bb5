//! Any bytes as a spec: the files of a folder in one text, as in the corpus.
#![no_main]

use codegen::invariants::{Bundle, check_invariants};
use libfuzzer_sys::fuzz_target;
use std::path::PathBuf;
use std::sync::LazyLock;

static FOLDER: LazyLock<PathBuf> =
    LazyLock::new(|| std::env::temp_dir().join(format!("codegen-fuzz-{}", std::process::id())));

fuzz_target!(|bytes: &[u8]| {
    if let Err(violation) = check_invariants(&Bundle::parse(bytes), &FOLDER) {
        panic!("{violation}");
    }
});
