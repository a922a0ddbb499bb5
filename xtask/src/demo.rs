//! `cargo xtask demo`: from the spec to a call of every function, without an account and without a network.

use crate::exit_error::ExitError;
use crate::workspace::root;
use crate::{process, regen};

pub fn run(args: &[String]) -> Result<(), ExitError> {
    if let Some(arg) = args.first() {
        return Err(ExitError::usage(format!("unknown argument `{arg}`")));
    }
    regen::check_all()?;
    // A child process: this crate must build even if the generated code does not.
    let mut demo = process::cargo();
    demo.args(["run", "--quiet", "--package", "intercom-cli", "--bin", "intercom", "--", "demo"]);
    process::run(demo.current_dir(root()), "cargo")
}
