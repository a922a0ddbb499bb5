//! `cargo xtask bench call`: instructions and allocations of one call, on the client's side, beside the same call by reqwest and
//! serde by hand.

mod bodies;
mod callgrind;
mod case;
mod cost;
mod figures;
mod guard;
mod peer;
mod program;
mod server;
mod table;

use super::child::first_error;
use super::figure::Figure;
use crate::args::Args;
use crate::exit_error::ExitError;
use crate::output;
use crate::workspace::target_folder;
use bodies::Bodies;
use case::{CASES, Case};
use cost::Cost;
use guard::Outcome;
use program::{PROGRAMS, Program, Tls};
use server::Server;
use std::path::PathBuf;
use std::process::Command;
use std::thread;
use table::Row;

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &["--peers", "--guard", "--save-baseline"], &["--case", "--program", "--profile"])?;
    if let Some(name) = args.get("--profile") {
        let program = program(args.get("--program").unwrap_or("here"))?;
        return profile(&Setup::new()?, &Program::build(program, Tls::With)?, case(name)?);
    }
    if args.has("--guard") || args.has("--save-baseline") {
        return guard(args.has("--save-baseline"));
    }
    let cases = args.get("--case").map_or(Ok(CASES.to_vec()), |name| case(name).map(|case| vec![case]))?;
    let programs = args.get("--program").map_or(Ok(PROGRAMS.to_vec()), |name| program(name).map(|name| vec![name]))?;
    let mut programs = build(&programs, Tls::With)?;
    if args.has("--peers") {
        programs.extend(peer::programs());
    }
    let rows = measure(&cases, &programs)?;
    output::print(&table::table(&rows));
    all_measured(&rows)
}

/// Measures all cases with all programs, those of peers too.
pub fn figures() -> Result<Vec<Figure>, ExitError> {
    let mut programs = build(&PROGRAMS, Tls::With)?;
    programs.extend(peer::programs());
    let rows = measure(&CASES, &programs)?;
    all_measured(&rows)?;
    Ok(figures::figures(&rows))
}

/// Compares the calls with the baseline, or saves it.
fn guard(save: bool) -> Result<(), ExitError> {
    let rows = measure(&guard::cases(), &build(&PROGRAMS, Tls::Without)?)?;
    output::print(&table::table(&rows));
    all_measured(&rows)?;
    if save {
        return guard::save(&rows);
    }
    let comparisons = guard::check(&rows)?;
    comparisons.iter().for_each(|comparison| output::line(&comparison.show()));
    let found = |outcome| comparisons.iter().any(|comparison| comparison.outcome() == outcome);
    if found(Outcome::Worse) {
        Err(ExitError::failure(
            "a call costs more than the baseline: `cargo xtask bench call --profile get` shows where; if it must, `cargo xtask bench call --save-baseline`, and say why in the commit",
        ))
    } else if found(Outcome::Better) {
        Err(ExitError::failure(
            "a call costs less than the baseline: update it with `cargo xtask bench call --save-baseline`",
        ))
    } else {
        Ok(())
    }
}

type Built = (&'static str, Result<Program, String>);

fn build(names: &[&'static str], tls: Tls) -> Result<Vec<Built>, ExitError> {
    names.iter().map(|name| Ok((*name, Ok(Program::build(name, tls)?)))).collect()
}

fn measure(cases: &[Case], programs: &[Built]) -> Result<Vec<Row>, ExitError> {
    let setup = Setup::new()?;
    Ok(cases.iter().map(|case| setup.measure(*case, programs)).collect())
}

/// An error if a program of this repository could not be measured; a peer may fail.
fn all_measured(rows: &[Row]) -> Result<(), ExitError> {
    let failed = rows.iter().flat_map(|row| &row.costs).find_map(|(name, cost)| {
        let error = cost.as_ref().err().filter(|_| PROGRAMS.contains(name))?;
        Some(format!("{name}: {error}"))
    });
    failed.map_or(Ok(()), |error| Err(ExitError::failure(error)))
}

fn case(name: &str) -> Result<Case, ExitError> {
    Case::by_name(name).ok_or_else(|| {
        let names = CASES.map(|case| case.name).join(", ");
        ExitError::usage(format!("unknown case `{name}`: use {names}"))
    })
}

fn program(name: &str) -> Result<&'static str, ExitError> {
    let found = PROGRAMS.into_iter().find(|program| *program == name);
    found.ok_or_else(|| ExitError::usage(format!("unknown program `{name}`: use {}", PROGRAMS.join(", "))))
}

/// What the programs call, and what they decode.
struct Setup {
    bodies: Bodies,
    server: Server,
    folder: PathBuf,
}

impl Setup {
    fn new() -> Result<Self, ExitError> {
        if !callgrind::is_installed() {
            return Err(ExitError::failure("valgrind is not installed: apt-get install valgrind"));
        }
        let failed = |error: std::io::Error| ExitError::failure(format!("cannot set up the bench: {error}"));
        let (bodies, folder) = (Bodies::read()?, target_folder("bench-call/bodies"));
        std::fs::create_dir_all(&folder).map_err(failed)?;
        std::fs::write(folder.join("user.json"), &bodies.user).map_err(failed)?;
        std::fs::write(folder.join("list.json"), &bodies.list).map_err(failed)?;
        let server = Server::start(&bodies).map_err(failed)?;
        Ok(Self { bodies, server, folder })
    }

    /// What a program gets as its target.
    fn target(&self, case: Case) -> String {
        let file = if case.is_list { "list.json" } else { "user.json" };
        if case.is_decode { self.folder.join(file).display().to_string() } else { self.server.base_url.clone() }
    }

    /// Measures a case with all programs side by side: instructions do not depend on the load of the machine.
    fn measure(&self, case: Case, programs: &[Built]) -> Row {
        let target = &self.target(case);
        let measure = |program: &Result<Program, String>| {
            let cost = program.as_ref().map_err(Clone::clone)?.measure(case, target);
            cost.map_err(|error| first_error(&error.message).to_owned())
        };
        let costs = thread::scope(|scope| {
            let runs: Vec<_> =
                programs.iter().map(|(name, program)| (*name, scope.spawn(move || measure(program)))).collect();
            let ended = |run: thread::ScopedJoinHandle<'_, Result<Cost, String>>| {
                run.join().unwrap_or_else(|_| Err("its measurement panicked".to_owned()))
            };
            runs.into_iter().map(|(name, run)| (name, ended(run))).collect()
        });
        let body = if case.is_list { &self.bodies.list } else { &self.bodies.user };
        Row { case, body: body.len(), costs }
    }
}

/// Leaves the profile of a case in the target folder, and prints where its instructions go.
fn profile(setup: &Setup, program: &Program, case: Case) -> Result<(), ExitError> {
    let profile = program.profile(case, &setup.target(case))?;
    let annotated = Command::new("callgrind_annotate").args(["--threshold=90"]).arg(&profile).output();
    if let Ok(annotated) = annotated {
        output::print(&String::from_utf8_lossy(&annotated.stdout));
    }
    output::line(&format!("the profile: callgrind_annotate --inclusive=yes {}", profile.display()));
    Ok(())
}
