//! `cargo xtask …`: parses arguments, calls the generator, prints.
//!
//! This crate must not depend on the generated client: it has to build when the generated code does not.

mod args;
mod bench;
mod demo;
mod diff;
mod explain;
mod fuzz;
mod git;
mod output;
mod regen;
mod report;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>

  regen [--check] [--format human|json|github] [--spec DIR --out DIR]
        write the client, its docs and its function table from the spec;
        --check writes nothing, prints what differs and exits 1;
        --format says how the faults of a spec are reported;
        --spec and --out take another spec and another folder
  explain CODE
        the rule behind a code such as E012, with a wrong and a right spec
  diff [REV | DIR] [--spec DIR] [--format human|markdown|json]
       [--deny major|minor] [--current-version X.Y.Z]
        compare the spec with its state at a revision of git (HEAD), or with
        another folder: what changes for users, and the next version;
        --deny exits 1 when the change reaches that level
  demo  check that the generated files are fresh, start the emulator, and
        call every function over HTTP, typed and dynamically; needs no
        account and no network
  bench scale [--save]
        what a function costs the generator, in time and memory, in specs of
        100, 1,000 and 10,000 functions; --save writes codegen/docs/scale.md
  bench compile [--functions N] [--check]
        compile the client of a synthetic spec: what a function costs the
        compiler; --check only checks
  bench emulator [--prism] [--save]
        speed, start and memory of the emulator; --prism measures Prism beside
        it, which npm puts into the target folder; --save writes
        generated-client/emulator/SPEED.md
  fuzz [--seconds N] [--seed N]
        try specs that are made of the corpus's by chance, for 30 seconds if
        not said otherwise; what breaks a promise is kept, and exits 1
  help  this text";

fn main() -> ExitCode {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    let outcome = match command.as_str() {
        "regen" => regen::run(&rest),
        "explain" => explain::run(&rest),
        "diff" => diff::run(&rest),
        "demo" => demo::run(&rest),
        "bench" => bench::run(&rest),
        "fuzz" => fuzz::run(&rest),
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
            // Without a message, the command has said what is wrong.
            if !stop.message.is_empty() {
                eprintln!("error: {}", stop.message);
                if stop.code == 2 {
                    eprintln!("{USAGE}");
                }
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
