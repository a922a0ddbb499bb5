//! The table of the call bench.

use super::case::Case;
use super::cost::Cost;
use std::fmt::Write;

/// What one case cost each program.
pub struct Row {
    pub case: Case,
    /// The bytes of the body.
    pub body: usize,
    /// The cost by program; an error says why there is none.
    pub costs: Vec<(&'static str, Result<Cost, String>)>,
}

impl Row {
    /// The cost of a program, if it could be measured.
    pub fn cost(&self, program: &str) -> Option<&Cost> {
        self.costs.iter().find(|(name, _)| *name == program)?.1.as_ref().ok()
    }
}

/// The program that all others are compared with.
pub const REFERENCE: &str = "by-hand";

/// Renders a table: a line for each program and case.
pub fn table(rows: &[Row]) -> String {
    let mut out = String::from(
        "| case | program | instructions | vs by-hand | a byte | allocations | vs by-hand | allocated | vs by-hand |\n\
         |---|---|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    for row in rows {
        let reference = row.cost(REFERENCE);
        for (name, cost) in &row.costs {
            let cost = match cost {
                Ok(cost) => cost,
                Err(error) => {
                    // Writing to a String cannot fail.
                    let _ = writeln!(out, "| {} | {name} | {error} | | | | | | |", row.case.doc);
                    continue;
                }
            };
            let versus = |of: fn(&Cost) -> u64| ratio(of(cost), reference.map(of));
            let _ = writeln!(
                out,
                "| {} | {name} | {} | {} | {:.1} | {} | {} | {} B | {} |",
                row.case.doc,
                cost.instructions,
                versus(|cost| cost.instructions),
                to_f64(cost.instructions) / f64::from(u32::try_from(row.body).unwrap_or(u32::MAX).max(1)),
                cost.allocations,
                versus(|cost| cost.allocations),
                cost.bytes,
                versus(|cost| cost.bytes),
            );
        }
    }
    out
}

/// A ratio with three decimals; empty without a reference.
fn ratio(value: u64, reference: Option<u64>) -> String {
    match reference {
        Some(reference) if reference > 0 => format!("{:.3}", to_f64(value) / to_f64(reference)),
        _ => String::new(),
    }
}

/// For ratios: counts of one call are far below 2^53, so nothing is lost.
fn to_f64(value: u64) -> f64 {
    value as f64
}

#[cfg(test)]
mod tests {
    use super::{Row, table};
    use crate::bench::call::case::Case;
    use crate::bench::call::cost::Cost;

    #[test]
    fn ratios_are_to_the_program_by_hand() {
        let cost = |instructions| Cost { instructions, allocations: 110, bytes: 0 };
        let row = |costs| Row { case: Case::by_name("get").unwrap(), body: 2_000, costs };
        let text = table(&[row(vec![("here", Ok(cost(150_000))), ("by-hand", Ok(cost(100_000)))])]);
        assert!(text.contains("| here | 150000 | 1.500 | 75.0 | 110 | 1.000 | 0 B |  |"), "{text}");
        let text = table(&[row(vec![("here", Ok(cost(150_000))), ("other", Err("absent".to_owned()))])]);
        assert!(text.contains("| here | 150000 |  | 75.0 |"), "{text}");
        assert!(text.contains("| other | absent | |"), "{text}");
    }
}
