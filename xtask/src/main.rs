//! `cargo xtask …`: parses arguments, calls the generator, prints.
//!
//! This crate must not depend on the generated client: it has to build when the generated code does not.

mod args;
mod demo;
mod output;
mod regen;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>

  regen [--check] [--spec DIR --out DIR]
        write the client, its docs and its function table from the spec;
        --check writes nothing, prints what differs and exits 1;
        --spec and --out take another spec and another folder
  demo  check that the generated files are fresh, start the emulator, and
        call every function over HTTP, typed and dynamically; needs no
        account and no network
  help  this text";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let outcome = match command.as_str() {
        "regen" => regen::run(&rest),
        "demo" => demo::run(&rest),
        "help" | "--help" | "-h" => {
            output::line(USAGE);
            Ok(())
        }
        "" => Err(Stop::usage("a command is missing")),
        other => Err(Stop::usage(format!("there is no command `{other}`"))),
    };
    match outcome {
        Ok(()) => ExitCode::SUCCESS,
        Err(stop) => {
            if !stop.message.is_empty() {
                eprintln!("error: {}", stop.message);
            }
            if stop.code == 2 {
                eprintln!("{USAGE}");
            }
            ExitCode::from(stop.code)
        }
    }
}

/// Why a command ends without success.
struct Stop {
    /// 2 for a wrong command line, 1 for anything else.
    code: u8,
    message: String,
}

impl Stop {
    fn usage(message: impl Into<String>) -> Self {
        Self { code: 2, message: message.into() }
    }

    fn failure(message: impl Into<String>) -> Self {
        Self { code: 1, message: message.into() }
    }
}
