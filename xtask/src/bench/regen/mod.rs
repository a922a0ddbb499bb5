//! `cargo xtask bench regen`: what a function costs the generator, and what `cargo xtask regen` costs as people run it.

mod cost;
mod plot;
mod scale;

pub use scale::measure as measure_child;

use super::child;
use super::figure::{Figure, Reach, Unit};
use super::openapi::product;
use super::peers::PEERS;
use super::synthetic_spec::temp_dir;
use super::table::table;
use crate::args::Args;
use crate::exit_error::ExitError;
use crate::workspace::{root, target_folder};
use crate::{output, process};
use std::path::{Path, PathBuf};
use std::process::Command;

const BENCH: &str = "regen";

/// How often each generator runs.
const RUNS: usize = 10;

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &["--save"], &[])?;
    output::print(&table(&measure(args.has("--save"))?));
    Ok(())
}

/// Measures; `save` also writes the page about specs of three sizes.
pub fn measure(save: bool) -> Result<Vec<Figure>, ExitError> {
    let release = build(&["--release"], "release/xtask")?;
    let dev = build(&[], "debug/xtask")?;
    let functions = f64::from(u32::try_from(product()?.functions().count()).unwrap_or(u32::MAX));
    let mut of_spec = Figure::of_runs(
        BENCH,
        "regen of the spec in release, a function",
        Unit::Millis,
        &millis_each(|| regen(&release), functions)?,
    )
    .reach(Reach::Most(0.44));
    for peer in &PEERS {
        let runs = peer.install().and_then(|tool| {
            millis_each(|| peer.generate(&tool).map_err(ExitError::failure), functions).map_err(|error| error.message)
        });
        let best = runs.map(|runs| runs.into_iter().fold(f64::INFINITY, f64::min));
        of_spec = of_spec.beside(peer.name, best);
    }
    let mut figures = vec![of_spec, scale::figure(&release, save)?];
    figures.extend(as_people_run_it(&dev)?);
    Ok(figures)
}

/// Builds this program with a profile.
fn build(profile: &[&str], path: &str) -> Result<PathBuf, ExitError> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--quiet", "--package", "xtask"]).args(profile).current_dir(root());
    process::run(&mut cargo, "cargo")?;
    Ok(target_folder(path))
}

/// Writes the product's client into an empty folder.
fn regen(xtask: &Path) -> Result<child::Usage, ExitError> {
    let out = temp_dir()?;
    child::run(Command::new(xtask).args(["regen", "--spec", "spec/v1", "--out"]).arg(out.path()).current_dir(root()))
}

/// The processor time of each run, by functions.
fn millis_each(run: impl Fn() -> Result<child::Usage, ExitError>, functions: f64) -> Result<Vec<f64>, ExitError> {
    (0..RUNS).map(|_| Ok(run()?.processor.as_secs_f64() * 1e3 / functions)).collect()
}

/// `cargo xtask regen` in this workspace, without cargo. With `--check`, so that a bench writes nothing: the work is the same.
fn as_people_run_it(xtask: &Path) -> Result<[Figure; 2], ExitError> {
    let run = || child::run(Command::new(xtask).args(["regen", "--check"]).current_dir(root()));
    let usages = (0..RUNS).map(|_| run()).collect::<Result<Vec<_>, _>>()?;
    let seconds: Vec<f64> = usages.iter().map(|usage| usage.processor.as_secs_f64()).collect();
    let peaks: Vec<f64> = usages.iter().map(|usage| usage.peak_bytes as f64).collect();
    Ok([
        Figure::of_runs(BENCH, "regen as people run it (dev profile, all specs)", Unit::Seconds, &seconds)
            .reach(Reach::Most(0.25)),
        Figure::of_runs(BENCH, "peak memory of it", Unit::Bytes, &peaks),
    ])
}
