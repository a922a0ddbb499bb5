//! The guard of CI: what a call costs, compared with a committed baseline.
//!
//! Instructions are compared as the ratio to the same call by hand, measured in the same run. Their absolute number depends on the
//! machine's libc, which both programs share: with glibc's malloc without its thread cache, or its memcpy without AVX2, a call took
//! 6.7 % and 3.0 % more instructions, and its ratio moved by 1.0 % and 0.5 %. So the ratio moves with this workspace's code, and
//! hardly with the machine, except for another architecture, where it is not compared. Dependencies and compiler are pinned.
//! Allocations do not depend on the machine, and are compared as they are.
//!
//! It fails in both directions: a baseline that stays above what a call costs lets the next change take back what was won.

use super::case::{CASES, Case};
use super::cost::Cost;
use super::table::{REFERENCE, Row};
use crate::bench::synthetic_spec::write_file;
use crate::exit_error::ExitError;
use crate::workspace::root;
use serde_json::{Map, Value, json};
use std::env::consts::ARCH;
use std::path::PathBuf;

/// How far a figure may be from its baseline, as a part of it. Runs on one machine differ by less than 0.1 %.
const TOLERANCE: f64 = 0.02;

/// The compared figure of instructions.
const INSTRUCTIONS: &str = "instructions_vs_by_hand";

/// The guarded program.
const GUARDED: &str = "here";

/// A figure of one case.
#[derive(Debug, PartialEq)]
pub struct Comparison {
    pub case: String,
    pub figure: &'static str,
    pub baseline: f64,
    pub now: f64,
}

/// What a comparison says.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Outcome {
    Equal,
    /// More than tolerated.
    Worse,
    /// The baseline is out of date.
    Better,
}

impl Comparison {
    pub fn outcome(&self) -> Outcome {
        if self.now > self.baseline * (1.0 + TOLERANCE) {
            Outcome::Worse
        } else if self.now < self.baseline * (1.0 - TOLERANCE) {
            Outcome::Better
        } else {
            Outcome::Equal
        }
    }

    /// A line for people.
    pub fn show(&self) -> String {
        let said = match self.outcome() {
            Outcome::Equal => "",
            Outcome::Worse => "  <- more than the baseline tolerates",
            Outcome::Better => "  <- less than the baseline",
        };
        let percent = (self.now / self.baseline - 1.0) * 100.0;
        format!(
            "{:5} {:24} {:>10.3}, baseline {:>10.3} ({percent:+.1} %){said}",
            self.case, self.figure, self.now, self.baseline
        )
    }
}

/// The cases that are guarded: the calls. Decoding is a part of them.
pub fn cases() -> Vec<Case> {
    CASES.into_iter().filter(|case| !case.is_decode).collect()
}

fn path() -> PathBuf {
    root().join("xtask/bench/baseline.json")
}

/// Writes the baseline.
pub fn save(rows: &[Row]) -> Result<(), ExitError> {
    let baseline = baseline(rows).map_err(ExitError::failure)?;
    write_file(&path(), &format!("{baseline:#}\n"))
}

/// Compares with the committed baseline.
pub fn check(rows: &[Row]) -> Result<Vec<Comparison>, ExitError> {
    let read = |error: String| ExitError::failure(format!("cannot read {}: {error}", path().display()));
    let text = std::fs::read_to_string(path()).map_err(|error| read(error.to_string()))?;
    let baseline = serde_json::from_str(&text).map_err(|error| read(error.to_string()))?;
    compare(&baseline, rows).map_err(ExitError::failure)
}

/// The figures of rows: those that are compared, and the instructions that their ratios are of.
fn baseline(rows: &[Row]) -> Result<Value, String> {
    let cases = rows.iter().map(|row| {
        let (here, reference) = costs(row)?;
        let instructions = json!({ GUARDED: here.instructions, REFERENCE: reference.instructions });
        let mut case: Map<String, Value> =
            figures(here, reference).into_iter().map(|(name, value)| (name.to_owned(), json!(value))).collect();
        case.insert("instructions".to_owned(), instructions);
        Ok((row.case.name.to_owned(), Value::Object(case)))
    });
    let mut baseline = cases.collect::<Result<Map<_, _>, String>>()?;
    baseline.insert("arch".to_owned(), json!(ARCH));
    Ok(Value::Object(baseline))
}

/// The figure of allocated bytes.
const BYTES: &str = "allocated_bytes";

/// A body of so many bytes comes in one piece.
const ONE_READ: usize = 8_192;

/// Compares rows with a baseline. A figure that the baseline lacks is an error, and so is one that could not be measured: a guard
/// that compares nothing must not pass.
fn compare(baseline: &Value, rows: &[Row]) -> Result<Vec<Comparison>, String> {
    if rows.is_empty() {
        return Err("nothing was measured".to_owned());
    }
    let mut comparisons = Vec::new();
    let same_arch = baseline.get("arch").and_then(Value::as_str) == Some(ARCH);
    for row in rows {
        let (here, reference) = costs(row)?;
        for (figure, now) in figures(here, reference) {
            if figure == INSTRUCTIONS && !same_arch {
                continue;
            }
            // How a larger body grows in memory depends on the pieces in which the network delivers it.
            if figure == BYTES && row.body > ONE_READ {
                continue;
            }
            let known = baseline.get(row.case.name).and_then(|case| case.get(figure)?.as_f64());
            let known = known.filter(|value| *value > 0.0);
            let known = known.ok_or_else(|| format!("the baseline has no {figure} of `{}`", row.case.name))?;
            comparisons.push(Comparison { case: row.case.name.to_owned(), figure, baseline: known, now });
        }
    }
    Ok(comparisons)
}

