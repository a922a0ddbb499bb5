//! `cargo xtask fuzz`: runs the generator on random mutations of its corpus and checks its invariants, for a limited time.
//!
//! A child process does the work, so that a stack overflow or an endless loop is caught and its input kept.

mod dictionary;
mod mutate;
mod options;
mod stats;
mod worker;

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::output;
use options::{FuzzOptions, MAX_FINDINGS, findings_folder};
use stats::Stats;
use std::fs;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// A run on one spec fails after this time.
const MAX_SPEC_TIME: Duration = Duration::from_secs(30);

/// How often the supervisor looks at its worker.
const POLL_INTERVAL: Duration = Duration::from_millis(50);

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &[], &["--seconds", "--seed", "--worker"])?;
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let options = FuzzOptions { seconds: args.number("--seconds", 30)?, seed: args.number("--seed", now)? };
    match args.get("--worker") {
        Some(folder) => worker::run(&options, Path::new(folder)),
        None => supervise(&options),
    }
}

/// Starts workers until the time is over. A worker that crashes or hangs is a finding.
fn supervise(options: &FuzzOptions) -> Result<(), ExitError> {
    let failed = |error: std::io::Error| ExitError::failure(format!("cannot fuzz in a temporary folder: {error}"));
    let folder = tempfile::Builder::new().prefix("xtask-fuzz-").tempdir().map_err(failed)?;
    let folder = folder.path();
    let (start, mut seed, mut crashes) = (Instant::now(), options.seed, 0_usize);
    let time = Duration::from_secs(options.seconds);
    let mut total = Stats::default();
    while start.elapsed() < time || total.runs == 0 {
        let left = time.saturating_sub(start.elapsed()).as_secs().max(1);
        let mut worker = start_worker(left, seed, folder).map_err(failed)?;
        let failure = wait(&mut worker, &worker::current_input(folder));
        total.add(&Stats::read(folder));
        let Some(reason) = failure else { break };
        crashes += 1;
        let input = fs::read(worker::current_input(folder)).map_err(failed)?;
        worker::keep(&input, seed, &format!("crash{crashes}"), reason).map_err(failed)?;
        if total.findings + crashes >= MAX_FINDINGS {
            break;
        }
        seed = seed.wrapping_add(1);
    }
    let findings = total.findings + crashes;
    output::line(&format!(
        "{} specs in {:.0} s from seed {}: {} valid, {} different outcomes, {findings} findings",
        total.runs,
        start.elapsed().as_secs_f64(),
        options.seed,
        total.valid,
        total.outcomes,
    ));
    if findings == 0 {
        Ok(())
    } else {
        let folder = findings_folder();
        Err(ExitError::failure(format!(
            "the findings are in {}; fix them, then move them to the corpus",
            folder.display()
        )))
    }
}

fn start_worker(seconds: u64, seed: u64, folder: &Path) -> std::io::Result<Child> {
    let _ = fs::remove_file(Stats::path(folder));
    Command::new(std::env::current_exe()?)
        .args(["fuzz", "--seconds", &seconds.to_string(), "--seed", &seed.to_string(), "--worker"])
        .arg(folder)
        .stdin(Stdio::null())
        .spawn()
}

/// Waits for the worker; returns why it failed, if it did. It writes each input to `current` before it runs it.
fn wait(worker: &mut Child, current: &Path) -> Option<&'static str> {
    loop {
        match worker.try_wait() {
            Ok(Some(status)) if status.success() => return None,
            Ok(Some(_)) => return Some("the process crashed, for example by a stack overflow"),
            Ok(None) => {}
            Err(_) => return Some("cannot wait for the process"),
        }
        let written = fs::metadata(current).and_then(|data| data.modified()).ok();
        if written.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > MAX_SPEC_TIME) {
            let _ = worker.kill();
            let _ = worker.wait();
            return Some("it takes longer than 30 seconds");
        }
        std::thread::sleep(POLL_INTERVAL);
    }
}
