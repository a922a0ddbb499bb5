//! The names of a crate, and where its dependencies are.

use crate::model::Api;

/// Where the crates that a client depends on are.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Runtime {
    /// In these folders: the runtime, and the command line of every client.
    Paths {
        /// `api-client-runtime`.
        runtime: String,
        /// `api-client-cli`.
        command_line: String,
    },
    /// In the registry.
    Version(String),
}

/// The names of a crate.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Names {
    /// The package, such as `library-client`.
    pub package: String,
    /// The library as Rust imports it, such as `library_client`.
    pub library: String,
    /// The command, such as `library`.
    pub command: String,
}

impl Names {
    /// The names for an API.
    #[must_use]
    pub fn of(api: &Api) -> Self {
        let library = api.package.krate().to_owned();
        let package = library.replace('_', "-");
        let command = api.package.command();
        Self { package, library, command }
    }
}
