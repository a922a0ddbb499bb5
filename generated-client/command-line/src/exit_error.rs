//! Errors that end the command, each with its exit code.

use crate::program::Program;
use crate::terminal;
use api_client_runtime::error::{Error, ErrorKind, Setting};
use std::error::Error as _;
use std::process::ExitCode;

/// An error that ends the command.
#[derive(Debug)]
pub struct ExitError {
    code: u8,
    message: String,
}

/// Exit code for a wrong command line, argument or setting.
const USAGE: u8 = 2;

/// Exit code for a failure of a valid command line.
const FAILURE: u8 = 1;

impl ExitError {
    /// A wrong command line, argument or setting.
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: USAGE, message: format!("error: {}", message.into()) }
    }

    /// A failure of a valid command line.
    pub fn failure(message: impl Into<String>) -> Self {
        Self { code: FAILURE, message: format!("error: {}", message.into()) }
    }

    /// The reader of stdout has closed it, as `| head` does: not an error.
    pub fn closed_stdout() -> Self {
        Self { code: 0, message: String::new() }
    }

    /// An error of the command line, as clap words it.
    pub fn command_line(error: &clap::Error) -> Self {
        Self { code: USAGE, message: error.render().to_string().trim_end().to_owned() }
    }

    /// Prints the message to stderr and returns the exit code.
    pub fn report(self) -> ExitCode {
        if !self.message.is_empty() {
            terminal::print_err(&self.message);
        }
        ExitCode::from(self.code)
    }
}

impl Program {
    /// The error of a call, with what the program's user can do about it.
    #[must_use]
    pub fn error(&self, error: Error) -> ExitError {
        if error.kind() == ErrorKind::MissingToken {
            let function = error.function().map(|name| format!("{name}: ")).unwrap_or_default();
            let hint = if self.token_hint.is_empty() { String::new() } else { format!(" ({})", self.token_hint) };
            let variables = self.package.credentials().filter_map(|name| self.package.variable(name));
            let variables = variables.collect::<Vec<_>>().join(" and ");
            return ExitError::usage(format!("{function}this call needs an access token; set {variables}{hint}"));
        }
        // The client's message names features in Cargo.toml, which whoever runs the command has not written.
        if error.setting() == Some(Setting::Tls) {
            let how = if self.install_hint.is_empty() {
                "build it with its default features".to_owned()
            } else {
                format!("reinstall it with its default features: {}", self.install_hint)
            };
            let name = self.name;
            return ExitError::usage(format!(
                "this build of `{name}` has no TLS and cannot reach https servers; {how}"
            ));
        }
        if error.is_usage() { ExitError::usage(error.to_string()) } else { ExitError::failure(with_cause(&error)) }
    }
}

/// The error and its innermost cause, on one line: `cannot connect to …` alone does not say why.
fn with_cause(error: &Error) -> String {
    let line = error.to_string();
    let mut cause = match error.kind() {
        ErrorKind::Connect | ErrorKind::Transport => error.source(),
        _ => None,
    };
    while let Some(inner) = cause.and_then(|cause| cause.source()) {
        cause = Some(inner);
    }
    match cause.map(ToString::to_string) {
        Some(cause) if !line.contains(&cause) => format!("{line}: {}", terminal::one_line(&cause)),
        _ => line,
    }
}
