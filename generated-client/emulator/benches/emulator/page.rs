//! The measurements as a page.

use crate::size::{MANY_USERS, Many};
use crate::speed::{CONNECTIONS, Compared, ROUNDS, Speed};
use crate::{STARTS, Start, USERS};
use std::fmt::Write;

/// All measurements.
#[derive(Default)]
pub struct Measured {
    pub speeds: Vec<Compared>,
    pub starts: Option<(Start, Option<Start>)>,
    pub many: Option<Many>,
    pub memory: Vec<(u64, u64)>,
}

/// A value with its unit.
fn measured(value: f64, unit: &str) -> String {
    let digits = usize::from(value < 100.0);
    format!("{value:.digits$}{unit}")
}

/// A peer's value and the ratio of ours to it; it may not have been measured.
fn compare(ours: f64, theirs: Option<f64>, unit: &str) -> String {
    let Some(theirs) = theirs else { return " | ".to_owned() };
    let ratio = ours / theirs;
    let digits = if ratio < 1.0 { 3 } else { 1 };
    format!("{} | **{ratio:.digits$}**", measured(theirs, unit))
}

fn speed_rows(name: &str, unit: &str, of: &Measured, value: fn(&Speed) -> f64, out: &mut String) {
    // Writing to a String cannot fail.
    let _ = writeln!(out, "| {name} | connections | emulator | axum | / axum | Prism | / Prism |");
    out.push_str("|---|---:|---:|---:|---:|---:|---:|\n");
    for it in &of.speeds {
        let ours = value(&it.emulator);
        let axum = format!("{:.2}", ours / value(&it.axum));
        let (own, bare) = (measured(ours, unit), measured(value(&it.axum), unit));
        let prism = compare(ours, it.prism.as_ref().map(value), unit);
        let _ = writeln!(out, "| {} | {} | {own} | {bare} | **{axum}** | {prism} |", it.operation, it.connections);
    }
    out.push('\n');
}

fn mib(kib: u64) -> f64 {
    crate::load::float(kib) / 1024.0
}

pub fn tables(all: &Measured) -> String {
    let mut out = String::new();
    if !all.speeds.is_empty() {
        out.push_str("## Speed\n\n");
        speed_rows("CPU time a request", " µs", all, |it| it.processor, &mut out);
        speed_rows("requests a second", "", all, |it| it.per_second, &mut out);
        speed_rows("latency, median", " µs", all, |it| it.p50, &mut out);
        speed_rows("latency, 99th percentile", " µs", all, |it| it.p99, &mut out);
    }
    if let Some((ours, theirs)) = &all.starts {
        out.push_str(
            "## Start\n\n| from the start of the process | emulator | Prism | / Prism |\n|---|---:|---:|---:|\n",
        );
        let mut row = |name, value: fn(&Start) -> f64| {
            let prism = compare(value(ours), theirs.as_ref().map(value), " ms");
            let _ = writeln!(out, "| {name} | {} | {prism} |", measured(value(ours), " ms"));
        };
        row("until `listening on` is printed", |it| it.listening);
        row("until the first response", |it| it.responded);
        out.push('\n');
    }
    if let Some(first) = all.memory.first() {
        out.push_str("## Memory\n\n| requests | memory | ratio to the first |\n|---:|---:|---:|\n");
        for (requests, kib) in &all.memory {
            let _ = writeln!(out, "| {requests} | {:.1} MiB | **{:.2}** |", mib(*kib), mib(*kib) / mib(first.1));
        }
        out.push('\n');
    }
    if let Some(many) = &all.many {
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

pub fn page(all: &Measured) -> String {
    let processors = std::thread::available_parallelism().map_or(1, Into::into);
    let memory = std::fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let memory =
        memory.lines().find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse().ok());
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split_whitespace().next().unwrap_or("unknown");
    let [few, more] = CONNECTIONS;
    format!(
        "# Speed\n\nThe speed of the emulator compared with two servers that only send constants. A bare [axum](https://docs.rs/axum) route is what \
HTTP itself costs: it sends the same bytes and headers, and parses the JSON of a POST. \
[Prism](https://github.com/stoplightio/prism) 5, a widely used mock server, returns examples of an OpenAPI description \
([openapi.json](benches/emulator/openapi.json)). The emulator finds, stores, counts and logs; its own responses are the constants \
and the examples: 0.9 KB for a user, 44 KB for a list. Ratios are emulator / peer: for requests a second more is better, for \
times less.\n\n\
`cargo xtask bench emulator --prism --save` measures again and writes this page; without `--prism` it leaves Prism out, which is \
installed from npm into the target folder.\n\n\
- Measured on {processors} processors with {memory:.0} GiB of memory; a release build; each server runs in a process of its own, \
all at the same time, and they are measured in turns: medians of {ROUNDS} rounds of one second, each after a warm-up. The load average was {load} at the end: other work on \
the machine makes all of them slower, and these figures less exact.\n\
- {few} or {more} persistent connections over loopback; each sends its next request after the response to the last one. \
The client shares the processors with the servers, so CPU time says more about a server than requests a second. With \
one connection client and server sleep between requests, and the cost of waking depends on the load of the machine: these figures \
vary by a factor of two between runs, those with more connections by 10 to 20 percent, on an idle machine.\n\
- The emulator starts with {USERS} users, and with clock, log and rate limit headers as in `intercom emulator`. \
Prism has its default settings without its log, which makes it fastest; for start times the log is on, since it reports the \
address. The emulator stores the created users; each round starts with the seed data.\n\
- Start times are medians of {STARTS}. Memory (VmRSS) is measured after these numbers of requests: half of them for one user, \
a quarter for a list, a quarter changes of a user. Only the log grows, up to the latest 4,096 requests.\n\n{}",
        tables(all),
        memory = mib(memory.unwrap_or_default()) / 1024.0,
    )
}
