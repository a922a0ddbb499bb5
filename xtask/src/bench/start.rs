//! `cargo xtask bench start`: how long the command takes until it does what it is called for.

use super::child;
use super::figure::{Figure, Reach, Unit};
use super::synthetic_spec::temp_dir;
use super::table::table;
use crate::args::Args;
use crate::exit_error::ExitError;
use crate::workspace::{root, target_folder};
use crate::{output, process};
use std::path::Path;
use std::process::Command;

const BENCH: &str = "start";

/// How often each command line runs.
const RUNS: usize = 40;

/// A command may take so many milliseconds.
const MAX_MILLIS: f64 = 10.0;

/// What is measured: a name, and the arguments. Nothing is sent.
const CASES: [(&str, &[&str]); 6] = [
    ("--version", &["--version"]),
    ("the help of all", &["--help"]),
    ("a call of 1.x up to its request", &["users", "create-by-email", "--email", "a@b.example", "--dry-run"]),
    ("a call of 2.x up to its request", &["--api", "v2", "contacts", "create", "--email", "a@b.example", "--dry-run"]),
    ("a call by the table's name", &["call", "createTag", "--args", r#"{"name":"beta"}"#, "--dry-run"]),
    ("a call as a snippet", &["users", "create-by-email", "--email", "a@b.example", "--snippet", "python"]),
];

pub fn run(args: &[String]) -> Result<(), ExitError> {
    Args::parse(args, &[], &[])?;
    output::print(&table(&measure()?));
    Ok(())
}

/// Measures the processor time of each command line, beside that of a process that does nothing.
pub fn measure() -> Result<Vec<Figure>, ExitError> {
    let mut cargo = process::cargo();
    cargo.args(["build", "--quiet", "--release", "--package", "intercom-cli"]).current_dir(root());
    process::run(&mut cargo, "cargo")?;
    let (program, home) = (target_folder("release/intercom"), temp_dir()?);
    let empty = millis(Path::new("true"), &[], home.path());
    let empty = empty.map(|runs| runs.into_iter().fold(f64::INFINITY, f64::min)).map_err(|error| error.message);
    let figure = |(name, args): (&str, &[&str])| {
        let runs = millis(&program, args, home.path())?;
        let figure = Figure::of_runs(BENCH, format!("command, {name}: processor time"), Unit::Millis, &runs);
        Ok(figure.beside("an empty process", empty.clone()).reach(Reach::Most(MAX_MILLIS)))
    };
    CASES.into_iter().map(figure).collect()
}

/// The processor time of several runs, without the settings of whoever measures.
fn millis(program: &Path, args: &[&str], home: &Path) -> Result<Vec<f64>, ExitError> {
    let run = |_| {
        let mut command = Command::new(program);
        command.args(args).env_clear().env("HOME", home).env("INTERCOM_KEYRING", "off");
        command.envs(std::env::var_os("PATH").map(|path| ("PATH", path)));
        Ok(child::run(&mut command)?.processor.as_secs_f64() * 1e3)
    };
    (0..RUNS).map(run).collect()
}
