//! Errors that end a command, each with its exit code.

/// An error that ends a command.
#[derive(Debug)]
pub struct ExitError {
    /// 2 for a wrong command line, 1 for anything else.
    pub code: u8,
    /// Empty if the command has already printed what is wrong.
    pub message: String,
}

impl ExitError {
    pub fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into() }
    }

    pub fn failure(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into() }
    }

    /// A failure that has already been reported.
    pub fn reported(code: u8) -> Self {
        Self { code, message: String::new() }
    }
}
