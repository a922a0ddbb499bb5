//! `cargo xtask bench compile`: compiles the client of a large spec, and measures what a function costs the compiler.

use super::synthetic_spec::{temp_dir, write_file, write_spec};
use crate::args::Args;
use crate::exit_error::ExitError;
use crate::workspace::{root, target_folder};
use crate::{output, process};
use std::path::Path;
use std::process::Stdio;
use std::time::{Duration, Instant};

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &["--check"], &["--functions"])?;
    let functions: u32 = args.number("--functions", 1_000)?;
    let folder = temp_dir()?;
    let (client, smallest) = (folder.path().join("client"), folder.path().join("smallest"));
    generate(usize::try_from(functions).unwrap_or_default(), folder.path(), &client)?;
    generate(1, folder.path(), &smallest)?;
    let mut steps: Vec<&[&str]> = vec![&["check"]];
    if !args.has("--check") {
        steps.push(&["check", "--features", "examples"]);
        steps.push(&["build", "--release"]);
    }
    for step in steps {
        // First compiles the runtime and all dependencies, with a client of one function.
        cargo(step, &smallest)?;
        let base = cargo(step, &smallest)?;
        let time = cargo(step, &client)?;
        let each = |all: Duration, one: Duration| {
            all.saturating_sub(one).as_secs_f64() * 1e3 / f64::from(functions.saturating_sub(1).max(1))
        };
        output::line(&format!(
            "cargo {}: {:.1} s for {functions} functions, {:.1} ms per function ({:.1} ms of processor time); {:.1} s for one function",
            step.join(" "),
            time.wall.as_secs_f64(),
            each(time.wall, base.wall),
            each(time.processor, base.processor),
            base.wall.as_secs_f64(),
        ));
    }
    Ok(())
}

/// Writes the client of a synthetic spec as a crate outside of the workspace, with this workspace's runtime.
fn generate(functions: usize, folder: &Path, client: &Path) -> Result<(), ExitError> {
    let spec = write_spec(functions, &folder.join(format!("spec-{functions}")))?;
    let generated = codegen::generate(&spec).map_err(|_| ExitError::failure("the synthetic spec has errors"))?;
    codegen::write(client, &generated.files).map_err(|error| ExitError::failure(error.to_string()))?;
    write_file(&client.join("Cargo.toml"), &manifest())?;
    write_file(&client.join("src/lib.rs"), LIBRARY)?;
    // With the versions of this workspace, cargo needs no registry and compiles each dependency once.
    let lock =
        std::fs::read_to_string(root().join("Cargo.lock")).map_err(|error| ExitError::failure(error.to_string()))?;
    write_file(&client.join("Cargo.lock"), &lock)
}

fn manifest() -> String {
    let runtime = root().join("generated-client/runtime");
    format!(
        "[package]
name = \"synthetic-client\"
version = \"0.1.0\"
edition = \"2024\"

[workspace]

[features]
examples = [\"api-client-runtime/examples\"]

[dependencies]
api-client-runtime = {{ path = {:?}, default-features = false }}
",
        runtime.display().to_string()
    )
}

const LIBRARY: &str = "\
//! The client of a synthetic spec.
#![deny(warnings, missing_docs)]

/// Generated code.
pub mod generated {
    pub mod v1;
}

pub use generated::v1::*;
pub use api_client_runtime::error::Error;
pub use api_client_runtime::{Value, json};
";

/// The time of a cargo run.
struct Time {
    wall: Duration,
    /// Summed over all processors; other processes do not affect it.
    processor: Duration,
}

/// Runs cargo on a client; compiles the client's own code even if it is unchanged.
fn cargo(step: &[&str], client: &Path) -> Result<Time, ExitError> {
    let touched = std::fs::File::options().append(true).open(client.join("src/lib.rs"));
    touched
        .and_then(|file| file.set_modified(std::time::SystemTime::now()))
        .map_err(|error| ExitError::failure(error.to_string()))?;
    let (start, before) = (Instant::now(), children_time());
    let output = process::cargo()
        .args(step)
        .args(["--quiet", "--offline"])
        .env("CARGO_INCREMENTAL", "0")
        // Keeps compiled dependencies between runs.
        .env("CARGO_TARGET_DIR", target_folder("bench-compile"))
        .current_dir(client)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| ExitError::failure(format!("cannot start cargo: {error}")))?;
    if output.status.success() {
        Ok(Time { wall: start.elapsed(), processor: children_time().saturating_sub(before) })
    } else {
        Err(ExitError::failure(format!("the client does not compile:\n{}", String::from_utf8_lossy(&output.stderr))))
    }
}

/// The processor time of all ended child processes; zero where the system does not report it.
fn children_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The program's name, in parentheses, may contain spaces. The 14th and 15th number after it are the user and system time
    // of children, in hundredths of a second (proc(5)).
    let numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(13).take(2);
    Duration::from_millis(numbers.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10)
}
