//! What came of all examples, and how it is printed.

use super::brief::brief;
use super::redact;
use super::trial::{Sent, Trial};
use crate::Received;
use intercom_client::FUNCTIONS;
use intercom_client::runtime::Function;
use std::collections::BTreeSet;
use std::fmt::{self, Write};

/// What came of all examples.
pub struct Report {
    trials: Vec<Trial>,
}

/// How many functions passed: all their examples did, and they have one.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Tally {
    /// Functions that passed.
    pub passed: usize,
    /// All functions.
    pub total: usize,
}

/// The widest request line that the table shows in full.
const WIDEST_REQUEST: usize = 46;

impl Report {
    pub(super) fn new(trials: Vec<Trial>) -> Self {
        Self { trials }
    }

    /// The functions of the tables.
    #[must_use]
    pub fn functions(&self) -> Tally {
        self.tally(|function| function.addition.is_none())
    }

    /// The functions that the tables lack.
    #[must_use]
    pub fn additions(&self) -> Tally {
        self.tally(|function| function.addition.is_some())
    }

    /// Whether all functions passed.
    #[must_use]
    pub fn passed(&self) -> bool {
        [self.functions(), self.additions()].iter().all(|tally| tally.passed == tally.total)
            && self.trials.iter().all(|trial| trial.problems.is_empty())
    }

    fn tally(&self, counts: fn(&Function) -> bool) -> Tally {
        let counted = || FUNCTIONS.iter().filter(|function| counts(function));
        Tally { passed: counted().filter(|function| self.has_passed(function)).count(), total: counted().count() }
    }

    fn has_passed(&self, function: &Function) -> bool {
        let mut trials = self.trials_of(function).peekable();
        trials.peek().is_some() && trials.all(|trial| trial.problems.is_empty())
    }

    fn trials_of(&self, function: &Function) -> impl Iterator<Item = &Trial> {
        self.trials.iter().filter(move |trial| trial.function.name == function.name)
    }

    /// A row for each function, the functions that the tables lack in a block of their own, and the tallies.
    #[must_use]
    pub fn table(&self, width: usize) -> String {
        let mut out = String::new();
        self.rows(&mut out, width, |function| function.addition.is_none());
        if self.additions().total > 0 {
            out.push_str("\nAdditions, which the tables lack:\n");
            self.rows(&mut out, width, |function| function.addition.is_some());
        }
        out.push('\n');
        let alike = self.alike();
        if !alike.is_empty() {
            out.push_str("Functions whose requests fit another function as well, and what they were taken for:\n");
            for (function, other) in alike {
                let _ = writeln!(out, "  {function} → {other}");
            }
            out.push('\n');
        }
        let sent: usize =
            self.trials.iter().map(|trial| trial.typed.requests.len() + trial.dynamic.requests.len()).sum();
        let (functions, additions) = (self.functions(), self.additions());
        let examples = self.trials.len();
        let _ =
            writeln!(out, "{examples} examples, each sent typed and dynamically: {sent} requests over loopback HTTP");
        if additions.total > 0 {
            let noun = if additions.total == 1 { "addition" } else { "additions" };
            let _ = writeln!(out, "{} of {} {noun}", additions.passed, additions.total);
        }
        let _ = writeln!(out, "{} of {}", functions.passed, functions.total);
        out
    }

    fn rows(&self, out: &mut String, width: usize, shown: fn(&Function) -> bool) {
        let name_width = FUNCTIONS.iter().map(|function| function.name.chars().count()).max().unwrap_or_default();
        // A narrow terminal shows some of both.
        let line_width = WIDEST_REQUEST.min(width.saturating_sub(name_width + 4) / 2);
        for function in FUNCTIONS.iter().filter(|function| shown(function)) {
            let trial = self.trials_of(function).next();
            let line = match trial.and_then(|trial| trial.typed.request()) {
                Some(request) => request_line(request),
                None => "–".to_owned(),
            };
            let result = match trial.map(|trial| &trial.typed.outcome) {
                _ if !self.has_passed(function) => "FAILED".to_owned(),
                Some(Ok(shown)) if shown == "()" => "nothing, as it should be".to_owned(),
                Some(Ok(shown)) => brief(shown),
                Some(Err(_)) | None => "FAILED".to_owned(),
            };
            let line = shorten(&line, line_width);
            let row = format!("{:name_width$}  {line:line_width$}  {result}", function.name);
            let _ = writeln!(out, "{}", shorten(&row, width));
        }
    }

    /// Functions whose requests were taken for another one that fits as well, and that one.
    fn alike(&self) -> BTreeSet<(&'static str, &'static str)> {
        let passed = self.trials.iter().filter(|trial| trial.problems.is_empty());
        passed
            .filter_map(|trial| Some((trial.function.name, trial.typed.request()?.function_name()?)))
            .filter(|(function, taken)| function != taken)
            .collect()
    }

    /// Each failure: the function, both requests, and what is wrong. Empty when all is well.
    #[must_use]
    pub fn failures(&self) -> String {
        let mut out = String::new();
        for trial in self.trials.iter().filter(|trial| !trial.problems.is_empty()) {
            let function = trial.function;
            let _ = writeln!(out, "FAILED {}", function.name);
            for (kind, sent) in [("typed", &trial.typed), ("dynamic", &trial.dynamic)] {
                let _ = writeln!(out, "  {kind}: {}", requests(function, sent));
            }
            if let Some(body) = trial.stated_body {
                let _ = writeln!(out, "  the spec's body: {}", redact::stated_body(function, body));
            }
            for problem in &trial.problems {
                let _ = writeln!(out, "  - {problem}");
            }
        }
        for function in FUNCTIONS.iter().filter(|function| self.trials_of(function).next().is_none()) {
            let _ = writeln!(out, "FAILED {}\n  - it has no example", function.name);
        }
        out
    }
}

impl fmt::Debug for Report {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Report")
            .field("functions", &self.functions())
            .field("additions", &self.additions())
            .finish_non_exhaustive()
    }
}

fn requests(function: &Function, sent: &Sent) -> String {
    if sent.requests.is_empty() {
        return "nothing arrived".to_owned();
    }
    let shown = sent.requests.iter().map(|request| redact::request(function, request));
    shown.collect::<Vec<_>>().join("\n").replace('\n', "\n  ")
}

fn request_line(request: &Received) -> String {
    let mut line = format!("{} {}", request.method, request.path);
    for (position, (key, value)) in request.query.iter().enumerate() {
        let separator = if position == 0 { '?' } else { '&' };
        let _ = write!(line, "{separator}{key}={value}");
    }
    line
}

/// At most so many characters.
fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let kept: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{kept}…")
}
