//! `cargo xtask bench emulator`: how fast the emulator is, and how fast beside Prism.

use super::target;
use crate::Stop;
use crate::args::Args;
use crate::workspace::root;
use std::path::PathBuf;
use std::process::Command;

/// The version that the page speaks of.
const PRISM: &str = "@stoplight/prism-cli@5";

pub fn run(words: &[String]) -> Result<(), Stop> {
    let args = Args::parse(words, &["--save", "--prism"], &[])?;
    if args.has("--save") && !args.has("--prism") {
        return Err(Stop::usage("the page is about ratios: `--save` needs `--prism`"));
    }
    // A process of its own: this crate must build even when the generated code does not.
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.args(["bench", "--quiet", "--package", "intercom-emulator", "--bench", "emulator", "--"]);
    if args.has("--prism") {
        command.arg("--prism").arg(prism()?);
    }
    if args.has("--save") {
        command.arg("--save");
    }
    finished(command.current_dir(root()), "cargo")
}

/// The folder where Prism is, after npm has put it there.
fn prism() -> Result<PathBuf, Stop> {
    let folder = target("bench/prism");
    if !folder.join("node_modules/@stoplight/prism-cli").exists() {
        let made = std::fs::create_dir_all(&folder);
        made.map_err(|error| Stop::failure(format!("cannot make {}: {error}", folder.display())))?;
        let mut command = Command::new("npm");
        command.args(["install", "--no-audit", "--no-fund", "--loglevel=error", PRISM, "--prefix"]).arg(&folder);
        finished(&mut command, "npm")?;
    }
    Ok(folder)
}

/// Lets a command run to its end.
fn finished(command: &mut Command, name: &str) -> Result<(), Stop> {
    let status = command.status().map_err(|error| Stop::failure(format!("cannot start {name}: {error}")))?;
    // It has said what is wrong.
    if status.success() { Ok(()) } else { Err(Stop { code: 1, message: String::new() }) }
}
