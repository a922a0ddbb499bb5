//! Runs the program of an example.

use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};
use std::time::{Duration, Instant};

/// What a program said and how it ended.
#[derive(Debug)]
pub struct Said {
    pub success: bool,
    pub stdout: String,
    pub stderr: String,
}

/// The program of an example, on a server of its own, without the environment of this machine.
pub fn example(name: &str, base_url: &str) -> Command {
    let mut command = Command::new(path(name));
    command.env_clear().env("INTERCOM_BASE_URL", base_url).env("INTERCOM_ACCESS_TOKEN", "EXAMPLE-NOT-A-TOKEN");
    // Windows opens no socket without it.
    command.envs(std::env::var_os("SYSTEMROOT").map(|root| ("SYSTEMROOT", root)));
    command.stdin(Stdio::null());
    command
}

/// Runs it to its end, which must come soon.
pub fn run(command: &mut Command) -> Said {
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    let started = Instant::now();
    while child.try_wait().unwrap().is_none() {
        if started.elapsed() > Duration::from_secs(60) {
            child.kill().unwrap();
            panic!("it does not end: {:?}", child.wait_with_output());
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    let output = child.wait_with_output().unwrap();
    let text = |bytes| String::from_utf8(bytes).unwrap();
    Said { success: output.status.success(), stdout: text(output.stdout), stderr: text(output.stderr) }
}

/// Cargo puts examples beside the folder that contains this test.
fn path(name: &str) -> PathBuf {
    let test = std::env::current_exe().unwrap();
    let folder = test.parent().unwrap().parent().unwrap().join("examples");
    let program = folder.join(format!("{name}{}", std::env::consts::EXE_SUFFIX));
    let source = Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("examples/{name}.rs"));
    let written = |path: &Path| path.metadata().and_then(|data| data.modified());
    // `cargo test` builds them, and with `--test examples` it does not.
    let fresh = written(&program).is_ok_and(|built| built >= written(&source).unwrap());
    assert!(fresh, "{} is not built or old: cargo build -p intercom-client --examples", program.display());
    program
}

/// A program that runs until it is killed, at the latest when this is dropped.
pub struct Running {
    child: Child,
    lines: Lines<BufReader<ChildStdout>>,
}

impl Running {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).stderr(Stdio::null()).spawn().unwrap();
        let lines = BufReader::new(child.stdout.take().unwrap()).lines();
        Self { child, lines }
    }

    /// The next line that it prints.
    pub fn line(&mut self) -> String {
        self.lines.next().expect("the program ended").unwrap()
    }

    /// Kills it on the spot (SIGKILL): it can do nothing about it.
    pub fn kill(mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
