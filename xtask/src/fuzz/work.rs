//! The work itself: change a spec, try it, keep it when its outcome is a new one.

use super::mutate::Mutator;
use super::random::Random;
use super::{Wish, finds};
use crate::Stop;
use crate::workspace::root;
use codegen::invariants::{Bundle, Outcome, check_invariants};
use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::panic;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// A worker's stack: that of a test's thread, so that a test shows what it has found.
const STACK: usize = 2 * 1024 * 1024;

/// What came of a run so far.
#[derive(Default)]
pub struct Tally {
    pub runs: usize,
    pub sound: usize,
    pub outcomes: usize,
    pub finds: usize,
}

impl Tally {
    /// The tally that a worker has left, dead or alive.
    pub fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(folder.join("tally")).unwrap_or_default();
        let mut numbers = text.split_whitespace().map(|word| word.parse().unwrap_or_default());
        let mut next = || numbers.next().unwrap_or_default();
        Self { runs: next(), sound: next(), outcomes: next(), finds: next() }
    }

    pub fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.sound += other.sound;
        self.outcomes = self.outcomes.max(other.outcomes);
        self.finds += other.finds;
    }

    fn write(&self, folder: &Path) {
        let text = format!("{} {} {} {}", self.runs, self.sound, self.outcomes, self.finds);
        // It is told again soon.
        let _ = fs::write(folder.join("tally"), text);
    }
}

pub fn run(wish: &Wish, folder: &Path) -> Result<(), Stop> {
    let (seconds, seed, folder) = (wish.seconds, wish.seed, folder.to_owned());
    // A panic is a find, told once and in one line.
    panic::set_hook(Box::new(|_| {}));
    let work = move || work(Duration::from_secs(seconds), seed, &folder);
    let thread = std::thread::Builder::new().stack_size(STACK).spawn(work);
    thread
        .map_err(|error| error.to_string())
        .and_then(|thread| thread.join().map_err(|_| "the fuzzer itself panicked".to_owned())?)
        .map_err(Stop::failure)
}

fn work(time: Duration, seed: u64, folder: &Path) -> Result<(), String> {
    let seeds = seeds().map_err(|error| format!("cannot read the corpus: {error}"))?;
    let mut random = Random::new(seed);
    let mutator = Mutator::new(&seeds);
    // Sound specs lead further than broken ones: most mutants are made of them.
    let (mut sound, mut broken): (Vec<Vec<u8>>, Vec<Vec<u8>>) = (Vec::new(), Vec::new());
    let (start, mut tally) = (Instant::now(), Tally::default());
    let mut outcomes: BTreeSet<BTreeSet<&'static str>> = BTreeSet::new();
    // The corpus itself comes first.
    let mut seeds = seeds.into_iter();
    while tally.finds < 10 {
        let input = match seeds.next() {
            Some(seed) => seed,
            None if start.elapsed() >= time => break,
            None if sound.is_empty() || random.below(4) == 0 => mutator.mutate(&broken, &sound, &mut random),
            None => mutator.mutate(&sound, &broken, &mut random),
        };
        fs::write(folder.join("current.spec"), &input).map_err(|error| error.to_string())?;
        tally.runs += 1;
        match attempt(&input, &folder.join("spec")) {
            Ok(outcome) => {
                tally.sound += usize::from(outcome.valid);
                let new = outcomes.insert(outcome.codes);
                if outcome.valid && sound.len() < 500 {
                    sound.push(input);
                } else if new {
                    broken.push(input);
                }
            }
            Err(how) => {
                tally.finds += 1;
                keep(&input, seed, &tally.runs.to_string(), &how).map_err(|error| error.to_string())?;
            }
        }
        tally.outcomes = outcomes.len();
        if tally.runs % 16 == 0 {
            tally.write(folder);
        }
    }
    tally.write(folder);
    Ok(())
}

/// Tries a spec; a panic is a broken promise too.
fn attempt(input: &[u8], folder: &Path) -> Result<Outcome, String> {
    panic::catch_unwind(|| check_invariants(&Bundle::parse(input), folder)).unwrap_or_else(|panic| {
        let text = panic.downcast_ref::<String>().map(String::as_str).or_else(|| panic.downcast_ref::<&str>().copied());
        Err(format!("a panic: {}", text.unwrap_or("without a word")))
    })
}

/// Keeps a find under a name that tells how it was met.
pub fn keep(input: &[u8], seed: u64, run: &str, how: &str) -> io::Result<()> {
    fs::create_dir_all(finds())?;
    let path = finds().join(format!("seed{seed}-run{run}.spec"));
    fs::write(&path, input)?;
    let how: String =
        how.lines().take(8).map(|line| format!("  {}\n", line.chars().take(160).collect::<String>())).collect();
    eprint!("find: {}\n{how}", path.display());
    Ok(())
}

/// The corpus, and the specs of the generator's tests.
fn seeds() -> io::Result<Vec<Vec<u8>>> {
    let mut paths = Vec::new();
    for folder in ["codegen/fuzz/corpus", "codegen/tests/broken", "codegen/tests/constructs"] {
        files(&root().join(folder), &mut paths)?;
    }
    paths.retain(|path| path.extension().is_some_and(|kind| kind == "yaml" || kind == "spec"));
    paths.sort();
    paths.iter().map(fs::read).collect()
}

fn files(folder: &Path, found: &mut Vec<PathBuf>) -> io::Result<()> {
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() { files(&path, found)? } else { found.push(path) }
    }
    Ok(())
}
