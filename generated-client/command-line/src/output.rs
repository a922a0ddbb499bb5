//! Standard output, which receives responses and what was asked for, nothing else.

use crate::exit_error::ExitError;
use std::io::{self, ErrorKind, Write};

/// Prints to stdout. A closed stdout, as with `| head`, ends the command without an error.
pub fn print(bytes: impl AsRef<[u8]>) -> Result<(), ExitError> {
    let mut out = io::stdout().lock();
    match out.write_all(bytes.as_ref()).and_then(|()| out.flush()) {
        Ok(()) => Ok(()),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Err(ExitError::closed_stdout()),
        Err(error) => Err(ExitError::failure(format!("cannot write to standard output: {error}"))),
    }
}
