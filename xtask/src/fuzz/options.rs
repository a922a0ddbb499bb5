//! Options of a fuzz run.

use crate::workspace::root;
use std::path::PathBuf;

/// A fuzz run ends after this many findings: more of them are likely the same bug.
pub const MAX_FINDINGS: usize = 10;

/// Options of a fuzz run.
pub struct FuzzOptions {
    pub seconds: u64,
    pub seed: u64,
}

/// The folder for findings: inputs that break an invariant. Once fixed, they move to the corpus, which tests replay.
pub fn findings_folder() -> PathBuf {
    root().join("codegen/fuzz/finds")
}
