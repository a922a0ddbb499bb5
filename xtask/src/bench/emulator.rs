//! `cargo xtask bench emulator`: the speed of the emulator compared with a bare axum server, and with Prism if wanted.

use crate::args::Args;
use crate::exit_error::ExitError;
use crate::process;
use crate::workspace::{root, target_folder};
use std::path::PathBuf;
use std::process::Command;

/// The version of Prism that SPEED.md compares with.
const PRISM: &str = "@stoplight/prism-cli@5";

pub fn run(args: &[String]) -> Result<(), ExitError> {
    let args = Args::parse(args, &["--save", "--prism"], &[])?;
    if args.has("--save") && !args.has("--prism") {
        return Err(ExitError::usage("the page compares with Prism: `--save` needs `--prism`"));
    }
    // A child process: this crate must build even if the generated code does not.
    let mut command = process::cargo();
    command.args(["bench", "--quiet", "--package", "intercom-emulator", "--bench", "emulator", "--"]);
    if args.has("--prism") {
        command.arg("--prism").arg(install_prism()?);
    }
    if args.has("--save") {
        command.arg("--save");
    }
    process::run(command.current_dir(root()), "cargo")
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
