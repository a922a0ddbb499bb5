//! `cargo xtask bench compile`: what the client costs the compiler, beside the clients that other generators write of the same
//! functions, and what a program with one call weighs.

mod every_call;
mod one_call;
mod peer_calls;
mod subject;
mod synthetic;

use super::figure::{Figure, Reach, Unit};
use super::peers::PEERS;
use super::table::table;
use crate::args::Args;
use crate::exit_error::ExitError;
use crate::output;
use subject::{Step, Subject};

const BENCH: &str = "compile";

/// How often each step runs.
const RUNS: usize = 2;

/// The steps, and what each should reach.
const STEPS: [(Step, Option<Reach>); 3] =
    [(Step::Check, Some(Reach::Most(15.0))), (Step::Release, Some(Reach::Most(35.0))), (Step::EveryCall, None)];

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &["--synthetic"], &["--functions"])?;
    if args.has("--synthetic") || args.get("--functions").is_some() {
        return synthetic::run(args.number("--functions", 1_000)?);
    }
    output::print(&table(&measure()?));
    Ok(())
}

/// Measures each step with all subjects, and the program with one call.
pub fn measure() -> Result<Vec<Figure>, ExitError> {
    let here = Subject::here()?;
    let peers: Vec<_> = PEERS.iter().map(|peer| (peer.name, Subject::peer(peer))).collect();
    let mut figures = Vec::new();
    for (step, reach) in STEPS {
        let name = format!("{}, a function", step.doc());
        let mut figure = Figure::of_runs(BENCH, name, Unit::Millis, &here.millis_each(step, RUNS)?);
        figure.reach = reach;
        eprintln!("{}: {}", figure.name, figure.unit.show(figure.here));
        for (name, peer) in &peers {
            let runs = peer.as_ref().map_err(Clone::clone);
            let runs = runs.and_then(|peer| peer.millis_each(step, RUNS).map_err(|error| error.message));
            figure = figure.beside(*name, runs.map(|runs| runs.into_iter().fold(f64::INFINITY, f64::min)));
        }
        figures.push(figure);
    }
    figures.extend(one_call::measure()?);
    Ok(figures)
}
