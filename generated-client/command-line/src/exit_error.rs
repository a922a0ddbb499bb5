//! Errors that end the command, each with its exit code.

use crate::terminal;
use api_client_runtime::error::{Error, ErrorKind};
use std::error::Error as _;
use std::process::ExitCode;

/// An error that ends the command.
#[derive(Debug)]
pub struct ExitError {
    code: u8,
    message: String,
}

/// Exit code for a failure on this machine.
const LOCAL: u8 = 1;

/// Exit code for a wrong command line, argument or setting.
const USAGE: u8 = 2;

/// Exit code for a call that the rate limit does not let through.
const RATE_LIMITED: u8 = 3;

/// Exit code for a call that the server rejects: a status 4xx.
const REJECTED: u8 = 4;

/// Exit code for a server that fails, cannot be reached or sends what cannot be read.
const SERVER: u8 = 5;

/// Exit code after Ctrl-C, as shells report it.
const INTERRUPTED: u8 = 130;

impl ExitError {
    /// A wrong command line, argument or setting.
    pub fn usage(message: impl Into<String>) -> Self {
        Self::with_code(USAGE, message)
    }

    /// A failure on this machine, such as a file that cannot be written.
    pub fn failure(message: impl Into<String>) -> Self {
        Self::with_code(LOCAL, message)
    }

    /// A server that fails, cannot be reached or sends what cannot be read.
    pub fn server(message: impl Into<String>) -> Self {
        Self::with_code(SERVER, message)
    }

    /// A call that the server rejects.
    pub fn rejected(message: impl Into<String>) -> Self {
        Self::with_code(REJECTED, message)
    }

    /// The same error, with what can be done about it.
    #[must_use]
    pub fn with_hint(mut self, hint: &str) -> Self {
        self.message = format!("{}; {hint}", self.message);
        self
    }

    /// Ctrl-C, with what the user must know about what was under way.
    pub fn interrupted(message: impl Into<String>) -> Self {
        Self::with_code(INTERRUPTED, message)
    }

    fn with_code(code: u8, message: impl Into<String>) -> Self {
        Self { code, message: format!("error: {}", message.into()) }
    }

    /// Whether it is no error: what was asked for is done, or nobody reads it any more.
    pub(crate) fn is_success(&self) -> bool {
        self.code == 0
    }

    /// The message, without the `error: ` before it.
    pub(crate) fn message(&self) -> &str {
        self.message.strip_prefix("error: ").unwrap_or(&self.message)
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

impl ExitError {
    /// The error of a call, as the client words it.
    pub fn of_call(error: &Error) -> Self {
        Self::with_code(code(error), with_cause(error))
    }
}

fn code(error: &Error) -> u8 {
    match (error.kind(), error.status()) {
        _ if error.is_usage() => USAGE,
        _ if error.is_rate_limited() => RATE_LIMITED,
        (ErrorKind::NotFound | ErrorKind::Ambiguous, _) => REJECTED,
        // An error with a status of success is the server's own.
        (ErrorKind::Status, Some(200..=299 | 400..=499)) => REJECTED,
        _ => SERVER,
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
