//! What the docs call the facts of a field that the API takes care of.

/// The least number.
pub const MIN: &str = "least";
/// The greatest number.
pub const MAX: &str = "greatest";
/// The fewest characters of a text.
pub const MIN_LENGTH: &str = "shortest";
/// The most characters of a text.
pub const MAX_LENGTH: &str = "longest";
/// The fewest items of a list.
pub const MIN_ITEMS: &str = "fewest items";
/// The most items of a list.
pub const MAX_ITEMS: &str = "most items";
/// A regular expression.
pub const PATTERN: &str = "pattern";
