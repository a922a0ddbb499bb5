//! Servers in processes of their own.

use crate::{Outcome, load};
use std::io::{BufRead, BufReader};
use std::net::{SocketAddr, TcpListener};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

const LISTENING: &str = "listening on http://";
const LONGEST_START: Duration = Duration::from_secs(60);

/// A server that ends with this value.
pub struct Server {
    child: Child,
    pub address: SocketAddr,
    /// From its start until it said that it listens.
    pub said: Duration,
    /// From its start until its first answer.
    pub answered: Duration,
}

impl Drop for Server {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The emulator with so many users: this program, told to serve.
pub fn emulator(users: usize) -> Outcome<Server> {
    let mut command = Command::new(std::env::current_exe()?);
    command.args(["serve", &users.to_string()]);
    start(command, &load::get("/admins"))
}

/// Prism, from the folder where npm put it, with a description of its operations. Its log, of several lines a request, is
/// what costs it most, but without it Prism does not say either that it listens.
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
    let begun = Instant::now();
    let address = SocketAddr::from(([127, 0, 0, 1], port));
    let mut server = Server { child: command.spawn()?, address, said: Duration::ZERO, answered: Duration::ZERO };
    while let Err(error) = load::ask(address, &load::get("/users/1")) {
        if begun.elapsed() > LONGEST_START {
            return Err(error);
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    server.answered = begun.elapsed();
    Ok(server)
}

fn start(mut command: Command, first: &[u8]) -> Outcome<Server> {
    let begun = Instant::now();
    let mut child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).spawn()?;
    let out = child.stdout.take().ok_or("no standard output")?;
    let nowhere = SocketAddr::from(([127, 0, 0, 1], 0));
    let mut server = Server { child, address: nowhere, said: Duration::ZERO, answered: Duration::ZERO };
    let mut lines = BufReader::new(out).lines();
    let line = lines.by_ref().map_while(Result::ok).find(|line| line.contains(LISTENING));
    server.said = begun.elapsed();
    let line = line.ok_or("the server ended before it listened")?;
    // Prism's line goes on in colours.
    let address = line.split_once(LISTENING).map(|(_, rest)| rest).unwrap_or_default();
    let end = address.find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | ':')).unwrap_or(address.len());
    server.address = address.get(..end).unwrap_or_default().parse()?;
    load::ask(server.address, first)?;
    server.answered = begun.elapsed();
    // Whoever fills a pipe that nobody reads stands still.
    std::thread::spawn(move || lines.map_while(Result::ok).for_each(drop));
    Ok(server)
}

impl Server {
    /// The memory that the process has now, in KiB; 0 where the system does not tell.
    pub fn memory(&self) -> u64 {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:"));
        line.and_then(|line| line.split_whitespace().next()?.parse().ok()).unwrap_or_default()
    }

    /// The time that the process has had on processors, in steps of ten milliseconds.
    pub fn processor_time(&self) -> Duration {
        let stat = std::fs::read_to_string(format!("/proc/{}/stat", self.child.id())).unwrap_or_default();
        // The name of the program, in parentheses, may hold spaces. User and system time are the 12th and 13th number after it.
        let numbers = stat.rsplit(')').next().unwrap_or_default().split_whitespace().skip(11).take(2);
        Duration::from_millis(numbers.filter_map(|ticks| ticks.parse::<u64>().ok()).sum::<u64>() * 10)
    }
}
