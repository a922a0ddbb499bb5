//! The programs that the call bench runs: each is a package outside of the workspace, built in release as a user's would be.

use super::callgrind;
use super::case::Case;
use super::cost::Cost;
use crate::bench::child;
use crate::exit_error::ExitError;
use crate::process;
use crate::workspace::{root, target_folder};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// The programs of this repository: the client, and the one that the ratios are to.
pub const PROGRAMS: [&str; 2] = ["here", "by-hand"];

/// Whether a program can speak https, which no case does.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Tls {
    /// As a user's program.
    With,
    /// For the guard: TLS takes most of the time of a first build.
    Without,
}

/// A program that is built.
#[derive(Clone, Debug)]
pub struct Program {
    pub name: &'static str,
    folder: PathBuf,
}

impl Program {
    /// Builds a program of this repository.
    pub fn build(name: &'static str, tls: Tls) -> Result<Self, ExitError> {
        Self::build_in(name, &root().join("xtask/bench/programs").join(name), tls)
    }

    /// Builds the package in a folder, with and without the allocator that counts.
    pub fn build_in(name: &'static str, package: &Path, tls: Tls) -> Result<Self, ExitError> {
        // One target folder for all: they share most dependencies.
        let target = target_folder("bench-call");
        let mut cargo = process::cargo();
        cargo
            .args(["build", "--release", "--quiet"])
            .args(if tls == Tls::Without { &["--no-default-features"][..] } else { &[] })
            .env("CARGO_TARGET_DIR", &target)
            .env("CARGO_INCREMENTAL", "0")
            .env_remove("RUSTFLAGS")
            .current_dir(package);
        child::run(&mut cargo).map_err(|error| ExitError::failure(format!("{name}: {}", error.message)))?;
        // `count` has the same name in each package: the next build would replace it.
        let folder = target.join(if tls == Tls::Without { "programs-without-tls" } else { "programs" }).join(name);
        let copied = std::fs::create_dir_all(&folder).and_then(|()| {
            let release = target.join("release");
            std::fs::copy(release.join(name), folder.join("run"))?;
            std::fs::copy(release.join("count"), folder.join("count"))
        });
        copied.map_err(|error| ExitError::failure(format!("cannot copy to {}: {error}", folder.display())))?;
        Ok(Self { name, folder })
    }

    /// The cost of one call: that of twice as many calls minus that of as many, so that the start does not count.
    pub fn measure(&self, case: Case, target: &str) -> Result<Cost, ExitError> {
        let (once, twice) = (case.calls.to_string(), (case.calls * 2).to_string());
        let instructions = |calls: &str| {
            let out = self.folder.join(format!("{}.callgrind", case.name));
            callgrind::run(&self.folder.join("run"), &[case.name, target, calls], &out, &[])
        };
        let (fewer, more) = (instructions(&once)?, instructions(&twice)?);
        let (few, many) = (self.allocations(case, target, &once)?, self.allocations(case, target, &twice)?);
        let each = |more: u64, fewer: u64| per_call(more.saturating_sub(fewer), case.calls);
        Ok(Cost { instructions: each(more, fewer), allocations: each(many.0, few.0), bytes: each(many.1, few.1) })
    }

    /// Runs a case, and returns the profile of its calls, without the start.
    pub fn profile(&self, case: Case, target: &str) -> Result<PathBuf, ExitError> {
        let out = self.folder.join(format!("callgrind.out.{}", case.name));
        // The functions of the harness that make the calls.
        let only = ["--toggle-collect=harness::measured*", "--toggle-collect=harness::decode*"];
        let calls = (case.calls * 5).to_string();
        callgrind::run(&self.folder.join("run"), &[case.name, target, &calls], &out, &only)?;
        Ok(out)
    }

    /// The allocations of a run, and their bytes.
    fn allocations(&self, case: Case, target: &str, calls: &str) -> Result<(u64, u64), ExitError> {
        let output = Command::new(self.folder.join("count"))
            .args([case.name, target, calls])
            .env("NO_PROXY", callgrind::LOOPBACK)
            .stdin(Stdio::null())
            .output()
            .map_err(|error| ExitError::failure(format!("cannot start {}: {error}", self.name)))?;
        let stdout = String::from_utf8_lossy(&output.stdout);
        counted(&stdout).ok_or_else(|| {
            let stderr = String::from_utf8_lossy(&output.stderr);
            ExitError::failure(format!("{} {} counted nothing:\n{stdout}{stderr}", self.name, case.name))
        })
    }
}

/// The numbers that a program with the allocator prints: allocations and bytes.
fn counted(stdout: &str) -> Option<(u64, u64)> {
    let (count, bytes) = stdout.lines().find_map(|line| line.strip_prefix("allocations: "))?.split_once(' ')?;
    Some((count.parse().ok()?, bytes.parse().ok()?))
}

/// The mean of a total, to the nearest whole number.
fn per_call(total: u64, calls: u32) -> u64 {
    let calls = u64::from(calls.max(1));
    (total + calls / 2) / calls
}

#[cfg(test)]
mod tests {
    use super::{counted, per_call};

    #[test]
    fn allocations_are_read() {
        assert_eq!(counted("allocations: 149 28700\n"), Some((149, 28_700)));
    }

    #[test]
    fn output_without_allocations_is_rejected() {
        assert_eq!(counted(""), None);
        assert_eq!(counted("allocations: 149\n"), None);
    }

    #[test]
    fn mean_is_rounded() {
        assert_eq!(per_call(1_049, 100), 10);
        assert_eq!(per_call(1_050, 100), 11);
    }
}
