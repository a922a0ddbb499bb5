//! Reads what the test of the page prints: a line of JSON for each page.

use crate::bench::figure::{Figure, Reach, Unit};
use serde_json::Value;

const BENCH: &str = "page";

/// The page without functions, beside which the others are.
pub const EMPTY: &str = "empty";

/// Before a line of times.
const MARK: &str = "page-times ";

/// A page may take so many milliseconds until its first paint, and a key of a search so many: one frame of sixty a second.
const MAX_PAINT_MILLIS: f64 = 100.0;
const MAX_KEY_MILLIS: f64 = 16.0;

/// What was measured of a page.
struct Times {
    page: String,
    functions: u64,
    /// Of each visit.
    paints: Vec<f64>,
    /// Of each visit, the keys of its searches.
    keys: Vec<Vec<f64>>,
}

/// The figures of all pages.
pub fn figures(printed: &str) -> Result<Vec<Figure>, String> {
    // A test harness may print before the line.
    let lines = printed.lines().filter_map(|line| Some(line.split_once(MARK)?.1));
    let read = |line: &str| Times::read(line).ok_or_else(|| format!("a line of times cannot be read: {line}"));
    let pages = lines.map(read).collect::<Result<Vec<_>, String>>()?;
    let empty = pages.iter().find(|times| times.page == EMPTY).ok_or("the empty page was not measured")?;
    let empty = empty.paints.iter().copied().fold(f64::INFINITY, f64::min);
    Ok(pages.iter().filter(|times| times.page != EMPTY).flat_map(|times| times.figures(empty)).collect())
}

impl Times {
    fn read(line: &str) -> Option<Self> {
        let times: Value = serde_json::from_str(line).ok()?;
        let numbers = |list: &Value| Some(list.as_array()?.iter().filter_map(Value::as_f64).collect::<Vec<_>>());
        Some(Self {
            page: times["page"].as_str()?.to_owned(),
            functions: times["functions"].as_u64()?,
            paints: numbers(&times["first_paint"]).filter(|paints| !paints.is_empty())?,
            keys: times["keys"].as_array()?.iter().map(numbers).collect::<Option<_>>()?,
        })
    }

    fn figures(&self, empty: f64) -> [Figure; 3] {
        let first: Vec<f64> = self.keys.iter().filter_map(|keys| keys.first().copied()).collect();
        let slowest = self.keys.iter().map(|keys| keys.iter().skip(1).copied().fold(0.0, f64::max));
        let slowest: Vec<f64> = slowest.collect();
        let figure = |what: &str, runs: &[f64], limit| {
            let name = format!("page {} ({} functions): {what}", self.page, self.functions);
            Figure::of_runs(BENCH, name, Unit::Millis, runs).reach(Reach::Most(limit))
        };
        [
            figure("first paint from a file", &self.paints, MAX_PAINT_MILLIS).beside("an empty page", Ok(empty)),
            figure("first key of a search, which makes the index", &first, MAX_KEY_MILLIS),
            figure("slowest other key of a search", &slowest, MAX_KEY_MILLIS),
        ]
    }
}

#[cfg(test)]
mod tests {
    use super::figures;

    const EMPTY: &str = r#"page-times {"page":"empty","functions":0,"first_paint":[30,20],"keys":[]}"#;

    #[test]
    fn times_of_a_page_are_three_figures() {
        let page = r#"page-times {"page":"1.x","functions":82,"first_paint":[40,60.5],"keys":[[9,1,4],[8,3,2]]}"#;
        let figures = figures(&format!("running 1 test\n{page}\n{EMPTY}\nok\n")).unwrap();
        let here: Vec<f64> = figures.iter().map(|figure| figure.here).collect();
        assert_eq!(here, [40.0, 8.0, 3.0]);
        assert_eq!(figures[0].name, "page 1.x (82 functions): first paint from a file");
        assert_eq!(figures[0].ratios().next(), Some(("an empty page", 20.0, 2.0)));
        assert!(figures.iter().all(|figure| figure.is_reached() == Some(true)));
    }

    #[test]
    fn output_without_times_is_an_error() {
        let skipped = "skipped: chromium and chromedriver are not installed\n";
        assert_eq!(figures(skipped).unwrap_err(), "the empty page was not measured");
        for line in ["page-times {}", "page-times {"] {
            assert!(figures(&format!("{line}\n{EMPTY}")).unwrap_err().contains("cannot be read"));
        }
    }
}
