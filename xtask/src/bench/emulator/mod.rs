//! `cargo xtask bench emulator`: the speed of the emulator compared with a bare axum server, and with Prism if wanted.

mod speeds;

use super::figure::Figure;
use crate::args::Args;
use crate::exit_error::ExitError;
use crate::process;
use crate::workspace::{root, target_folder};
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// The version of Prism that SPEED.md compares with.
const PRISM: &str = "@stoplight/prism-cli@5";

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &["--save", "--prism"], &[])?;
    if args.has("--save") && !args.has("--prism") {
        return Err(ExitError::usage("the page compares with Prism: `--save` needs `--prism`"));
    }
    let mut command = bench();
    if args.has("--prism") {
        command.arg("--prism").arg(install_prism()?);
    }
    if args.has("--save") {
        command.arg("--save");
    }
    process::run(&mut command, "cargo")
}

/// Measures speed only.
pub fn measure() -> Result<Vec<Figure>, ExitError> {
    let output = bench()
        .args(["--only", "speed"])
        .stderr(Stdio::inherit())
        .output()
        .map_err(|error| ExitError::failure(format!("cannot start cargo: {error}")))?;
    if !output.status.success() {
        return Err(ExitError::failure("the emulator's bench failed"));
    }
    speeds::figures(&String::from_utf8_lossy(&output.stdout)).map_err(ExitError::failure)
}

/// The emulator's bench in a child process: this crate must build even if the generated code does not.
fn bench() -> Command {
    let mut command = process::cargo();
    command
        .args(["bench", "--quiet", "--package", "intercom-emulator", "--bench", "emulator", "--"])
        .current_dir(root());
    command
}

/// Installs Prism with npm unless it is installed; returns its folder.
fn install_prism() -> Result<PathBuf, ExitError> {
    let folder = target_folder("bench/prism");
    if !folder.join("node_modules/@stoplight/prism-cli").exists() {
        std::fs::create_dir_all(&folder)
            .map_err(|error| ExitError::failure(format!("cannot create {}: {error}", folder.display())))?;
        let mut command = Command::new("npm");
        command.args(["install", "--no-audit", "--no-fund", "--loglevel=error", PRISM, "--prefix"]).arg(&folder);
        process::run(&mut command, "npm")?;
    }
    Ok(folder)
}
