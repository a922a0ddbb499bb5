//! A program: the names and the function table that its command line is made of.

use api_client_runtime::schema::{Function, Package};

/// A command line for the functions of a package.
#[derive(Clone, Copy, Debug)]
pub struct Program {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) package: &'static Package,
    pub(crate) functions: &'static [&'static Function],
    pub(crate) about: Option<&'static str>,
    pub(crate) token_hint: &'static str,
    pub(crate) install_hint: &'static str,
}

impl Program {
    /// A program of this name and version for these functions.
    #[must_use]
    pub const fn new(
        name: &'static str,
        version: &'static str,
        package: &'static Package,
        functions: &'static [&'static Function],
    ) -> Self {
        Self { name, version, package, functions, about: None, token_hint: "", install_hint: "" }
    }

    /// What the help says first, in place of `Calls the functions of …`.
    #[must_use]
    pub const fn with_about(mut self, about: &'static str) -> Self {
        self.about = Some(about);
        self
    }

    /// What the error of a call without a token says beside the variable's name.
    #[must_use]
    pub const fn with_token_hint(mut self, hint: &'static str) -> Self {
        self.token_hint = hint;
        self
    }

    /// The command that installs the program with TLS.
    #[must_use]
    pub const fn with_install_hint(mut self, command: &'static str) -> Self {
        self.install_hint = command;
        self
    }
}
