//! Counters of a fuzz run, which a worker leaves in a file for its supervisor.

use std::fs;
use std::path::{Path, PathBuf};

/// Counters of a fuzz run.
#[derive(Debug, Default, Eq, PartialEq)]
pub struct Stats {
    pub runs: usize,
    /// Specs without errors.
    pub valid: usize,
    /// Different sets of diagnostic codes.
    pub outcomes: usize,
    /// Inputs that broke an invariant.
    pub findings: usize,
}

impl Stats {
    /// The file with the counters in a worker's folder.
    pub fn path(folder: &Path) -> PathBuf {
        folder.join("stats")
    }

    /// Reads the counters of a worker, even if it has crashed.
    pub fn read(folder: &Path) -> Self {
        let text = fs::read_to_string(Self::path(folder)).unwrap_or_default();
        let mut numbers = text.split_whitespace().map(|number| number.parse().unwrap_or_default());
        let mut next = || numbers.next().unwrap_or_default();
        Self { runs: next(), valid: next(), outcomes: next(), findings: next() }
    }

    pub fn add(&mut self, other: &Self) {
        self.runs += other.runs;
        self.valid += other.valid;
        self.outcomes = self.outcomes.max(other.outcomes);
        self.findings += other.findings;
    }

    pub fn write(&self, folder: &Path) {
        let text = format!("{} {} {} {}", self.runs, self.valid, self.outcomes, self.findings);
        // An error here is not worth an end: the counters are written again soon.
        let _ = fs::write(Self::path(folder), text);
    }
}

#[cfg(test)]
mod tests {
    use super::Stats;

    #[test]
    fn stats_survive_a_round_trip_and_add_up() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(Stats::read(folder.path()), Stats::default());
        let stats = Stats { runs: 3, valid: 2, outcomes: 5, findings: 1 };
        stats.write(folder.path());
        let mut total = Stats::read(folder.path());
        assert_eq!(total, stats);
        total.add(&stats);
        assert_eq!(total, Stats { runs: 6, valid: 4, outcomes: 5, findings: 2 });
    }
}
