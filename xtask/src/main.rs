//! `cargo xtask …`: the workspace's commands.
//!
//! This crate must not depend on the generated client: it has to build when the generated code does not.

mod args;
mod bench;
mod demo;
mod diff;
mod exit_error;
mod explain;
mod export;
mod features;
mod fuzz;
mod git;
mod import;
mod label;
mod new;
mod output;
mod plans;
mod process;
mod regen;
mod report;
mod test_docs;
mod words;
mod workspace;

use exit_error::ExitError;
use std::process::ExitCode;

const USAGE: &str = "\
usage: cargo xtask <command>

  regen [--check] [--draft] [--format human|json|github]
        [--spec DIR --out DIR]
        write the client, its docs and its function table from the spec, and
        FAULTS.md and COVERAGE.md from the tests;
        --check writes nothing, prints what differs and exits 1;
        --draft compiles functions with `http: TODO`: a call of one fails
        before anything is sent;
        --format is the format of diagnostics;
        --spec and --out select another spec and another folder
  import table FILE --out DIR [--format human|json|github]
        write a spec from function tables: a README with tables, or a
        marketplace's metadata.json; what they do not say is `http: TODO`
  new DIR --from FILE [--runtime DIR | VERSION] [--format human|json|github]
        write a crate from function tables, an OpenAPI document or a spec
        folder: spec, client, docs, tests, command line;
        --runtime is where it finds `api-client-runtime`, by default here
  explain CODE
        the rule behind a code such as E012, with a wrong and a right spec
  diff [REV | DIR] [--spec DIR] [--format human|markdown|json]
       [--deny major|minor] [--current-version X.Y.Z]
        compare the spec with its state at a git revision (HEAD), or with
        another folder: what changes for users, and the next version;
        --deny exits 1 if the change reaches that level
  export openapi [--spec DIR]
        print the spec as an OpenAPI document (3.0.3), for other tools
  import openapi FILE --out DIR --bare [--overlay FILE]...
        write a complete client, and its spec, from an OpenAPI document alone;
        notes say what a spec cannot express, and where it stands
  import openapi FILE --into SPEC_DIR [--overlay FILE]... [--history DIR]
         [--check] [--deny major|minor] [--format human|json|github]
        write functions and types of a spec from a document, its standard
        overlays and SPEC_DIR/overlay.yaml, and print what changes for users;
        --check writes nothing and exits 1 if the spec differs;
        --deny exits 1, and writes nothing, if the change reaches that level;
        --history adds what older documents have to SPEC_DIR/history.yaml, for the version that brought each part
  words [--list]
        count the banned words of CONTRIBUTING's glossary in code, docs and
        specs; --list prints each line; exits 1 if there are any
  demo  check that the generated files are fresh, start the emulator, and
        call every function over HTTP, typed and dynamically; needs no
        account and no network
  bench call [--peers] [--program NAME] [--case NAME] [--profile CASE]
        instructions and allocations of one call on the client's side, beside
        reqwest and serde by hand, and with --peers beside generated clients;
        --profile leaves a profile of one case in the target folder and prints
        where instructions go; needs valgrind
  bench call --guard | --save-baseline
        compare the calls with xtask/bench/baseline.json, and exit 1 if they
        differ by more than 2 %; or write it
  bench compile [--synthetic [--functions N]]
        what a function costs the compiler, beside clients that other
        generators write, and what a program with one call weighs;
        --synthetic compiles the client of a synthetic spec instead
  bench regen [--save]
        what a function costs the generator, beside others, in specs of up to
        10,000 functions, and regen as people run it; --save writes
        codegen/docs/scale.md
  bench emulator [--prism] [--save]
        speed, start and memory of the emulator; --prism also measures Prism,
        installed by npm into the target folder; --save writes
        generated-client/emulator/SPEED.md
  bench start
        processor time of the command, from its start to the request it would
        send, beside an empty process
  bench page
        first paint of the try-it page from its file, and each key of a search;
        needs Chromium and its driver
  bench all [--save]
        all of these with all peers, which are installed from crates.io into
        the target folder; --save writes generated-client/docs/bench
  bench openapi [--3.1]
        print the OpenAPI document of the spec that other generators read
  fuzz [--seconds N] [--seed N]
        run the generator on random mutations of its corpus, for 30 seconds
        by default; keeps inputs that break an invariant, and exits 1
  help  print this text";

fn main() -> ExitCode {
    let mut args = std::env::args().skip(1);
    let command = args.next().unwrap_or_default();
    let rest: Vec<String> = args.collect();
    let result = match command.as_str() {
        "regen" => regen::run(&rest),
        "new" => new::run(&rest),
        "explain" => explain::run(&rest),
        "export" => export::run(&rest),
        "diff" => diff::run(&rest),
        "import" => import::run(&rest),
        "words" => words::run(&rest),
        "demo" => demo::run(&rest),
        "bench" => bench::run(&rest),
        "fuzz" => fuzz::run(&rest),
        "help" | "--help" | "-h" => {
            output::line(USAGE);
            Ok(())
        }
        "" => Err(ExitError::usage("a command is missing")),
        other => Err(ExitError::usage(format!("unknown command `{other}`"))),
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(ExitError { code, message }) => {
            if !message.is_empty() {
                eprintln!("error: {message}");
                if code == 2 {
                    eprintln!("{USAGE}");
                }
            }
            ExitCode::from(code)
        }
    }
}
