//! The command `intercom`: calls every function of the function tables from a shell.

mod call;
mod command;
mod demo;
mod dry_run;
mod emulator;
mod exit_error;
mod functions;
mod input;
mod output;
mod reindent;
mod resolve;
mod settings;
mod terminal;

use exit_error::ExitError;

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

fn run() -> Result<(), ExitError> {
    let matches = match command::command().try_get_matches() {
        Ok(matches) => matches,
        Err(error) if error.use_stderr() => return Err(ExitError::command_line(&error)),
        // `--help` or `--version`.
        Err(help) => return output::print(help.render().to_string()),
    };
    match matches.subcommand() {
        Some(("call", matches)) => call::run(matches),
        Some(("functions", matches)) => functions::run(matches),
        Some(("emulator", matches)) => emulator::run(matches),
        Some(("demo", _)) => demo::run(),
        // Unreachable: clap requires one of these subcommands.
        _ => Err(ExitError::usage("a subcommand is missing; see `intercom --help`")),
    }
}
