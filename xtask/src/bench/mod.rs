//! `cargo xtask bench …`: what the generator, the client, the emulator, the command and the page cost, beside others, measured in release builds in child
//! processes.

mod all;
mod call;
mod child;
mod compile;
mod emulator;
mod figure;
mod openapi;
mod page;
mod peers;
mod regen;
mod start;
mod synthetic_spec;
mod table;

use crate::exit_error::ExitError;

pub fn run(args: &[String]) -> Result<(), ExitError> {
    match args.split_first() {
        Some((name, rest)) if name == "all" => all::run(rest),
        Some((name, rest)) if name == "call" => call::run(rest),
        Some((name, rest)) if name == "compile" => compile::run(rest),
        Some((name, rest)) if name == "regen" => regen::run(rest),
        Some((name, rest)) if name == "emulator" => emulator::run(rest),
        Some((name, rest)) if name == "start" => start::run(rest),
        Some((name, rest)) if name == "page" => page::run(rest),
        Some((name, rest)) if name == "openapi" => openapi::run(rest),
        // The child process of `regen`.
        Some((name, rest)) if name == "measure" => regen::measure_child(rest),
        Some((name, _)) => Err(ExitError::usage(format!("unknown bench `{name}`"))),
        None => Err(ExitError::usage("name a bench: `call`, `compile`, `regen`, `emulator`, `start`, `page` or `all`")),
    }
}
