//! The measurements as a page.

use crate::{CONNECTIONS, Compared, MANY_USERS, Many, ROUNDS, STARTS, Speed, Start, USERS};
use std::fmt::Write;

/// All measurements.
#[derive(Default)]
pub struct Measured {
    pub speeds: Vec<Compared>,
    pub starts: Option<(Start, Option<Start>)>,
    pub many: Option<Many>,
    pub memory: Vec<(u64, u64)>,
}

/// Two values and their ratio; the second one may not have been measured.
fn compare(ours: f64, theirs: Option<f64>, unit: &str) -> String {
    let digits = usize::from(ours < 100.0);
    match theirs {
        Some(theirs) => {
            let ratio = ours / theirs;
            let (their_digits, ratio_digits) = (usize::from(theirs < 100.0), if ratio < 1.0 { 3 } else { 1 });
            format!("{ours:.digits$}{unit} | {theirs:.their_digits$}{unit} | **{ratio:.ratio_digits$}**")
        }
        None => format!("{ours:.digits$}{unit} | | "),
    }
}

const COLUMNS: &str = "emulator | Prism | ratio |";

fn speed_rows(name: &str, unit: &str, measured: &Measured, value: fn(&Speed) -> f64, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "| {name} | connections | {COLUMNS}\n|---|---:|---:|---:|---:|");
    for it in &measured.speeds {
        let values = compare(value(&it.emulator), it.prism.as_ref().map(value), unit);
        let _ = writeln!(out, "| {} | {} | {values} |", it.operation, it.connections);
    }
    out.push('\n');
}

fn mib(kib: u64) -> f64 {
    crate::load::float(kib) / 1024.0
}

pub fn tables(measured: &Measured) -> String {
    let mut out = String::new();
    if !measured.speeds.is_empty() {
        out.push_str("## Speed\n\n");
        speed_rows("CPU time a request", " µs", measured, |it| it.processor, &mut out);
        speed_rows("requests a second", "", measured, |it| it.per_second, &mut out);
        speed_rows("latency, median", " µs", measured, |it| it.p50, &mut out);
        speed_rows("latency, 99th percentile", " µs", measured, |it| it.p99, &mut out);
    }
    if let Some((ours, theirs)) = &measured.starts {
        let _ = writeln!(out, "## Start\n\n| from the start of the process | {COLUMNS}\n|---|---:|---:|---:|");
        let mut row = |name, value: fn(&Start) -> f64| {
            let _ = writeln!(out, "| {name} | {} |", compare(value(ours), theirs.as_ref().map(value), " ms"));
        };
        row("until `listening on` is printed", |it| it.listening);
        row("until the first response", |it| it.responded);
        out.push('\n');
    }
    if let Some(first) = measured.memory.first() {
        out.push_str("## Memory\n\n| requests | memory | ratio to the first |\n|---:|---:|---:|\n");
        for (requests, kib) in &measured.memory {
            let _ = writeln!(out, "| {requests} | {:.1} MiB | **{:.2}** |", mib(*kib), mib(*kib) / mib(first.1));
        }
        out.push('\n');
    }
    if let Some(many) = &measured.many {
        let _ = writeln!(out, "## {MANY_USERS} users\n\n| | |\n|---|---:|");
        for (name, millis) in &many.times {
            let _ = writeln!(out, "| {name} | {millis:.2} ms |");
        }
        let (before, after) = many.memory;
        let _ = writeln!(out, "| memory after the first response | {:.0} MiB |", mib(before));
        let _ = writeln!(out, "| memory after these requests | {:.0} MiB |", mib(after));
    }
    out
}

pub fn page(measured: &Measured) -> String {
    let processors = std::thread::available_parallelism().map_or(1, Into::into);
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory =
        memory.lines().find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse().ok());
    let [few, more] = CONNECTIONS;
    format!(
        "# Speed\n\nThe speed of the emulator compared with [Prism](https://github.com/stoplightio/prism) 5, a widely used mock \
server. The ratio is emulator / Prism: for requests a second more is better, for times less. Prism returns examples of an \
OpenAPI description ([openapi.json](benches/emulator/openapi.json)); the emulator finds, stores and counts users. The \
examples are the emulator's own responses, so that both send the same bytes: 0.9 KB for a user, 44 KB for a list.\n\n\
`cargo xtask bench emulator --prism --save` measures again and writes this page; without `--prism` it measures only the \
emulator. Prism is installed from npm into the target folder.\n\n\
- Measured on {processors} processors with {memory:.0} GiB of memory; a release build; each server runs in a process of its own, \
both at the same time, and they are measured in turns: medians of {ROUNDS} rounds of one second, each after a warm-up.\n\
- {few} or {more} persistent connections over loopback; each sends its next request after the response to the last one. \
The client shares the processors with the servers, so CPU time says more about a server than requests a second. With \
one connection both sides sleep between requests, and the cost of waking depends on the load of the machine: these figures \
vary by a factor of two between runs, those with more connections by 10 to 20 percent, on an idle machine.\n\
- The emulator starts with {USERS} users, and with clock, log and rate limit headers as in `intercom emulator`. \
Prism has its default settings without its log, which makes it fastest; for start times the log is on, since it reports the \
address. The emulator stores the created users; each round starts with the seed data.\n\
- Start times are medians of {STARTS}. Memory (VmRSS) is measured after these numbers of requests: half of them for one user, \
a quarter for a list, a quarter changes of a user. Only the log grows, up to the latest 4,096 requests.\n\n{}",
        tables(measured),
        memory = mib(memory.unwrap_or_default()) / 1024.0,
    )
}
