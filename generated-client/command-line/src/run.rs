//! Runs a program: parses its arguments, runs a subcommand, reports its error.

use crate::exit_error::ExitError;
use crate::program::Program;
use crate::{call, command, functions, output};
use clap::{ArgMatches, Command};
use std::process::ExitCode;

impl Program {
    /// The command with the subcommands `call` and `functions`.
    #[must_use]
    pub fn command(&self) -> Command {
        command::command(self)
    }

    /// Runs `call` or `functions`.
    ///
    /// # Errors
    ///
    /// What ends the program, with its exit code.
    pub fn dispatch(&self, matches: &ArgMatches) -> Result<(), ExitError> {
        match matches.subcommand() {
            Some(("call", matches)) => call::run(self, matches),
            Some(("functions", matches)) => functions::run(self, matches),
            // Unreachable: clap requires a known subcommand.
            _ => Err(ExitError::usage(format!("a subcommand is missing; see `{} --help`", self.name))),
        }
    }

    /// Parses the arguments of the process.
    ///
    /// # Errors
    ///
    /// A wrong command line. `Ok(None)` after `--help` and `--version`, which have been printed.
    pub fn matches(&self, command: Command) -> Result<Option<ArgMatches>, ExitError> {
        match command.try_get_matches() {
            Ok(matches) => Ok(Some(matches)),
            Err(error) if error.use_stderr() => Err(ExitError::command_line(&error)),
            Err(help) => output::print(help.render().to_string()).map(|()| None),
        }
    }

    /// The whole program.
    #[must_use]
    pub fn run(&self) -> ExitCode {
        let result = self.matches(self.command()).and_then(|matches| match matches {
            Some(matches) => self.dispatch(&matches),
            None => Ok(()),
        });
        match result {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => error.report(),
        }
    }
}
