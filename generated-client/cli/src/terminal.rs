//! Messages on stderr, and foreign text made safe for a terminal.

use std::io::{self, Write};

/// Prints a line to stderr. `eprintln!` would panic when stderr is closed.
pub fn print_err(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Foreign text on one line: control characters, which could move a terminal's cursor, become spaces.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Foreign text without control characters other than line breaks and tabs.
pub fn strip_control(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
