//! `cargo xtask bench compile`: the emitted crate of a large spec compiles, and what a function costs the compiler.

use super::{Scratch, scratch, write_spec};
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
    let (client, nothing) = (scratch.path().join("client"), scratch.path().join("nothing"));
    generate(usize::try_from(functions).unwrap_or_default(), scratch.path(), &client)?;
    generate(0, scratch.path(), &nothing)?;
    let mut steps: Vec<&[&str]> = vec![&["check"]];
    if !args.has("--check") {
        steps.push(&["check", "--features", "examples"]);
        steps.push(&["build", "--release"]);
    }
    for step in steps {
        // The runtime and all dependencies are compiled first, with a client of no functions.
        cargo(step, &nothing)?;
        let base = cargo(step, &nothing)?;
        let time = cargo(step, &client)?;
        output::line(&format!(
            "cargo {}: {:.1} s for {functions} functions, {:.1} ms a function; {:.1} s without any",
            step.join(" "),
            time.as_secs_f64(),
            time.saturating_sub(base).as_secs_f64() * 1e3 / f64::from(functions.max(1)),
            base.as_secs_f64(),
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
    let runtime = root().join("generated-client");
    format!(
        "[package]
name = \"synthetic-client\"
version = \"0.1.0\"
edition = \"2024\"

[workspace]

[features]
examples = [\"intercom-client/examples\"]

[dependencies]
intercom-client = {{ path = {:?}, default-features = false }}
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
pub use intercom_client::runtime::{Error, Value, json};
";

/// Runs cargo on a client whose own code is always compiled anew.
fn cargo(step: &[&str], client: &Path) -> Result<Duration, Stop> {
    let touched = std::fs::File::options().append(true).open(client.join("src/lib.rs"));
    touched
        .and_then(|file| file.set_modified(std::time::SystemTime::now()))
        .map_err(|error| Stop::failure(error.to_string()))?;
    let start = Instant::now();
    let output = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
        .args(step)
        .args(["--quiet", "--offline"])
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", target())
        .current_dir(client)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| Stop::failure(format!("cannot start cargo: {error}")))?;
    if output.status.success() {
        Ok(start.elapsed())
    } else {
        Err(Stop::failure(format!("the client does not compile:\n{}", String::from_utf8_lossy(&output.stderr))))
    }
}

/// Compiled dependencies stay from run to run.
fn target() -> std::path::PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), Into::into).join("bench-compile")
}
