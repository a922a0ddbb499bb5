//! `cargo xtask demo`: the whole way, without an account and without a network.

use crate::workspace::root;
use crate::{Stop, regen};
use std::process::Command;

pub fn run(words: &[String]) -> Result<(), Stop> {
    if let Some(word) = words.first() {
        return Err(Stop::usage(format!("`{word}` is not known here")));
    }
    regen::check_all()?;
    // A process of its own: this crate must build even when the generated code does not.
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let status = Command::new(cargo)
        .args(["run", "--quiet", "--package", "intercom-cli", "--bin", "intercom", "--", "demo"])
        .current_dir(root())
        .status()
        .map_err(|error| Stop::failure(format!("cannot start cargo: {error}")))?;
    // The demo has said what is wrong.
    if status.success() { Ok(()) } else { Err(Stop { code: 1, message: String::new() }) }
}
