//! `cargo xtask fuzz`: for a bounded time, specs made of broken and of sound ones, each held to what is promised of all.
//!
//! A process of its own does the work, so that even a stack that overflows or a loop without end is found and kept.

mod dictionary;
mod mutate;
mod random;
mod work;

use crate::args::Args;
use crate::workspace::root;
use crate::{Stop, output};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant, SystemTime};

/// One spec may take this long.
const LONGEST: Duration = Duration::from_secs(30);

/// What a run was asked for.
struct Wish {
    seconds: u64,
    seed: u64,
}

pub fn run(words: &[String]) -> Result<(), Stop> {
    let args = Args::parse(words, &[], &["--seconds", "--seed", "--work"])?;
    let number = |name: &str, default: u64| {
        args.get(name)
            .map_or(Ok(default), str::parse)
            .map_err(|_| Stop::usage(format!("`{name}` takes a whole number")))
    };
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).map_or(0, |time| time.as_secs());
    let wish = Wish { seconds: number("--seconds", 30)?, seed: number("--seed", now)? };
    match args.get("--work") {
        Some(folder) => work::run(&wish, Path::new(folder)),
        None => supervise(&wish),
    }
}

/// Where finds are kept. Once mended, they move to the corpus, which tests replay.
fn finds() -> PathBuf {
    root().join("codegen/fuzz/finds")
}

/// Starts the work again and again until the time is over; a process that dies or hangs has met a find.
fn supervise(wish: &Wish) -> Result<(), Stop> {
    let folder = std::env::temp_dir().join(format!("xtask-fuzz-{}", std::process::id()));
    let failed = |error: std::io::Error| Stop::failure(format!("cannot fuzz in {}: {error}", folder.display()));
    fs::create_dir_all(&folder).map_err(failed)?;
    let (start, mut seed, mut ended_badly) = (Instant::now(), wish.seed, 0_usize);
    let time = Duration::from_secs(wish.seconds);
    let mut total = work::Tally::default();
    while start.elapsed() < time || total.runs == 0 {
        let left = time.saturating_sub(start.elapsed()).as_secs().max(1);
        let mut child = worker(left, seed, &folder).map_err(failed)?;
        let end = watch(&mut child, &folder.join("current.spec"));
        total.add(&work::Tally::read(&folder));
        let Some(how) = end else { break };
        ended_badly += 1;
        let input = fs::read(folder.join("current.spec")).map_err(failed)?;
        work::keep(&input, seed, &format!("crash{ended_badly}"), how).map_err(failed)?;
        if total.finds + ended_badly >= 10 {
            break;
        }
        seed = seed.wrapping_add(1);
    }
    // What cannot be removed is the system's to clear.
    let _ = fs::remove_dir_all(&folder);
    let found = total.finds + ended_badly;
    output::line(&format!(
        "{} specs in {:.0} s from seed {}: {} sound, {} different outcomes, {found} finds",
        total.runs,
        start.elapsed().as_secs_f64(),
        wish.seed,
        total.sound,
        total.outcomes,
    ));
    if found == 0 {
        Ok(())
    } else {
        Err(Stop::failure(format!("the finds are in {}; mend them, then move them to the corpus", finds().display())))
    }
}

fn worker(seconds: u64, seed: u64, folder: &Path) -> std::io::Result<Child> {
    let _ = fs::remove_file(folder.join("tally"));
    Command::new(std::env::current_exe()?)
        .args(["fuzz", "--seconds", &seconds.to_string(), "--seed", &seed.to_string(), "--work"])
        .arg(folder)
        .stdin(Stdio::null())
        .spawn()
}

/// Waits for the worker; how it ended, unless well. It writes each spec before it tries it.
fn watch(child: &mut Child, current: &Path) -> Option<&'static str> {
    loop {
        match child.try_wait() {
            Ok(Some(status)) if status.success() => return None,
            Ok(Some(_)) => return Some("the process ended, as when the stack overflows"),
            Ok(None) => {}
            Err(_) => return Some("the process cannot be watched"),
        }
        let written = fs::metadata(current).and_then(|data| data.modified()).ok();
        if written.and_then(|time| time.elapsed().ok()).is_some_and(|age| age > LONGEST) {
            let _ = child.kill();
            let _ = child.wait();
            return Some("it takes longer than 30 seconds");
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}
