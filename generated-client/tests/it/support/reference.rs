//! The reference data of `spec/v1/reference`, and what tests need to compare with it.

use serde_json::Value;
use std::fs;
use std::path::Path;

/// The rows of a reference file with a list, such as `wire-v1.json`.
///
/// # Panics
///
/// If the file is missing or is not a JSON list.
pub fn rows(file: &str) -> Vec<Value> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec/v1/reference").join(file);
    let text = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// A member that must be a string.
pub fn text<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_else(|| panic!("`{key}` is not a string in {row}"))
}

/// The items of a member that must be an array.
pub fn list<'a>(row: &'a Value, key: &str) -> &'a [Value] {
    row[key].as_array().unwrap_or_else(|| panic!("`{key}` is not an array in {row}"))
}

/// Fails with all differences at once; of very many, the first hundred and how many more.
pub fn assert_none(what: &str, differences: &[String]) {
    const MAX_SHOWN: usize = 100;
    let shown = &differences[..differences.len().min(MAX_SHOWN)];
    let more = match differences.len() - shown.len() {
        0 => String::new(),
        more => format!("\n  … and {more} more"),
    };
    assert!(differences.is_empty(), "{what}: {} differences\n  {}{more}", differences.len(), shown.join("\n  "));
}
