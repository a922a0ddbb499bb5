//! `cargo xtask bench scale`: time and memory per function for specs of three sizes, phase by phase.

use super::{Scratch, plot, scratch, write_spec};
use crate::args::Args;
use crate::workspace::root;
use crate::{Stop, output};
use codegen::{Diagnostics, Sources, SpecFolder};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// Functions of a spec, and how often it is measured.
const SIZES: [(usize, usize); 3] = [(100, 100), (1_000, 20), (10_000, 6)];

/// The phases, in the order of the flow.
const PHASES: [&str; 5] = ["load", "check", "lower", "emit", "write"];

/// What one size costs.
pub struct Cost {
    pub functions: usize,
    /// Microseconds a function, phase by phase.
    pub phases: [f64; 5],
    /// The most memory that the process had, in KiB.
    peak: f64,
    /// Size of the spec and of what is made of it, in bytes.
    spec: f64,
    output: f64,
}

impl Cost {
    /// Microseconds a function.
    pub fn total(&self) -> f64 {
        self.phases.iter().sum()
    }
}

pub fn run(words: &[String]) -> Result<(), Stop> {
    let args = Args::parse(words, &["--save"], &[])?;
    if cfg!(debug_assertions) {
        return as_release(words);
    }
    let costs = SIZES.iter().map(|(functions, runs)| measured(*functions, *runs)).collect::<Result<Vec<_>, Stop>>()?;
    let table = table(&costs);
    output::print(&table);
    if args.has("--save") {
        let docs = root().join("codegen/docs");
        scratch::write(&docs.join("scale.svg"), &plot::draw(&costs))?;
        scratch::write(&docs.join("scale.md"), &page(&table))?;
    }
    Ok(())
}

/// Starts the same command built for release.
fn as_release(words: &[String]) -> Result<(), Stop> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--release", "--package", "xtask", "--", "bench", "scale"])
        .args(words)
        .current_dir(root())
        .status()
        .map_err(|error| Stop::failure(format!("cannot start cargo: {error}")))?;
    // The other process has said what is wrong.
    if status.success() { Ok(()) } else { Err(Stop { code: 1, message: String::new() }) }
}

/// The mean of the faster half of several runs: a busy machine makes runs slower and none faster, and the system counts a
/// process's time in steps that are longer than the phases of a small spec.
fn measured(functions: usize, runs: usize) -> Result<Cost, Stop> {
    let scratch = Scratch::new(&format!("scale-{functions}"))?;
    write_spec(functions, &scratch.path().join("spec"))?;
    let mut all = (0..runs).map(|run| child(scratch.path(), run)).collect::<Result<Vec<_>, Stop>>()?;
    let total = |run: &Vec<f64>| run.iter().take(PHASES.len()).sum::<f64>();
    all.sort_by(|a, b| total(a).total_cmp(&total(b)));
    all.truncate(runs.div_ceil(2));
    let float = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let mean = |at: usize| all.iter().filter_map(|run| run.get(at)).sum::<f64>() / float(all.len());
    let phases = std::array::from_fn(|phase| mean(phase) / float(functions));
    Ok(Cost { functions, phases, peak: mean(5), spec: mean(6), output: mean(7) })
}

