//! Servers in processes of their own.

use crate::{Outcome, load};
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const LISTENING: &str = "listening on http://";
const MAX_START: Duration = Duration::from_secs(60);

/// A server process; dropping it ends the process.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From the start until it reported its address.
    pub listening: Duration,
    /// From the start until its first response.
    pub responded: Duration,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The emulator with this number of users: this program with the command `serve`.
pub fn emulator(users: usize) -> Outcome<Server> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["serve", &users.to_string()]);
    start(command, &load::get("/admins"))
}

/// The bare axum server with the responses of an emulator: this program with the command `axum`.
pub fn axum(emulator: SocketAddr) -> Outcome<Server> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["axum", &emulator.to_string()]);
    start(command, &load::get("/users"))
}

/// Prism from its npm folder, with an OpenAPI description. Its log costs most of its time, but without the log Prism does not
/// report its address.
pub fn prism(folder: &Path, description: &Path, log: bool) -> Outcome<Server> {
    let port = TcpListener::bind("127.0.0.1:0")?.local_addr()?.port();
    let mut command = Command::new("node");
    command
        .arg(folder.join("node_modules/@stoplight/prism-cli/dist/index.js"))
        .args(["mock", "--host", "127.0.0.1", "--port", &port.to_string()])
        .arg(description);
    if log {
        return start(command, &load::get("/users/1"));
    }
    command.args(["--verboseLevel", "silent"]).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    let start = Instant::now();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut server = Server { child: command.spawn()?, address, listening: Duration::ZERO, responded: Duration::ZERO };
    while let Err(error) = load::send(address, &load::get("/users/1")) {
        if start.elapsed() > MAX_START {
            return Err(error);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    server.responded = start.elapsed();
    Ok(server)
}

fn start(mut command: Command, first: &[u8]) -> Outcome<Server> {
    let start = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let out = child.stdout.take().ok_or("no standard output")?;
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut server = Server { child, address: nowhere, listening: Duration::ZERO, responded: Duration::ZERO };
    let mut lines = BufReader::new(out).lines();
    let line = lines.by_ref().map_while(Result::ok).find(|line| line.contains(LISTENING));
    server.listening = start.elapsed();
    let line = line.ok_or("the server ended before it reported its address")?;
    // Prism's line continues with colour codes.
    let address = line.split_once(LISTENING).map(|(_, rest)| rest).unwrap_or_default();
    let end = address.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ':')).unwrap_or(address.len());
    server.address = address.get(..end).unwrap_or_default().parse()?;
    load::send(server.address, first)?;
    server.responded = start.elapsed();
    // A process blocks when its output pipe is full.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    Ok(server)
}

impl Server {
    /// The current memory of the process in KiB; 0 if the system does not report it.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    }

    /// The CPU time of the process, in steps of ten milliseconds.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The program's name, in parentheses, may contain spaces. User and system time are the 12th and 13th number after it.
        let numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        Duration::from_millis(numbers.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10)
    }
}
