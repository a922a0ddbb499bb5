//! Runs a program: parses its arguments, runs a subcommand, reports its error.

use crate::choose::{Built, Glimpse};
use crate::exit_error::ExitError;
use crate::options::Options;
use crate::program::Program;
use crate::{auth, call, command, docs, doctor, export, functions, generate, import, mcp, output, serve};
use clap::{ArgMatches, Command};
use std::ffi::OsString;
use std::process::ExitCode;

impl Program {
    /// The command with all its subcommands and all options of their functions.
    #[must_use]
    pub fn command(&self) -> Command {
        command::command(self, Built::Complete)
    }

    /// The program, run with the arguments of the process.
    #[must_use]
    pub fn run(self) -> ExitCode {
        let args: Vec<OsString> = std::env::args_os().collect();
        match self.run_with(&args) {
            Ok(()) => ExitCode::SUCCESS,
            Err(error) => error.report(),
        }
    }

    fn run_with(self, args: &[OsString]) -> Result<(), ExitError> {
        let glimpse = Glimpse::of(args.get(1..).unwrap_or_default());
        let program = self.choose(&glimpse)?;
        let first = glimpse.command.as_deref().unwrap_or_default();
        if let Some(api) = program.other_api_of(first) {
            let (name, this) = (api.name, program.api().name);
            return Err(ExitError::usage(format!("`{first}` is not in the API {this}; add --api {name}")));
        }
        let command = command::command(&program, Built::Of(first));
        let matches = match command.try_get_matches_from(args) {
            Ok(matches) => matches,
            Err(error) if error.use_stderr() => return Err(ExitError::command_line(&error)),
            Err(help) => return output::print(help.render().to_string()),
        };
        program.dispatch(&matches)
    }

    /// Commands that send requests by the table do not fit an API whose calls are made in another way.
    fn require_table(&self, command: &str) -> Result<(), ExitError> {
        const BY_TABLE: [&str; 5] = ["docs", "export", "import", "mcp", "serve"];
        let api = self.api();
        if api.calls.is_none() || !BY_TABLE.contains(&command) {
            return Ok(());
        }
        Err(ExitError::usage(format!("`{command}` does not work with --api {}", api.name)))
    }

    fn dispatch(&self, matches: &ArgMatches) -> Result<(), ExitError> {
        let options = Options::of(matches);
        self.require_table(matches.subcommand_name().unwrap_or_default())?;
        match matches.subcommand() {
            Some(("call", _)) => call::run(self, &options),
            Some(("import", _)) => import::run(self, &options),
            Some(("export", _)) => export::run(self, &options),
            Some(("auth", inner)) => auth::run(self, inner.subcommand_name().unwrap_or_default(), &options),
            Some(("docs", _)) => docs::run(self, &options),
            Some(("doctor", _)) => doctor::run(self, &options),
            Some(("serve", _)) => serve::run(self, &options),
            Some(("mcp", _)) => mcp::run(self, &options),
            Some(("completions", _)) => generate::completions(self, &options),
            Some(("man", _)) => generate::man(self, &options),
            Some(("functions", matches)) => functions::run(self, matches),
            Some((name, inner)) => match self.extensions.iter().find(|extension| extension.name == name) {
                Some(extension) => (extension.run)(self, inner),
                None => call::verb(self, name, inner.subcommand_name().unwrap_or_default(), &options),
            },
            // Unreachable: clap requires a known subcommand.
            None => Err(ExitError::usage(format!("a subcommand is missing; see `{} --help`", self.name))),
        }
    }
}
