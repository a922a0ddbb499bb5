//! Standard output that may be closed before we are done, as by `| head`.

use std::io::{self, Write};

/// Prints text. Nobody reading any more is no fault.
pub fn print(text: &str) {
    let mut out = io::stdout().lock();
    // The one error that can be met here, a closed pipe, has nobody to be told to.
    let _ = out.write_all(text.as_bytes()).and_then(|()| out.flush());
}

/// Prints a line.
pub fn line(text: &str) {
    print(&format!("{text}\n"));
}
