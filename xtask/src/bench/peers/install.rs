//! Installs commands from crates.io into the target folder.

use crate::bench::child::first_error;
use crate::process;
use crate::workspace::target_folder;
use std::path::PathBuf;
use std::process::Stdio;

/// The command of a crate; installed unless this version of it is there.
pub fn installed(krate: &str, version: &str) -> Result<PathBuf, String> {
    // A folder for each version: another one is not mistaken for it.
    let folder = target_folder("bench-peers").join(format!("{krate}-{version}"));
    let program = folder.join("bin").join(krate);
    if program.exists() {
        return Ok(program);
    }
    eprintln!("installing {krate} {version} from crates.io: minutes, once");
    let output = process::cargo()
        .args(["install", krate, "--version", &format!("={version}"), "--locked", "--root"])
        .arg(&folder)
        .env("CARGO_TARGET_DIR", target_folder("bench-peers/build"))
        .stdin(Stdio::null())
        .output()
        .map_err(|error| format!("cannot start cargo: {error}"))?;
    if output.status.success() {
        Ok(program)
    } else {
        let stderr = String::from_utf8_lossy(&output.stderr);
        Err(format!("{krate} {version} is absent: {}", first_error(&stderr)))
    }
}
