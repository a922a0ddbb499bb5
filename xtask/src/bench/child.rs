//! Child processes that are measured: their processor time and memory, with that of their own children.

use crate::exit_error::ExitError;
use std::fs::File;
use std::io::{Read, Seek};
use std::process::{Command, Stdio};
use std::time::Duration;
use wait4::Wait4;

/// What a child process used.
#[derive(Clone, Copy, Debug)]
pub struct Usage {
    /// Summed over all processors and over its children; other processes hardly affect it.
    pub processor: Duration,
    /// The peak memory of the largest process.
    pub peak_bytes: u64,
}

/// Runs a command to its end. A failure is the last lines of its stderr.
pub fn run(command: &mut Command) -> Result<Usage, ExitError> {
    let failed = |error: std::io::Error| {
        ExitError::failure(format!("cannot run {}: {error}", command.get_program().to_string_lossy()))
    };
    // A file, not a pipe: nobody has to read it while the child runs.
    let stderr = tempfile::tempfile().map_err(failed)?;
    let to = stderr.try_clone().map_err(failed)?;
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(to).spawn().map_err(|error| {
        ExitError::failure(format!("cannot start {}: {error}", command.get_program().to_string_lossy()))
    })?;
    let ended = child.wait4().map_err(|error| ExitError::failure(format!("cannot wait for a process: {error}")))?;
    if !ended.status.success() {
        return Err(ExitError::failure(read(stderr)));
    }
    Ok(Usage { processor: ended.rusage.utime + ended.rusage.stime, peak_bytes: ended.rusage.maxrss })
}

/// What was written to a file.
fn read(mut file: File) -> String {
    let mut text = Vec::new();
    // What cannot be read is missing from the message.
    let _ = file.rewind().and_then(|()| file.read_to_end(&mut text));
    String::from_utf8_lossy(&text).trim().to_owned()
}

/// The line of a message that says what is wrong: the first one that starts as an error does, or the first one.
pub fn first_error(message: &str) -> &str {
    let mut lines = message.lines().map(str::trim).filter(|line| !line.is_empty());
    let is_error = |line: &&str| line.to_ascii_lowercase().starts_with("error") || line.contains("panicked");
    lines.clone().find(is_error).or_else(|| lines.next()).unwrap_or("it says nothing")
}

#[cfg(test)]
mod tests {
    use super::{first_error, run};
    use std::process::Command;

    #[test]
    fn first_error_is_the_line_that_says_so() {
        assert_eq!(
            first_error("Compiling x\n  error[E0412]: cannot find type\nnote"),
            "error[E0412]: cannot find type"
        );
        assert_eq!(first_error("warning: ambiguous\n | `ApiError`\nerror: no"), "error: no");
        assert_eq!(first_error("\nit does not work\n"), "it does not work");
        assert_eq!(first_error(""), "it says nothing");
    }

    #[test]
    fn failure_of_a_child_is_its_stderr() {
        let error = run(Command::new("sh").args(["-c", "echo broken >&2; exit 3"])).unwrap_err();
        assert_eq!(error.message, "broken");
        assert!(run(&mut Command::new("a-program-that-nobody-has")).is_err());
    }

    #[test]
    fn usage_of_a_child_has_memory() {
        let usage = run(&mut Command::new("true")).unwrap();
        assert!(usage.peak_bytes > 10_000, "{usage:?}");
    }
}
