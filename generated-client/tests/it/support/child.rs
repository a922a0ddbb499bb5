//! A test that runs again in a process of its own: for what belongs to a process, such as its environment and its memory.

use std::ffi::OsStr;
use std::process::Command;

/// Reports the child which part it plays.
const PART: &str = "INTERCOM_FAULT_CHILD";

/// The part of this process; none for the one that runs the tests.
pub fn part() -> Option<String> {
    std::env::var(PART).ok()
}

/// Runs a test again as a part of it, with this environment and no proxy of the machine's own. Returns back what it said.
pub fn run(test: &str, part: &str, environment: &[(&str, &str)]) -> String {
    let environment: Vec<_> = environment.iter().map(|(name, value)| (*name, OsStr::new(value))).collect();
    run_with(test, part, &environment)
}

/// As [`run`], with variables that may be no text.
pub fn run_with(test: &str, part: &str, environment: &[(&str, &OsStr)]) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", test, "--nocapture"]).env(PART, part);
    for name in ["HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "REQUEST_METHOD"] {
        command.env_remove(name).env_remove(name.to_lowercase());
    }
    let output = command.envs(environment.iter().copied()).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    let said = String::from_utf8_lossy(&said).into_owned();
    assert!(said.contains("1 passed"), "{part} of {test} did not pass:\n{said}");
    said
}

/// The most memory that this process has held, in MiB; none where the system does not say.
pub fn peak_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    Some(line.trim().trim_end_matches(" kB").parse::<u64>().ok()? / 1024)
}
