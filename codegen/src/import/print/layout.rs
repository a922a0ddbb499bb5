//! How wide lines are, and what stands on one line.

/// Lines are at most this long where the values allow it.
pub const MAX_LINE_CHARS: usize = 140;

/// How the outer levels of a file are laid out.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Layout {
    /// Maps and lists at less than this depth are blocks however short they are; the root has depth 0.
    pub block_levels: usize,
    /// Lists at less than this depth have an empty line between their items where an item has several lines.
    pub spaced_levels: usize,
}

impl Layout {
    /// `package.yaml`: a line a key where it fits.
    pub const PACKAGE: Self = Self { block_levels: 1, spaced_levels: 0 };
    /// `functions/*.yaml` and `types/*.yaml`: a block a function or a type, a line a field where it fits.
    pub const TABLE: Self = Self { block_levels: 3, spaced_levels: 2 };
}
