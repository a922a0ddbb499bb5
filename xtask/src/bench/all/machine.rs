//! What the figures were measured on, and with.

use crate::bench::peers::PEERS;
use crate::git;
use crate::process;
use serde_json::{Value, json};
use std::process::Command;

/// The machine, the versions and the date.
pub struct Machine {
    pub cpu: String,
    pub cores: usize,
    pub system: String,
    pub date: String,
    pub commit: String,
    /// Names with versions.
    pub versions: Vec<(String, String)>,
}

impl Machine {
    pub fn read() -> Self {
        let cpuinfo = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
        let mut versions = vec![
            ("rustc".to_owned(), line("rustc", &["--version"])),
            ("cargo".to_owned(), first_line(process::cargo().arg("--version"))),
            ("valgrind".to_owned(), line("valgrind", &["--version"])),
            ("libc".to_owned(), line("ldd", &["--version"])),
            ("chromium".to_owned(), line("chromium", &["--version"])),
        ];
        versions.extend(PEERS.iter().map(|peer| (peer.name.to_owned(), peer.version().to_owned())));
        Self {
            cpu: cpu_model(&cpuinfo),
            cores: std::thread::available_parallelism().map_or(0, usize::from),
            system: line("uname", &["-sr"]),
            date: line("date", &["-u", "+%Y-%m-%d"]),
            commit: git::commit("HEAD").map_or_else(|_| "unknown".to_owned(), |id| id.chars().take(7).collect()),
            versions,
        }
    }

    pub fn to_json(&self) -> Value {
        let versions: serde_json::Map<_, _> =
            self.versions.iter().map(|(name, version)| (name.clone(), json!(version))).collect();
        json!({
            "cpu": self.cpu,
            "cores": self.cores,
            "system": self.system,
            "date": self.date,
            "commit": self.commit,
            "versions": versions,
        })
    }
}

/// The name of the first processor.
fn cpu_model(cpuinfo: &str) -> String {
    let model = cpuinfo.lines().find_map(|line| line.strip_prefix("model name")?.split_once(':'));
    model.map_or_else(|| std::env::consts::ARCH.to_owned(), |(_, name)| name.trim().to_owned())
}

fn line(program: &str, args: &[&str]) -> String {
    first_line(Command::new(program).args(args))
}

/// The first line that a command prints; "unknown" if it cannot be started.
fn first_line(command: &mut Command) -> String {
    let text = command.output().map(|output| String::from_utf8_lossy(&output.stdout).into_owned()).unwrap_or_default();
    text.lines().next().filter(|line| !line.is_empty()).unwrap_or("unknown").to_owned()
}

#[cfg(test)]
mod tests {
    use super::cpu_model;

    #[test]
    fn model_of_the_processor_is_read() {
        assert_eq!(cpu_model("processor\t: 0\nmodel name\t: A CPU @ 2.1 GHz\n"), "A CPU @ 2.1 GHz");
        assert_eq!(cpu_model(""), std::env::consts::ARCH);
    }
}
