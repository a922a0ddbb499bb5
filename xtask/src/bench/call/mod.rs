//! `cargo xtask bench call`: instructions and allocations of one call, on the client's side, beside the same call by reqwest and
//! serde by hand.

mod bodies;
mod callgrind;
mod case;
mod cost;
mod program;
mod server;
mod table;

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::output;
use crate::workspace::target_folder;
use bodies::Bodies;
use case::{CASES, Case};
use cost::Cost;
use program::{PROGRAMS, Program};
use server::Server;
use std::path::PathBuf;
use std::process::Command;
use table::Row;

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &[], &["--case", "--program", "--profile"])?;
    if !callgrind::is_installed() {
        return Err(ExitError::failure("valgrind is not installed: apt-get install valgrind"));
    }
    let setup = Setup::new()?;
    if let Some(name) = args.get("--profile") {
        let [program] = programs(args.get("--program").or(Some("here")))?[..] else { return Ok(()) };
        return profile(&setup, &Program::build(program)?, case(name)?);
    }
    let cases = args.get("--case").map_or(Ok(CASES.to_vec()), |name| case(name).map(|case| vec![case]))?;
    let programs = programs(args.get("--program"))?.into_iter().map(Program::build);
    let programs = programs.collect::<Result<Vec<_>, _>>()?;
    let rows = cases.into_iter().map(|case| setup.measure(case, &programs)).collect::<Result<Vec<_>, _>>()?;
    output::print(&table::table(&rows));
    Ok(())
}

fn case(name: &str) -> Result<Case, ExitError> {
    Case::by_name(name).ok_or_else(|| {
        let names = CASES.map(|case| case.name).join(", ");
        ExitError::usage(format!("unknown case `{name}`: use {names}"))
    })
}

/// The program of a name, or all.
fn programs(name: Option<&str>) -> Result<Vec<&'static str>, ExitError> {
    let Some(name) = name else { return Ok(PROGRAMS.to_vec()) };
    let found = PROGRAMS.into_iter().find(|program| *program == name);
    found
        .map(|program| vec![program])
        .ok_or_else(|| ExitError::usage(format!("unknown program `{name}`: use {}", PROGRAMS.join(", "))))
}

/// What the programs call, and what they decode.
struct Setup {
    bodies: Bodies,
    server: Server,
    folder: PathBuf,
}

impl Setup {
    fn new() -> Result<Self, ExitError> {
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
    fn measure(&self, case: Case, programs: &[Program]) -> Result<Row, ExitError> {
        let target = &self.target(case);
        let costs = std::thread::scope(|scope| {
            let runs: Vec<_> =
                programs.iter().map(|program| scope.spawn(move || program.measure(case, target))).collect();
            let costs = runs.into_iter().zip(programs).map(|(run, program)| {
                let cost = run.join().map_err(|_| ExitError::failure("a measurement panicked"))??;
                Ok((program.name, cost))
            });
            costs.collect::<Result<Vec<(&str, Cost)>, ExitError>>()
        })?;
        let body = if case.is_list { &self.bodies.list } else { &self.bodies.user };
        Ok(Row { case, body: body.len(), costs })
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
