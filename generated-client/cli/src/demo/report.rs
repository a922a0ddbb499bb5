//! The results of all examples, printed as a table.

use super::redact::{summary, without};
use super::sent::Sent;
use super::trial::Trial;
use intercom_client::FUNCTIONS;
use intercom_client::schema::Function;
use intercom_emulator::RecordedRequest;
use std::collections::BTreeSet;
use std::fmt::Write;

/// The results of all examples.
pub struct Report {
    trials: Vec<Trial>,
}

/// How many functions passed: those that have examples, all of which passed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub struct Tally {
    pub passed: usize,
    pub total: usize,
}

/// Longer request lines are shortened.
const MAX_REQUEST_CHARS: usize = 46;

impl Report {
    pub fn new(trials: Vec<Trial>) -> Self {
        Self { trials }
    }

    /// The functions of the function tables.
    pub fn functions(&self) -> Tally {
        self.tally(|function| function.addition.is_none())
    }

    /// The functions that the function tables lack.
    pub fn additions(&self) -> Tally {
        self.tally(|function| function.addition.is_some())
    }

    /// Whether all functions passed.
    pub fn passed(&self) -> bool {
        [self.functions(), self.additions()].iter().all(|tally| tally.passed == tally.total)
            && self.trials.iter().all(|trial| trial.problems.is_empty())
    }

    fn tally(&self, is_counted: fn(&Function) -> bool) -> Tally {
        let counted = || FUNCTIONS.iter().filter(|function| is_counted(function));
        Tally { passed: counted().filter(|function| self.has_passed(function)).count(), total: counted().count() }
    }

    fn has_passed(&self, function: &Function) -> bool {
        let mut trials = self.trials_of(function).peekable();
        trials.peek().is_some() && trials.all(|trial| trial.problems.is_empty())
    }

    fn trials_of(&self, function: &Function) -> impl Iterator<Item = &Trial> {
        self.trials.iter().filter(move |trial| trial.function.name == function.name)
    }

    /// A row for each function, those that the function tables lack in a block of their own, and the tallies.
    pub fn table(&self, width: usize) -> String {
        let mut out = String::new();
        self.write_rows(&mut out, width, |function| function.addition.is_none());
        if self.additions().total > 0 {
            out.push_str("\nAdditions to the function tables:\n");
            self.write_rows(&mut out, width, |function| function.addition.is_some());
        }
        out.push('\n');
        let matched_to_others = self.matched_to_others();
        if !matched_to_others.is_empty() {
            out.push_str("Functions that send the same requests as another one, and the one that was matched:\n");
            for (function, other) in matched_to_others {
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

    fn write_rows(&self, out: &mut String, width: usize, is_shown: fn(&Function) -> bool) {
        let name_width = FUNCTIONS.iter().map(|function| function.name.chars().count()).max().unwrap_or_default();
        // A narrow terminal shows a part of both.
        let request_width = MAX_REQUEST_CHARS.min(width.saturating_sub(name_width + 4) / 2);
        for function in FUNCTIONS.iter().filter(|function| is_shown(function)) {
            let trial = self.trials_of(function).next();
            let request = trial.and_then(|trial| Some(without(&trial.secrets, &request_line(trial.typed.request()?))));
            let request = shorten(request.as_deref().unwrap_or("–"), request_width);
            let result = trial.filter(|_| self.has_passed(function)).and_then(result);
            let result = result.unwrap_or_else(|| "FAILED".to_owned());
            let row = format!("{:name_width$}  {request:request_width$}  {result}", function.name);
            let _ = writeln!(out, "{}", shorten(&row, width));
        }
    }

    /// Functions whose requests were matched to another one that sends the same requests, and that one.
    fn matched_to_others(&self) -> BTreeSet<(&'static str, &'static str)> {
        let passed = self.trials.iter().filter(|trial| trial.problems.is_empty());
        passed
            .filter_map(|trial| Some((trial.function.name, trial.typed.request()?.function_name()?)))
            .filter(|(function, matched)| function != matched)
            .collect()
    }

    /// Each failure: the function, both requests, and what is wrong. Empty if all functions passed.
    pub fn failures(&self) -> String {
        let mut out = String::new();
        for trial in self.trials.iter().filter(|trial| !trial.problems.is_empty()) {
            let mut text = format!("FAILED {}\n", trial.function.name);
            let _ = writeln!(text, "  typed: {}", requests(&trial.typed));
            let _ = writeln!(text, "  dynamic: {}", requests(&trial.dynamic));
            if let Some(body) = trial.stated_body {
                let _ = writeln!(text, "  body in the spec: {body}");
            }
            for problem in &trial.problems {
                let _ = writeln!(text, "  - {problem}");
            }
            out.push_str(&without(&trial.secrets, &text));
        }
        for function in FUNCTIONS.iter().filter(|function| self.trials_of(function).next().is_none()) {
            let _ = writeln!(out, "FAILED {}\n  - it has no example", function.name);
        }
        out
    }
}

/// The result of a trial that passed.
fn result(trial: &Trial) -> Option<String> {
    let (debug, value) = (trial.typed.result.as_ref().ok()?, trial.dynamic.result.as_ref().ok()?);
    let summary = if debug == "()" { "no content, as expected".to_owned() } else { summary(value, debug) };
    Some(without(&trial.secrets, &summary))
}

/// Requests on a few lines.
fn requests<T>(sent: &Sent<T>) -> String {
    if sent.requests.is_empty() {
        return "no request arrived".to_owned();
    }
    let lines = sent.requests.iter().flat_map(|request| {
        let query = request.query.iter().map(|(key, value)| format!("    {key} = {value}"));
        let body = (!request.body.is_empty()).then(|| format!("    {}", String::from_utf8_lossy(&request.body)));
        [format!("{} {}", request.method, request.path)].into_iter().chain(query).chain(body)
    });
    lines.collect::<Vec<_>>().join("\n  ")
}

fn request_line(request: &RecordedRequest) -> String {
    let mut line = format!("{} {}", request.method, request.path);
    for (position, (key, value)) in request.query.iter().enumerate() {
        let separator = if position == 0 { '?' } else { '&' };
        let _ = write!(line, "{separator}{key}={value}");
    }
    line
}

/// At most this number of characters.
fn shorten(text: &str, width: usize) -> String {
    if text.chars().count() <= width {
        return text.to_owned();
    }
    let start: String = text.chars().take(width.saturating_sub(1)).collect();
    format!("{start}…")
}
