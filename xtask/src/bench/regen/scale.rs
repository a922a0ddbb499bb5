//! Time and memory per function for specs of three sizes, by phase.

use super::cost::{Cost, PHASES};
use super::plot;
use crate::args::Args;
use crate::bench::figure::{Figure, Unit};
use crate::bench::synthetic_spec::{temp_dir, write_file, write_spec};
use crate::exit_error::ExitError;
use crate::output;
use crate::workspace::root;
use codegen::{Diagnostics, Sources, SpecFolder};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;
use std::time::{Duration, Instant};

/// The number of functions of each spec, and how often it is measured.
const SIZES: [(usize, usize); 3] = [(100, 60), (1_000, 10), (10_000, 3)];

const MIB: f64 = 1024.0 * 1024.0;

/// Measures the specs with a release build of this program. Prints the table, and returns what a function of the largest spec
/// costs, beside one of the smallest; `save` writes the page.
pub fn figure(xtask: &Path, save: bool) -> Result<Figure, ExitError> {
    let costs = SIZES.iter().map(|(functions, runs)| measure_size(xtask, *functions, *runs));
    let costs = costs.collect::<Result<Vec<_>, ExitError>>()?;
    let table = table(&costs);
    output::line(&table);
    if save {
        let docs = root().join("codegen/docs");
        write_file(&docs.join("scale.svg"), &plot::draw(&costs).map_err(ExitError::failure)?)?;
        write_file(&docs.join("scale.md"), &page(&table))?;
    }
    let millis = |cost: Option<&Cost>| cost.map_or(0.0, |cost| cost.total() / 1e3);
    Ok(Figure::of_runs(
        "regen",
        "generating from 10,000 synthetic functions, a function",
        Unit::Millis,
        &[millis(costs.last())],
    )
    .beside("from 100", Ok(millis(costs.first()))))
}

/// The mean of the faster half of several runs: a busy machine makes runs slower, never faster, and one run of a small spec
/// is shorter than the resolution of the process clock.
fn measure_size(xtask: &Path, functions: usize, runs: usize) -> Result<Cost, ExitError> {
    let folder = temp_dir()?;
    write_spec(functions, &folder.path().join("spec"))?;
    let mut all =
        (0..runs).map(|run| measure_in_child(xtask, folder.path(), run)).collect::<Result<Vec<_>, ExitError>>()?;
    let total = |run: &Vec<f64>| run.iter().take(PHASES.len()).sum::<f64>();
    all.sort_by(|a, b| total(a).total_cmp(&total(b)));
    all.truncate(runs.div_ceil(2));
    let float = |count: usize| f64::from(u32::try_from(count).unwrap_or(u32::MAX));
    let mean = |at: usize| all.iter().filter_map(|run| run.get(at)).sum::<f64>() / float(all.len());
    let phases = std::array::from_fn(|phase| mean(phase) / float(functions));
    Ok(Cost { functions, phases, peak_kib: mean(5), spec_bytes: mean(6), output_bytes: mean(7) })
}

