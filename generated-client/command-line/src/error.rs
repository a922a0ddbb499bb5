//! Errors of calls, with what the program's user can do about them.

use crate::exit_error::ExitError;
use crate::program::Program;
use api_client_runtime::error::{Error, ErrorKind, Setting};

impl Program {
    /// The error of a call, with what the program's user can do about it.
    #[must_use]
    pub fn error(&self, error: &Error) -> ExitError {
        if error.kind() == ErrorKind::MissingToken {
            let function = error.function().map(|name| format!("{name}: ")).unwrap_or_default();
            let hint = if self.token_hint.is_empty() { String::new() } else { format!("; {}", self.token_hint) };
            let login = format!("{} auth login", self.name);
            let variables = self.package().credentials().filter_map(|name| self.package().variable(name));
            let variables = variables.collect::<Vec<_>>().join(" and ");
            return ExitError::usage(format!(
                "{function}this call needs an access token; set {variables}, or run `{login}`{hint}"
            ));
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
        ExitError::of_call(error)
    }
}
