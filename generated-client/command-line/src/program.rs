//! A program: the names and the function tables that its command line is made of.

use crate::exit_error::ExitError;
use api_client_runtime::__private::Core;
use api_client_runtime::schema::{Function, Package};
use clap::{ArgMatches, Command};
use serde_json::Value;
use std::any::Any;
use std::future::Future;
use std::pin::Pin;

/// An API that a program calls: a package with its function table.
#[derive(Clone, Copy, Debug)]
pub struct Api {
    pub(crate) name: &'static str,
    pub(crate) package: &'static Package,
    pub(crate) functions: &'static [&'static Function],
    pub(crate) page: Option<&'static str>,
    pub(crate) calls: Option<Calls>,
    pub(crate) switches: &'static [(&'static str, &'static str)],
}

/// What makes the calls of a table whose functions run on another API. The result is the response.
pub type Calls = fn(OtherCall) -> Pin<Box<dyn Future<Output = Result<Value, ExitError>>>>;

/// A call of a table whose functions run on another API.
#[non_exhaustive]
pub struct OtherCall {
    /// The client.
    pub core: Core,
    /// The function's name in the table.
    pub function: String,
    /// Its arguments, by their names in the table.
    pub args: Value,
    /// The switches that are set, of those of [`Api::with_switches`].
    pub switches: Vec<&'static str>,
}

impl Api {
    /// An API by the short name that `--api` takes, such as `v2`.
    #[must_use]
    pub const fn new(name: &'static str, package: &'static Package, functions: &'static [&'static Function]) -> Self {
        Self { name, package, functions, page: None, calls: None, switches: &[] }
    }

    /// Makes the calls in another way than by the table, which is that of another API: by `call` and the subcommands of the
    /// resources only.
    #[must_use]
    pub const fn with_calls(mut self, calls: Calls) -> Self {
        self.calls = Some(calls);
        self
    }

    /// Options without a value, each with its help, that calls of [`with_calls`](Self::with_calls) take.
    #[must_use]
    pub const fn with_switches(mut self, switches: &'static [(&'static str, &'static str)]) -> Self {
        self.switches = switches;
        self
    }

    /// The try-it page that the generator wrote, `docs/index.html`: adds the subcommand `docs`, which serves it.
    #[must_use]
    pub const fn with_page(mut self, page: &'static str) -> Self {
        self.page = Some(page);
        self
    }
}

/// A subcommand that a program adds to those of every program.
#[derive(Clone, Copy)]
pub(crate) struct Extension {
    pub name: &'static str,
    pub command: fn() -> Command,
    pub run: fn(&Program, &ArgMatches) -> Result<(), ExitError>,
}

/// A server on this machine that lives as long as this value.
pub struct Emulator {
    pub(crate) url: String,
    /// Stops the server when it is dropped.
    _server: Box<dyn Any + Send + Sync>,
}

impl Emulator {
    /// A server that listens at a URL until `server` is dropped.
    #[must_use]
    pub fn new(url: impl Into<String>, server: impl Any + Send + Sync) -> Self {
        Self { url: url.into(), _server: Box::new(server) }
    }
}

/// A command line for the functions of one API or of several.
#[derive(Clone)]
pub struct Program {
    pub(crate) name: &'static str,
    pub(crate) version: &'static str,
    pub(crate) apis: Vec<Api>,
    /// The API of this run: a position in `apis`.
    pub(crate) chosen: usize,
    pub(crate) about: Option<&'static str>,
    pub(crate) token_hint: &'static str,
    pub(crate) install_hint: &'static str,
    pub(crate) extensions: Vec<Extension>,
    pub(crate) emulator: Option<fn() -> Result<Emulator, ExitError>>,
}

impl Program {
    /// A program of this name and version for one API.
    #[must_use]
    pub fn new(
        name: &'static str,
        version: &'static str,
        package: &'static Package,
        functions: &'static [&'static Function],
    ) -> Self {
        Self::of(name, version, Api::new("", package, functions), [])
    }

    /// A program for several APIs. The first is the default; `--api` and `<PREFIX>_API` choose another, with the prefix of the
    /// first one's environment variables.
    #[must_use]
    pub fn of(name: &'static str, version: &'static str, first: Api, others: impl IntoIterator<Item = Api>) -> Self {
        Self {
            name,
            version,
            apis: std::iter::once(first).chain(others).collect(),
            chosen: 0,
            about: None,
            token_hint: "",
            install_hint: "",
            extensions: Vec::new(),
            emulator: None,
        }
    }

    /// The try-it page of a program with one API: see [`Api::with_page`].
    #[must_use]
    pub fn with_page(mut self, page: &'static str) -> Self {
        self.apis = self.apis.into_iter().map(|api| api.with_page(page)).collect();
        self
    }

    /// What the help says first, in place of `Calls the functions of …`.
    #[must_use]
    pub fn with_about(mut self, about: &'static str) -> Self {
        self.about = Some(about);
        self
    }

    /// What the error of a call without a token says beside the variable's name.
    #[must_use]
    pub fn with_token_hint(mut self, hint: &'static str) -> Self {
        self.token_hint = hint;
        self
    }

    /// The command that installs the program with TLS.
    #[must_use]
    pub fn with_install_hint(mut self, command: &'static str) -> Self {
        self.install_hint = command;
        self
    }

    /// Adds a subcommand of this name.
    #[must_use]
    pub fn with_subcommand(
        mut self,
        name: &'static str,
        command: fn() -> Command,
        run: fn(&Program, &ArgMatches) -> Result<(), ExitError>,
    ) -> Self {
        self.extensions.push(Extension { name, command, run });
        self
    }

    /// Adds the option `--emulator`: calls go to a server that is started for this run and accepts any token.
    #[must_use]
    pub fn with_emulator(mut self, start: fn() -> Result<Emulator, ExitError>) -> Self {
        self.emulator = Some(start);
        self
    }

    /// The package of the API of this run.
    #[must_use]
    pub fn package(&self) -> &'static Package {
        self.api().package
    }

    /// The functions of the API of this run.
    #[must_use]
    pub fn functions(&self) -> &'static [&'static Function] {
        self.api().functions
    }

    pub(crate) fn api(&self) -> Api {
        // `chosen` is a position in the list, which has a first one.
        self.apis.get(self.chosen).copied().unwrap_or(Api::new("", &NO_PACKAGE, &[]))
    }

    pub(crate) fn has_several_apis(&self) -> bool {
        self.apis.len() > 1
    }

    /// The prefix of the environment variables that belong to the program and not to one of its APIs.
    pub(crate) fn prefix(&self) -> &'static str {
        self.apis.first().map_or("", |api| api.package.env)
    }
}

static NO_PACKAGE: Package = Package::new("", "", "");