fn costs(row: &Row) -> Result<(&Cost, &Cost), String> {
    let cost = |name| row.cost(name).ok_or_else(|| format!("`{}` of {name} could not be measured", row.case.name));
    Ok((cost(GUARDED)?, cost(REFERENCE)?))
}

/// What is compared, by name.
fn figures(here: &Cost, reference: &Cost) -> [(&'static str, f64); 3] {
    let ratio = here.instructions as f64 / (reference.instructions as f64).max(1.0);
    // As many digits as the tolerance needs, so that a baseline saved again differs where something changed.
    let ratio = (ratio * 1e3).round() / 1e3;
    [(INSTRUCTIONS, ratio), ("allocations", here.allocations as f64), (BYTES, here.bytes as f64)]
}

#[cfg(test)]
mod tests {
    use super::{Comparison, Outcome, baseline, cases, compare};
    use crate::bench::call::cost::Cost;
    use crate::bench::call::table::Row;
    use serde_json::json;
    use std::env::consts::ARCH;

    #[test]
    fn bytes_of_a_body_in_pieces_are_not_compared() {
        let rows = |body| [Row { body, ..row(1_000, 1_000, 100) }];
        let known = baseline(&rows(2_000)).unwrap();
        let figures = |body| compare(&known, &rows(body)).unwrap().iter().map(|found| found.figure).collect::<Vec<_>>();
        assert!(figures(2_000).contains(&"allocated_bytes"));
        assert_eq!(figures(100_000), ["instructions_vs_by_hand", "allocations"]);
    }

    fn row(instructions: u64, by_hand: u64, allocations: u64) -> Row {
        let cost = |instructions| Ok(Cost { instructions, allocations, bytes: 30_000 });
        Row { case: cases()[0], body: 2_000, costs: vec![("here", cost(instructions)), ("by-hand", cost(by_hand))] }
    }

    /// The outcome of each figure when the first row is the baseline.
    fn outcomes(before: Row, now: Row) -> Vec<Outcome> {
        let baseline = baseline(&[before]).unwrap();
        compare(&baseline, &[now]).unwrap().iter().map(Comparison::outcome).collect()
    }

    #[test]
    fn equal_figures_pass() {
        assert_eq!(outcomes(row(150_000, 100_000, 150), row(150_000, 100_000, 150)), [Outcome::Equal; 3]);
        assert_eq!(outcomes(row(150_000, 100_000, 150), row(152_000, 100_000, 153))[..2], [Outcome::Equal; 2]);
    }

    #[test]
    fn more_instructions_or_allocations_are_worse() {
        assert_eq!(outcomes(row(150_000, 100_000, 150), row(154_000, 100_000, 150))[0], Outcome::Worse);
        assert_eq!(outcomes(row(150_000, 100_000, 150), row(150_000, 100_000, 154))[1], Outcome::Worse);
    }

    #[test]
    fn fewer_are_better_and_make_the_baseline_old() {
        assert_eq!(outcomes(row(150_000, 100_000, 150), row(146_000, 100_000, 150))[0], Outcome::Better);
        assert_eq!(outcomes(row(150_000, 100_000, 150), row(150_000, 100_000, 146))[1], Outcome::Better);
    }

    #[test]
    fn another_libc_changes_both_programs_and_not_the_outcome() {
        assert_eq!(outcomes(row(150_000, 100_000, 150), row(165_000, 110_000, 150)), [Outcome::Equal; 3]);
    }

    #[test]
    fn allocations_are_compared_on_another_architecture_too() {
        let mut known = baseline(&[row(150_000, 100_000, 150)]).unwrap();
        known["arch"] = json!("pdp11");
        let compared = compare(&known, &[row(300_000, 100_000, 160)]).unwrap();
        assert_eq!(compared.iter().map(Comparison::outcome).collect::<Vec<_>>(), [Outcome::Worse, Outcome::Equal]);
    }

    #[test]
    fn what_is_missing_is_an_error() {
        let known = baseline(&[row(150_000, 100_000, 150)]).unwrap();
        assert!(compare(&known, &[]).is_err());
        assert!(
            compare(&json!({ "arch": ARCH }), &[row(150_000, 100_000, 150)])
                .unwrap_err()
                .contains("no instructions_vs_by_hand")
        );
        let mut failed = row(150_000, 100_000, 150);
        failed.costs[1].1 = Err("it did not start".to_owned());
        assert!(compare(&known, &[failed]).unwrap_err().contains("by-hand"));
    }

    #[test]
    fn committed_baseline_has_all_figures() {
        let text = std::fs::read_to_string(super::path()).unwrap();
        let mut committed: serde_json::Value = serde_json::from_str(&text).unwrap();
        committed["arch"] = json!(ARCH);
        for case in cases() {
            let row = Row { case, ..row(150_000, 100_000, 150) };
            compare(&committed, &[row]).unwrap();
        }
    }
}
