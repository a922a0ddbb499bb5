//! Runs a program below callgrind, and reads what it counted.

use crate::exit_error::ExitError;
use std::path::Path;
use std::process::{Command, Stdio};

/// What the programs reach without the proxy that a machine may name.
pub const LOOPBACK: &str = "127.0.0.1";

/// Whether valgrind can be started.
pub fn is_installed() -> bool {
    let version = Command::new("valgrind").arg("--version").stdout(Stdio::null()).stderr(Stdio::null()).status();
    version.is_ok_and(|status| status.success())
}

/// Runs a program, with options of callgrind, and returns its instructions; the profile is left in `out`.
pub fn run(program: &Path, args: &[&str], out: &Path, options: &[&str]) -> Result<u64, ExitError> {
    let output = Command::new("valgrind")
        .arg("--tool=callgrind")
        .args(options)
        .arg(format!("--callgrind-out-file={}", out.display()))
        .arg(program)
        .args(args)
        .env("NO_PROXY", LOOPBACK)
        .stdin(Stdio::null())
        .output()
        .map_err(|error| ExitError::failure(format!("cannot start valgrind: {error}")))?;
    if !output.status.success() {
        let stderr = String::from_utf8_lossy(&output.stderr);
        return Err(ExitError::failure(format!("{} {} failed:\n{stderr}", program.display(), args.join(" "))));
    }
    let profile = std::fs::read_to_string(out)
        .map_err(|error| ExitError::failure(format!("cannot read {}: {error}", out.display())))?;
    instructions(&profile).ok_or_else(|| ExitError::failure(format!("{} has no total", out.display())))
}

/// The instructions of a whole profile: its line `totals:`, or `summary:` where the file ends early.
fn instructions(profile: &str) -> Option<u64> {
    let after = |key: &str| profile.lines().rev().find_map(|line| line.strip_prefix(key));
    after("totals:").or_else(|| after("summary:"))?.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::instructions;

    const PROFILE: &str = "# callgrind format\nversion: 1\ncmd: here get\n\ndesc: Trigger: Program termination\n\n\
        positions: line\nevents: Ir\nsummary: 190083\n\n\nob=(1) here\nfl=(1) lib.rs\nfn=(1) main\n12 4\n\ntotals: 190080\n";

    #[test]
    fn total_of_a_profile_is_read() {
        assert_eq!(instructions(PROFILE), Some(190_080));
    }

    #[test]
    fn summary_is_read_where_the_total_is_missing() {
        assert_eq!(instructions(PROFILE.split("totals").next().unwrap()), Some(190_083));
    }

    #[test]
    fn profile_without_counts_has_no_total() {
        assert_eq!(instructions("# callgrind format\nversion: 1\n"), None);
        assert_eq!(instructions("totals: many\n"), None);
    }
}
