//! `cargo xtask bench …`: what the generator and the emulator cost, measured in release builds in child processes.

mod call;
mod compile;
mod cost;
mod emulator;
mod plot;
mod scale;
mod synthetic_spec;

use crate::exit_error::ExitError;

pub fn run(args: &[String]) -> Result<(), ExitError> {
    match args.split_first() {
        Some((name, rest)) if name == "scale" => scale::run(rest),
        Some((name, rest)) if name == "call" => call::run(rest),
        Some((name, rest)) if name == "compile" => compile::run(rest),
        Some((name, rest)) if name == "emulator" => emulator::run(rest),
        // The child process of `scale`.
        Some((name, rest)) if name == "measure" => scale::measure(rest),
        Some((name, _)) => Err(ExitError::usage(format!("unknown bench `{name}`"))),
        None => Err(ExitError::usage("name a bench: `call`, `scale`, `compile` or `emulator`")),
    }
}
