//! Printing. Answers go to stdout, everything else to stderr.

use crate::Stop;
use std::io::{self, ErrorKind, Write};

/// Prints to stdout. Nobody reading any more, as with `| head`, is no fault.
pub fn print(bytes: impl AsRef<[u8]>) -> Result<(), Stop> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes.as_ref()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(Stop::unread()),
        Err(error) => Err(Stop::failure(format!("cannot write to standard output: {error}"))),
    }
}

/// Prints a line to stderr; `eprintln!` would panic when nobody reads.
pub fn tell(line: &str) {
    let _ = writeln!(io::stderr(), "{line}");
}

/// Text from elsewhere, without what would break the line or move a terminal's cursor.
pub fn one_line(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

/// Text from elsewhere on several lines, without what would move a terminal's cursor.
pub fn plain(text: &str) -> String {
    text.chars().filter(|c| !c.is_control() || matches!(c, '\n' | '\t')).collect()
}
