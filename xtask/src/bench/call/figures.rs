//! The rows of the call bench as figures.

use super::cost::Cost;
use super::table::{REFERENCE, Row};
use crate::bench::figure::{Figure, Reach, Unit};

/// Instructions, allocations and bytes of each case; `here` is measured in all of them.
pub fn figures(rows: &[Row]) -> Vec<Figure> {
    rows.iter().flat_map(of_row).collect()
}

fn of_row(row: &Row) -> Vec<Figure> {
    let mut figures = vec![figure(row, "instructions", Unit::Instructions, |cost| cost.instructions)];
    if !row.case.is_decode {
        figures.push(figure(row, "allocations", Unit::Count, |cost| cost.allocations));
        figures.push(figure(row, "bytes allocated", Unit::Bytes, |cost| cost.bytes));
    }
    figures.into_iter().flatten().collect()
}

fn figure(row: &Row, what: &str, unit: Unit, of: fn(&Cost) -> u64) -> Option<Figure> {
    let name = format!("{}: {what}", row.case.doc);
    let here = row.cost("here")?;
    let mut figure = Figure::of_runs("call", name, unit, &[of(here) as f64]).reach(Reach::PartOf(1.0, REFERENCE));
    for (name, cost) in row.costs.iter().filter(|(name, _)| *name != "here") {
        figure = figure.beside(*name, cost.as_ref().map(|cost| of(cost) as f64).map_err(Clone::clone));
    }
    Some(figure)
}

#[cfg(test)]
mod tests {
    use super::figures;
    use crate::bench::call::case::CASES;
    use crate::bench::call::cost::Cost;
    use crate::bench::call::table::Row;

    #[test]
    fn calls_have_three_figures_and_decoding_has_one() {
        let cost = |instructions| Ok(Cost { instructions, allocations: 1, bytes: 1 });
        let rows = CASES.map(|case| {
            let costs = vec![("here", cost(150)), ("by-hand", cost(100)), ("other", Err("absent".to_owned()))];
            Row { case, body: 2_000, costs }
        });
        let figures = figures(&rows);
        assert_eq!(figures.len(), 3 * 3 + 2);
        assert_eq!(figures[0].name, "GET one user, 2 KB: instructions");
        assert_eq!(figures[0].is_reached(), Some(false));
        assert_eq!(figures[0].beside.len(), 2);
    }
}
