//! Reads the speeds out of the Markdown tables that the emulator's bench prints.

use crate::bench::figure::{Figure, Reach, Unit};

const BENCH: &str = "emulator";

/// The server that the emulator is compared with: a route of axum that sends the same bytes.
const BARE: &str = "axum";

/// Only the rows of this many connections, which keep both processors busy.
const CONNECTIONS: &str = "16";

/// The figures of the tables, in their order; an error if there are none.
pub fn figures(tables: &str) -> Result<Vec<Figure>, String> {
    let mut figures = Vec::new();
    let mut header: Vec<&str> = Vec::new();
    for line in tables.lines() {
        let Some(cells) = cells(line) else {
            header.clear();
            continue;
        };
        if header.is_empty() {
            header = cells;
        } else {
            figures.extend(figure(&header, &cells));
        }
    }
    if figures.is_empty() { Err("the emulator's bench printed no speeds".to_owned()) } else { Ok(figures) }
}

/// The cells of a line of a table.
fn cells(line: &str) -> Option<Vec<&str>> {
    let inner = line.trim().strip_prefix('|')?.strip_suffix('|')?;
    Some(inner.split('|').map(str::trim).collect())
}

/// The figure of a row, if its table is one of speeds.
fn figure(header: &[&str], row: &[&str]) -> Option<Figure> {
    let cell = |name: &str| row.get(header.iter().position(|column| *column == name)?).copied();
    let (unit, what) = match *header.first()? {
        "requests a second" => (Unit::PerSecond, "requests"),
        "CPU time a request" => (Unit::Micros, "processor time of a request"),
        _ => return None,
    };
    if cell("connections") != Some(CONNECTIONS) {
        return None;
    }
    let name = format!("emulator, {}: {what}", row.first()?);
    let bare = cell(BARE).and_then(number).ok_or_else(|| "not measured".to_owned());
    let figure = Figure::of_runs(BENCH, name, unit, &[number(cell("emulator")?)?]).beside("bare axum", bare);
    Some(if unit == Unit::PerSecond { figure.reach(Reach::LeastPartOf(0.5, "bare axum")) } else { figure })
}

/// The number of a cell, without its unit.
fn number(cell: &str) -> Option<f64> {
    cell.split_whitespace().next()?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::figures;

    const TABLES: &str = "## Speed\n\n\
        | CPU time a request | connections | emulator | axum | / axum | Prism | / Prism |\n|---|---:|---:|---:|---:|---:|---:|\n\
        | get one user | 1 | 30.1 µs | 20.0 µs | **1.50** |  |  |\n\
        | get one user | 16 | 24.0 µs | 12.0 µs | **2.00** |  |  |\n\n\
        | requests a second | connections | emulator | axum | / axum | Prism | / Prism |\n|---|---:|---:|---:|---:|---:|---:|\n\
        | get one user | 16 | 77000 | 140000 | **0.55** |  |  |\n\n\
        | latency, median | connections | emulator | axum | / axum |\n|---|---:|---:|---:|---:|\n| get one user | 16 | 1.0 µs | 1.0 µs | 1 |\n";

    #[test]
    fn speeds_at_16_connections_are_read() {
        let figures = figures(TABLES).unwrap();
        let names: Vec<&str> = figures.iter().map(|figure| figure.name.as_str()).collect();
        let expected = ["emulator, get one user: processor time of a request", "emulator, get one user: requests"];
        assert_eq!(names, expected);
        assert_eq!(figures[1].is_reached(), Some(true));
        assert_eq!(figures[0].ratios().next().map(|(_, _, ratio)| ratio), Some(2.0));
    }

    #[test]
    fn bench_without_a_bare_route_has_no_ratio() {
        let tables = TABLES.replace("axum", "other");
        assert!(figures(&tables).unwrap().iter().all(|figure| figure.ratios().next().is_none()));
    }

    #[test]
    fn output_without_speeds_is_an_error() {
        assert!(figures("## Memory\n\n| requests | memory |\n|---|---|\n| 10 | 3 MiB |\n").is_err());
    }
}
