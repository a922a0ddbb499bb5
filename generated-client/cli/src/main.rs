//! The command `intercom`: every function of the tables from a shell.

mod call;
mod command;
mod demo;
mod dry_run;
mod emulator;
mod functions;
mod input;
mod output;
mod reindent;
mod resolve;
mod settings;
mod stop;

use stop::Stop;

fn main() -> std::process::ExitCode {
    match run() {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(stop) => stop.report(),
    }
}

fn run() -> Result<(), Stop> {
    let words = match command::command().try_get_matches() {
        Ok(words) => words,
        Err(wrong) if wrong.use_stderr() => return Err(Stop::command_line(&wrong)),
        // Help and version were asked for.
        Err(help) => return output::print(help.render().to_string()),
    };
    match words.subcommand() {
        Some(("call", words)) => call::run(words),
        Some(("functions", words)) => functions::run(words),
        Some(("emulator", words)) => emulator::run(words),
        Some(("demo", _)) => demo::run(),
        // Cannot be: a command is required, and these are all.
        _ => Err(Stop::usage("a command is missing; see `intercom --help`")),
    }
}
