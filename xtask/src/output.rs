//! Standard output, which a reader may close early, as `| head` does.

use std::io::{self, Write};

/// Prints text. A closed stdout is not an error.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    // The only likely error is a closed pipe, and there is nobody left to report it to.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints a line.
pub fn line(text: &str) {
    print(&format!("{text}\n"));
}
