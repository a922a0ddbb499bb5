//! Compiles the client of a large synthetic spec: what a function costs the compiler where there are many.

use crate::bench::child;
use crate::bench::synthetic_spec::{temp_dir, write_file, write_spec};
use crate::exit_error::ExitError;
use crate::workspace::{root, target_folder};
use crate::{output, process};
use std::path::Path;

pub fn run(functions: u32) -> Result<(), ExitError> {
    let folder = temp_dir()?;
    let (client, smallest) = (folder.path().join("client"), folder.path().join("smallest"));
    generate(usize::try_from(functions).unwrap_or_default(), folder.path(), &client)?;
    generate(1, folder.path(), &smallest)?;
    let steps: [&[&str]; 3] = [&["check"], &["check", "--features", "examples"], &["build", "--release"]];
    for step in steps {
        // First compiles the runtime and all dependencies, with a client of one function.
        cargo(step, &smallest)?;
        let base = cargo(step, &smallest)?;
        let seconds = cargo(step, &client)?;
        let each = (seconds - base).max(0.0) * 1e3 / f64::from(functions.saturating_sub(1).max(1));
        output::line(&format!(
            "cargo {}: {seconds:.1} s of processor time for {functions} functions, {each:.1} ms per function; {base:.1} s for one function",
            step.join(" "),
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

/// Runs cargo on a client; compiles the client's own code even if it is unchanged. Returns the seconds of processor time.
fn cargo(step: &[&str], client: &Path) -> Result<f64, ExitError> {
    let touched = std::fs::File::options().append(true).open(client.join("src/lib.rs"));
    touched
        .and_then(|file| file.set_modified(std::time::SystemTime::now()))
        .map_err(|error| ExitError::failure(error.to_string()))?;
    let mut cargo = process::cargo();
    cargo
        .args(step)
        .args(["--quiet", "--offline"])
        .env("CARGO_INCREMENTAL", "0")
        // Keeps compiled dependencies between runs.
        .env("CARGO_TARGET_DIR", target_folder("bench-compile"))
        .current_dir(client);
    let usage = child::run(&mut cargo)
        .map_err(|error| ExitError::failure(format!("the client does not compile:\n{}", error.message)))?;
    Ok(usage.processor.as_secs_f64())
}
