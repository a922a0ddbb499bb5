//! Messages on stderr, and foreign text made safe for a terminal.

use api_client_runtime::redact::is_unprintable;
use std::io::{self, Write};

/// Prints a line to stderr. `eprintln!` would panic when stderr is closed.
pub fn print_err(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Foreign text on one line: what could move a terminal's cursor, reorder text or not be seen becomes a space.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if is_unprintable(c) { ' ' } else { c }).collect()
}

/// A foreign name as messages quote it: the start of it, on one line.
pub fn short(name: &str) -> String {
    one_line(name).chars().take(60).collect()
}

/// Foreign text without unprintable characters other than line breaks and tabs.
pub fn strip_control(text: &str) -> String {
    text.chars().filter(|c| !is_unprintable(*c) || matches!(c, '\n' | '\t')).collect()
}
