//! The limits of a spec file.

/// A file may have this many bytes.
pub const MAX_FILE_BYTES: u64 = 4 * 1024 * 1024;

/// A file may nest its values this many levels deep; real specs need less than a fifth of it.
pub const MAX_NESTING_LEVELS: usize = 64;
