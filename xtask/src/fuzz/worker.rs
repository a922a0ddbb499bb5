//! The fuzz worker: mutates specs, runs the generator on them, and keeps inputs with new outcomes.

use super::mutate::Mutator;
use super::options::{FuzzOptions, MAX_FINDINGS, findings_folder};
use super::stats::Stats;
use crate::exit_error::ExitError;
use crate::workspace::root;
use codegen::invariants::{Bundle, Outcome, check_invariants};
use fastrand::Rng;
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::panic;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// The stack of the worker's thread: as large as that of a test, so that a test reproduces a stack overflow.
const STACK_BYTES: usize = 2 * 1024 * 1024;

/// Valid specs that are kept as the base of mutations.
const MAX_VALID_POOL: usize = 500;

/// Stats are written after this many runs.
const RUNS_PER_STATS: usize = 16;

/// The file in a worker's folder with the input that it is running.
pub fn current_input(folder: &Path) -> PathBuf {
    folder.join("current.spec")
}

pub fn run(options: &FuzzOptions, folder: &Path) -> Result<(), ExitError> {
    let (seconds, seed, folder) = (options.seconds, options.seed, folder.to_owned());
    // A panic is a finding, reported once and on one line.
    panic::set_hook(Box::new(|_| {}));
    let work = move || fuzz(Duration::from_secs(seconds), seed, &folder);
    let thread = std::thread::Builder::new().stack_size(STACK_BYTES).spawn(work);
    thread
        .map_err(|error| error.to_string())
        .and_then(|thread| thread.join().map_err(|_| "the fuzzer itself panicked".to_owned())?)
        .map_err(ExitError::failure)
}

fn fuzz(time: Duration, seed: u64, folder: &Path) -> Result<(), String> {
    let corpus = corpus().map_err(|error| format!("cannot read the corpus: {error}"))?;
    let mut random = Rng::with_seed(seed);
    let mutator = Mutator::new(&corpus);
    // Valid specs reach more code than invalid ones: most mutants are made of them.
    let (mut valid, mut invalid): (Vec<Vec<u8>>, Vec<Vec<u8>>) = (Vec::new(), Vec::new());
    let (start, mut stats) = (Instant::now(), Stats::default());
    let mut outcomes: BTreeSet<BTreeSet<&'static str>> = BTreeSet::new();
    // First the corpus itself.
    let mut corpus = corpus.into_iter();
    while stats.findings < MAX_FINDINGS {
        let input = match corpus.next() {
            Some(input) => input,
            None if start.elapsed() >= time => break,
            None if valid.is_empty() || random.usize(..4) == 0 => mutator.mutate(&invalid, &valid, &mut random),
            None => mutator.mutate(&valid, &invalid, &mut random),
        };
        fs::write(current_input(folder), &input).map_err(|error| error.to_string())?;
        stats.runs += 1;
        match run_one(&input, &folder.join("spec")) {
            Ok(outcome) => {
                stats.valid += usize::from(outcome.valid);
                let is_new = outcomes.insert(outcome.codes);
                if outcome.valid && valid.len() < MAX_VALID_POOL {
                    valid.push(input);
                } else if is_new {
                    invalid.push(input);
                }
            }
            Err(reason) => {
                stats.findings += 1;
                keep(&input, seed, &stats.runs.to_string(), &reason).map_err(|error| error.to_string())?;
            }
        }
        stats.outcomes = outcomes.len();
        if stats.runs % RUNS_PER_STATS == 0 {
            stats.write(folder);
        }
    }
    stats.write(folder);
    Ok(())
}

/// Runs the generator on an input. A panic breaks an invariant, too.
fn run_one(input: &[u8], folder: &Path) -> Result<Outcome, String> {
    panic::catch_unwind(|| check_invariants(&Bundle::parse(input), folder)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("a panic: {}", text.unwrap_or("without a message")))
    })
}

/// Writes a finding to a file whose name has the seed and the run.
pub fn keep(input: &[u8], seed: u64, run: &str, reason: &str) -> io::Result<()> {
    fs::create_dir_all(findings_folder())?;
    let path = findings_folder().join(format!("seed{seed}-run{run}.spec"));
    fs::write(&path, input)?;
    let reason: String =
        reason.lines().take(8).map(|line| format!("  {}\n", line.chars().take(160).collect::<String>())).collect();
    eprint!("finding: {}\n{reason}", path.display());
    Ok(())
}

/// The corpus, and the specs of the generator's tests.
fn corpus() -> io::Result<Vec<Vec<u8>>> {
    let mut paths = Vec::new();
    for folder in ["codegen/fuzz/corpus", "codegen/tests/broken", "codegen/tests/constructs"] {
        list_files(&root().join(folder), &mut paths)?;
    }
    paths.retain(|path| path.extension().is_some_and(|extension| extension == "yaml" || extension == "spec"));
    paths.sort();
    paths.iter().map(fs::read).collect()
}

fn list_files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { list_files(&path, found)? } else { found.push(path) }
    }
    Ok(())
}
