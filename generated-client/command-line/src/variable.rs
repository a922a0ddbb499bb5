//! Environment variables: an empty one counts as unset.

use std::ffi::OsString;

/// The value of a variable.
pub fn read(name: &str) -> Option<OsString> {
    std::env::var_os(name).filter(|value| !value.is_empty())
}

/// The value of a variable that is text.
pub fn text(name: &str) -> Option<String> {
    read(name)?.into_string().ok()
}
