//! The command `intercom`: calls every function of the function tables from a shell.

mod command;
mod demo;
mod emulator;

use api_client_cli::ExitError;
use command::PROGRAM;

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(error) => error.report(),
    }
}

fn run() -> Result<(), ExitError> {
    let Some(matches) = PROGRAM.matches(command::command())? else { return Ok(()) };
    match matches.subcommand() {
        Some(("emulator", matches)) => emulator::run(matches),
        Some(("demo", _)) => demo::run(),
        _ => PROGRAM.dispatch(&matches),
    }
}
