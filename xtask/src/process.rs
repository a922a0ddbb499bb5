//! Child processes that inherit stdout and stderr.

use crate::exit_error::ExitError;
use std::process::Command;

/// The cargo that runs this command, or the one in `PATH`.
pub fn cargo() -> Command {
    Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Runs a command to its end. If it fails, its own output has already said why.
pub fn run(command: &mut Command, name: &str) -> Result<(), ExitError> {
    let status = command.status().map_err(|error| ExitError::failure(format!("cannot start {name}: {error}")))?;
    if status.success() { Ok(()) } else { Err(ExitError::reported(1)) }
}
