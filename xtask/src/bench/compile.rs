//! `cargo xtask bench compile`: the emitted crate of a large spec compiles, and what a function costs the compiler.

use super::{Scratch, scratch, target, write_spec};
use crate::args::Args;
use crate::workspace::root;
use crate::{Stop, output};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

pub fn run(words: &[String]) -> Result<(), Stop> {
    let args = Args::parse(words, &["--check"], &["--functions"])?;
    let functions: u32 = args
        .get("--functions")
        .map_or(Ok(1_000), str::parse)
        .map_err(|_| Stop::usage("`--functions` takes a whole number"))?;
    let scratch = Scratch::new("compile")?;
    let (client, least) = (scratch.path().join("client"), scratch.path().join("least"));
    generate(usize::try_from(functions).unwrap_or_default(), scratch.path(), &client)?;
    generate(1, scratch.path(), &least)?;
    let mut steps: Vec<&[&str]> = vec![&["check"]];
    if !args.has("--check") {
        steps.push(&["check", "--features", "examples"]);
        steps.push(&["build", "--release"]);
    }
    for step in steps {
        // The runtime and all dependencies are compiled first, with a client of one function.
        cargo(step, &least)?;
        let base = cargo(step, &least)?;
        let time = cargo(step, &client)?;
        let each = |all: Duration, one: Duration| {
            all.saturating_sub(one).as_secs_f64() * 1e3 / f64::from(functions.saturating_sub(1).max(1))
        };
        output::line(&format!(
            "cargo {}: {:.1} s for {functions} functions, {:.1} ms a function ({:.1} ms on processors); {:.1} s for one",
            step.join(" "),
            time.wall.as_secs_f64(),
            each(time.wall, base.wall),
            each(time.processors, base.processors),
            base.wall.as_secs_f64(),
        ));
    }
    Ok(())
}

/// The client of a synthetic spec as a crate of its own, with this workspace's runtime.
fn generate(functions: usize, scratch: &Path, client: &Path) -> Result<(), Stop> {
    let spec = write_spec(functions, &scratch.join(format!("spec-{functions}")))?;
    let generated = codegen::generate(&spec).map_err(|_| Stop::failure("the synthetic spec has faults"))?;
    codegen::write(client, &generated.files).map_err(|error| Stop::failure(error.to_string()))?;
    scratch::write(&client.join("Cargo.toml"), &manifest())?;
    scratch::write(&client.join("src/lib.rs"), LIBRARY)?;
    // The versions of this workspace, so that nothing is looked up and nothing is compiled twice.
    let lock = std::fs::read_to_string(root().join("Cargo.lock")).map_err(|error| Stop::failure(error.to_string()))?;
    scratch::write(&client.join("Cargo.lock"), &lock)
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
pub use api_client_runtime::{Error, Value, json};
";

/// What a run of cargo took.
struct Time {
    wall: Duration,
    /// On all processors together, which other processes do not change.
    processors: Duration,
}

/// Runs cargo on a client whose own code is always compiled anew.
fn cargo(step: &[&str], client: &Path) -> Result<Time, Stop> {
    let touched = std::fs::File::options().append(true).open(client.join("src/lib.rs"));
    touched
        .and_then(|file| file.set_modified(std::time::SystemTime::now()))
        .map_err(|error| Stop::failure(error.to_string()))?;
    let (start, before) = (Instant::now(), children_time());
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(step)
        .args(["--quiet", "--offline"])
        .env("CARGO_INCREMENTAL", "0")
        // Compiled dependencies stay from run to run.
        .env("CARGO_TARGET_DIR", target("bench-compile"))
        .current_dir(client)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Stop::failure(format!("cannot start cargo: {error}")))?;
    if output.status.success() {
        Ok(Time { wall: start.elapsed(), processors: children_time().saturating_sub(before) })
    } else {
        Err(Stop::failure(format!("the client does not compile:\n{}", String::from_utf8_lossy(&output.stderr))))
    }
}

/// The time that ended child processes had on processors; none where the system does not tell.
fn children_time() -> Duration {
    let stat = std::fs::read_to_string("/proc/self/stat").unwrap_or_default();
    // The name of the program, in parentheses, may hold spaces. User and system time of children are the 14th and 15th
    // number after it, in hundredths of a second.
    let numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(13).take(2);
    Duration::from_millis(numbers.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10)
}
