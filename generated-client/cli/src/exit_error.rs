//! Why the command ends before its time, and with which exit code.

use crate::output;
use intercom_client::{Error, ErrorKind, PACKAGE};
use std::error::Error as _;
use std::process::ExitCode;

/// Why the command ends before its time.
#[derive(Debug)]
pub struct Stop {
    code: u8,
    message: String,
}

/// What a command line, an argument or a setting is at fault for.
const USAGE: u8 = 2;

/// What went wrong with a sound command line.
const FAILURE: u8 = 1;

impl Stop {
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: USAGE, message: format!("error: {}", message.into()) }
    }

    pub fn failure(message: impl Into<String>) -> Self {
        Self { code: FAILURE, message: format!("error: {}", message.into()) }
    }

    /// Nobody reads any more, as with `| head`: no fault.
    pub fn unread() -> Self {
        Self { code: 0, message: String::new() }
    }

    /// A command line that clap refuses, in its own words.
    pub fn command_line(wrong: &clap::Error) -> Self {
        Self { code: USAGE, message: wrong.render().to_string().trim_end().to_owned() }
    }

    /// Says why on stderr.
    pub fn report(self) -> ExitCode {
        if !self.message.is_empty() {
            output::tell(&self.message);
        }
        ExitCode::from(self.code)
    }
}

impl From<Error> for Stop {
    fn from(error: Error) -> Self {
        if error.kind() == ErrorKind::MissingToken {
            let function = error.function().map(|name| format!("{name}: ")).unwrap_or_default();
            return Self::usage(format!(
                "{function}this call needs an access token; set {}_ACCESS_TOKEN (to try things out, start `intercom \
                 emulator`, which takes any)",
                PACKAGE.env
            ));
        }
        if error.is_usage() { Self::usage(error.to_string()) } else { Self::failure(with_cause(&error)) }
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
        Some(cause) if !line.contains(&cause) => format!("{line}: {}", output::one_line(&cause)),
        _ => line,
    }
}