/// One run in a process of its own, with nothing written before.
fn child(folder: &Path, run: usize) -> Result<Vec<f64>, Stop> {
    let failed = |error: std::io::Error| Stop::failure(format!("cannot start another process: {error}"));
    let output = Command::new(std::env::current_exe().map_err(failed)?)
        .args(["bench", "measure"])
        .args(["--spec".into(), folder.join("spec"), "--out".into(), folder.join(format!("out{run}"))])
        .output()
        .map_err(failed)?;
    if !output.status.success() {
        return Err(Stop::failure(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.split_whitespace().filter_map(|word| word.parse().ok()).collect())
}

/// `bench measure`: one run, whose microseconds, memory and sizes it prints.
pub fn measure(words: &[String]) -> Result<(), Stop> {
    let args = Args::parse(words, &[], &["--spec", "--out"])?;
    let folder = |name| args.get(name).map(PathBuf::from).ok_or_else(|| Stop::usage(format!("`{name}` is needed")));
    let (spec, out) = (folder("--spec")?, folder("--out")?);
    let read = size(&spec);
    let folder = SpecFolder { path: spec, label: "spec".to_owned() };
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let faulty = || Stop::failure("the spec has faults");
    let mut times = Vec::new();
    let mut start = processor_time();
    let mut lap = |start: &mut Duration| {
        let now = processor_time();
        times.push(now - std::mem::replace(start, now));
    };
    let spec = codegen::load(&folder, &mut sources, &mut diagnostics).ok_or_else(faulty)?;
    lap(&mut start);
    let checked = codegen::check(&spec, &mut diagnostics);
    lap(&mut start);
    let api = codegen::lower(&checked);
    codegen::example::check::check(&checked, &api, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(faulty());
    }
    lap(&mut start);
    let files = codegen::emit(&api);
    lap(&mut start);
    codegen::write(&out, &files).map_err(|error| Stop::failure(error.to_string()))?;
    lap(&mut start);
    let micros: Vec<String> = times.iter().map(|time: &Duration| time.as_micros().to_string()).collect();
    let written: usize = files.iter().map(|file| file.text.len()).sum();
    output::line(&format!("{} {} {read} {written}", micros.join(" "), peak_memory()));
    Ok(())
}

/// The bytes of all files below a folder.
fn size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(data) if data.is_file() => data.len(),
        _ => size(&entry.path()),
    });
    sizes.sum()
}

/// The time that this process has had on a processor, which other processes do not change; the time of day where the
/// system does not tell.
fn processor_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let spent = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = spent.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    nanos.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// The most memory that this process had, in KiB; 0 where the system does not tell.
fn peak_memory() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn table(costs: &[Cost]) -> String {
    let mut out = format!("| functions | {} | all | of 100's | memory | of 100's |\n", PHASES.join(" | "));
    out.push_str("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    let Some(first) = costs.first() else { return out };
    for cost in costs {
        let phases: Vec<String> = cost.phases.iter().map(|micros| format!("{micros:.0}")).collect();
        let memory = |cost: &Cost| cost.peak / f64::from(u32::try_from(cost.functions).unwrap_or(u32::MAX));
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| {} | {} | {:.0} µs | {:.2} | {:.0} KiB | {:.2} |",
            cost.functions,
            phases.join(" | "),
            cost.total(),
            cost.total() / first.total(),
            memory(cost),
            memory(cost) / memory(first),
        );
    }
    out.push('\n');
    for cost in costs {
        let (mib, functions) = (1024.0 * 1024.0, cost.functions);
        let _ = writeln!(
            out,
            "{functions} functions: {:.2} s, {:.0} MiB at most; {:.1} MiB of spec, {:.1} MiB of output.",
            cost.total() * f64::from(u32::try_from(functions).unwrap_or(u32::MAX)) / 1e6,
            cost.peak / 1024.0,
            cost.spec / mib,
            cost.output / mib
        );
    }
    out
}

fn page(table: &str) -> String {
    format!(
        "# Scale\n\nWhat a function costs in specs of three sizes, in microseconds, phase by phase, and the most memory that \
         the process had. The specs are made up in the shape of a real one \
         ([synthetic.rs](../tests/support/synthetic.rs)): twenty functions a resource, about four arguments each, selectors, \
         enums, lists, models and examples; the output is Rust and docs. Release builds, each run in a process of \
         its own, counted in time on the processor, the mean of the faster half; `cargo xtask bench scale --save` measures again and writes this page.\n\n{table}\n\
         ![Time a function by the size of the spec](scale.svg)\n"
    )
}
