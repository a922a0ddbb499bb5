//! What was measured, as a page.

use crate::{CONNECTIONS, Compared, MANY_USERS, Many, ROUNDS, STARTS, Speed, Start, USERS};
use std::fmt::Write;

/// All that was measured.
#[derive(Default)]
pub struct Measured {
    pub speeds: Vec<Compared>,
    pub starts: Option<(Start, Option<Start>)>,
    pub many: Option<Many>,
    pub memory: Vec<(u64, u64)>,
}

/// Two values and the first one in parts of the second; the second may not have been measured.
fn beside(ours: f64, theirs: Option<f64>, unit: &str) -> String {
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
        let values = beside(value(&it.emulator), it.prism.as_ref().map(value), unit);
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
        speed_rows("time on processors a request", " µs", measured, |it| it.processor, &mut out);
        speed_rows("requests a second", "", measured, |it| it.per_second, &mut out);
        speed_rows("latency, half of the requests", " µs", measured, |it| it.p50, &mut out);
        speed_rows("latency, 99 of 100 requests", " µs", measured, |it| it.p99, &mut out);
    }
    if let Some((ours, theirs)) = &measured.starts {
        let _ = writeln!(out, "## Start\n\n| from the start of the process | {COLUMNS}\n|---|---:|---:|---:|");
        let mut row = |name, value: fn(&Start) -> f64| {
            let _ = writeln!(out, "| {name} | {} |", beside(value(ours), theirs.as_ref().map(value), " ms"));
        };
        row("until `listening on` is printed", |it| it.said);
        row("until the first answer", |it| it.answered);
        out.push('\n');
    }
    if let Some(first) = measured.memory.first() {
        out.push_str("## Memory\n\n| requests | memory | of the first |\n|---:|---:|---:|\n");
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
        let _ = writeln!(out, "| memory after the first answer | {:.0} MiB |", mib(before));
        let _ = writeln!(out, "| memory after all this | {:.0} MiB |", mib(after));
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
        "# Speed\n\nHow fast the emulator answers, beside [Prism](https://github.com/stoplightio/prism) 5, the usual mock \
server: emulator / Prism, so that a greater number of requests is better, and a smaller time. Prism gives an example from a \
description ([openapi.json](benches/emulator/openapi.json)), the emulator looks users up, keeps new ones, and counts. The \
examples are the emulator's own answers, so that both send the same bytes: 0.9 KB for a user, 44 KB for a list.\n\n\
`cargo xtask bench emulator --prism --save` measures again and writes this page; without `--prism` the emulator is measured \
alone. Prism comes from npm into the target folder.\n\n\
- Measured on {processors} processors with {memory:.0} GiB of memory; a release build; each server in a process of its own, \
both at once, asked in turns: {ROUNDS} rounds of one second each after a warm-up, of which the medians are given.\n\
- Connections are kept, {few} or {more} of them, over loopback; on each the next request follows the answer to the last one. \
The client shares the processors with the servers, so that requests a second say less about the server than the time that its process has on processors. With \
one connection both sides sleep between requests, and what waking costs depends on what else the machine does: these figures \
vary by a factor of two from run to run, those with more connections by a tenth or two, while the machine does nothing else.\n\
- The emulator begins with {USERS} users and has its own clock, log and rate limit headers as `intercom emulator` has them. \
Prism has its defaults, but for its log, which is off: its fastest way; for the starts it is on, for that is what says that it \
listens. Users whom it creates, the emulator keeps; a round begins with the seed data again.\n\
- Starts are medians of {STARTS}. Memory (VmRSS) is that after so many requests, half of them for one user, a quarter for a \
list and a quarter changes of a user: nothing is added but to the log, which keeps the latest 4,096 requests.\n\n{}",
        tables(measured),
        memory = mib(memory.unwrap_or_default()) / 1024.0,
    )
}
