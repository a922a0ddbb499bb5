//! The table of figures.

use super::figure::Figure;
use std::fmt::Write;

/// Renders figures as Markdown: a line for each.
pub fn table(figures: &[Figure]) -> String {
    let mut out = String::from("| what | now | spread | beside it | reach | |\n|---|---:|---:|---|---|---|\n");
    for figure in figures {
        let beside: Vec<String> = figure.beside.iter().map(|peer| beside(figure, &peer.name, &peer.value)).collect();
        let reached = match figure.is_reached() {
            Some(true) => "reached",
            Some(false) => "not reached",
            None => "",
        };
        // Writing to a String cannot fail.
        let _ = writeln!(
            out,
            "| {} | {} | {} | {} | {} | {reached} |",
            figure.name,
            figure.unit.show(figure.here),
            figure.spread.map(|spread| format!("{:.1} %", spread * 100.0)).unwrap_or_default(),
            beside.join("; "),
            figure.reach_text(),
        );
    }
    out
}

/// A peer with its value and our ratio to it, or why it has none.
fn beside(figure: &Figure, name: &str, value: &Result<f64, String>) -> String {
    match value {
        Ok(value) if *value > 0.0 => {
            format!("{name} {} ({:.2})", figure.unit.show(*value), figure.here / value)
        }
        Ok(_) => name.to_owned(),
        // A table has no line breaks, and a bar ends a cell.
        Err(error) => format!("{name}: {}", error.replace('|', "\\|").replace('\n', " ")),
    }
}

#[cfg(test)]
mod tests {
    use super::table;
    use crate::bench::figure::{Figure, Reach, Unit};

    #[test]
    fn line_has_value_peers_and_reach() {
        let figure = Figure::of_runs("call", "GET", Unit::Count, &[110.0, 121.0])
            .beside("by hand", Ok(100.0))
            .beside("other", Err("error: a | b".to_owned()))
            .reach(Reach::PartOf(1.0, "by hand"));
        let text = table(&[figure]);
        let line =
            "| GET | 110 | 10.0 % | by hand 100 (1.10); other: error: a \\| b | ≤ 1.00 × by hand | not reached |";
        assert_eq!(text.lines().nth(2), Some(line));
    }
}