/// One run in a child process, into an empty output folder.
fn measure_in_child(xtask: &Path, folder: &Path, run: usize) -> Result<Vec<f64>, ExitError> {
    let failed = |error: std::io::Error| ExitError::failure(format!("cannot start a child process: {error}"));
    let output = Command::new(xtask)
        .args(["bench", "measure"])
        .args(["--spec".into(), folder.join("spec"), "--out".into(), folder.join(format!("out{run}"))])
        .output()
        .map_err(failed)?;
    if !output.status.success() {
        return Err(ExitError::failure(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let text = String::from_utf8_lossy(&output.stdout);
    Ok(text.split_whitespace().filter_map(|number| number.parse().ok()).collect())
}

/// `bench measure`: one run; prints microseconds per phase, peak memory and sizes.
pub fn measure(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &[], &["--spec", "--out"])?;
    let folder =
        |name| args.get(name).map(PathBuf::from).ok_or_else(|| ExitError::usage(format!("`{name}` is missing")));
    let (spec, out) = (folder("--spec")?, folder("--out")?);
    let spec_bytes = folder_size(&spec);
    let folder = SpecFolder { path: spec, label: "spec".to_owned() };
    let (mut sources, mut diagnostics) = (Sources::new(), Diagnostics::default());
    let invalid = || ExitError::failure("the spec has errors");
    let mut times = Vec::new();
    let mut start = process_time();
    let mut lap = |start: &mut Duration| {
        let now = process_time();
        times.push(now - std::mem::replace(start, now));
    };
    let spec = codegen::load(&folder, &mut sources, &mut diagnostics).ok_or_else(invalid)?;
    lap(&mut start);
    let checked = codegen::check(&spec, &mut diagnostics);
    lap(&mut start);
    let api = codegen::lower(&checked);
    codegen::example::check::check(&checked, &api, &mut diagnostics);
    if diagnostics.has_errors() {
        return Err(invalid());
    }
    lap(&mut start);
    let files = codegen::emit(&api);
    lap(&mut start);
    codegen::write(&out, &files).map_err(|error| ExitError::failure(error.to_string()))?;
    lap(&mut start);
    let micros: Vec<String> = times.iter().map(|time: &Duration| time.as_micros().to_string()).collect();
    let output_bytes: usize = files.iter().map(|file| file.text.len()).sum();
    output::line(&format!("{} {} {spec_bytes} {output_bytes}", micros.join(" "), peak_memory_kib()));
    Ok(())
}

/// The size of all files below a folder, in bytes.
fn folder_size(folder: &Path) -> u64 {
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    let sizes = entries.map(|entry| match entry.metadata() {
        Ok(data) if data.is_file() => data.len(),
        _ => folder_size(&entry.path()),
    });
    sizes.sum()
}

/// The processor time of this process, which other processes do not affect; wall time where the system does not report it.
fn process_time() -> Duration {
    static START: LazyLock<Instant> = LazyLock::new(Instant::now);
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = stat.split_whitespace().next().and_then(|nanos| nanos.parse().ok());
    nanos.map_or_else(|| START.elapsed(), Duration::from_nanos)
}

/// The peak memory of this process; 0 where the system does not report it.
fn peak_memory_kib() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
}

fn table(costs: &[Cost]) -> String {
    let mut out = format!("| functions | {} | total | vs 100 | memory | vs 100 |\n", PHASES.join(" | "));
    out.push_str("|---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n");
    let Some(first) = costs.first() else { return out };
    // Writing to a String cannot fail.
    for cost in costs {
        let phases: Vec<String> = cost.phases.iter().map(|micros| format!("{micros:.0}")).collect();
        let _ = writeln!(
            out,
            "| {} | {} | {:.0} µs | {:.2} | {:.0} KiB | {:.2} |",
            cost.functions,
            phases.join(" | "),
            cost.total(),
            cost.total() / first.total(),
            cost.kib_per_function(),
            cost.kib_per_function() / first.kib_per_function(),
        );
    }
    out.push('\n');
    for cost in costs {
        let _ = writeln!(
            out,
            "{} functions: {:.2} s, {:.0} MiB peak; {:.1} MiB of spec, {:.1} MiB of output.",
            cost.functions,
            cost.total() * cost.functions_f64() / 1e6,
            cost.peak_kib / 1024.0,
            cost.spec_bytes / MIB,
            cost.output_bytes / MIB
        );
    }
    out
}

fn page(table: &str) -> String {
    format!(
        "# Scale\n\nThe cost of a function in specs of three sizes: microseconds by phase, and peak memory. The specs are \
         synthetic, in the shape of a real one ([synthetic.rs](../src/synthetic.rs)): twenty functions per resource, \
         about four arguments each, selectors, enums, lists, models and examples; the output is Rust and docs. Release \
         builds; each run in a child process, in processor time; the mean of the faster half. \
         `cargo xtask bench regen --save` measures again and writes this page.\n\n{table}\n\
         ![Microseconds per function by the size of the spec](scale.svg)\n"
    )
}
