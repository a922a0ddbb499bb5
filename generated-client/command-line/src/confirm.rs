//! The question before a function that takes something away.

use crate::exit_error::ExitError;
use crate::options::Options;
use crate::safety::is_destructive;
use crate::terminal;
use api_client_runtime::schema::Function;
use std::io::{self, BufRead, IsTerminal, Write};

/// Asks on a terminal; requires `--yes` elsewhere.
pub fn confirm(function: &Function, options: &Options<'_>) -> Result<(), ExitError> {
    if !is_destructive(function) || options.flag("yes") {
        return Ok(());
    }
    let what = format!("{} ({} {})", function.name, function.http.as_str(), function.path);
    if !io::stdin().is_terminal() || !io::stderr().is_terminal() {
        return Err(ExitError::usage(format!("{what} takes something away; add --yes to confirm")));
    }
    let _ = write!(io::stderr(), "{what} takes something away. Go on? [y/N] ");
    let mut line = String::new();
    io::stdin()
        .lock()
        .read_line(&mut line)
        .map_err(|error| ExitError::failure(format!("cannot read the terminal: {error}")))?;
    if matches!(line.trim(), "y" | "Y" | "yes") {
        return Ok(());
    }
    terminal::print_err("nothing was sent");
    Err(ExitError::usage("not confirmed"))
}
