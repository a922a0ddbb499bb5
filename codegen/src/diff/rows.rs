//! Rows: one change each.

use super::level::Level;
use super::text::code;
use std::collections::BTreeSet;
use std::fmt::Debug;

/// One change.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Row {
    /// What changed: `users.create_by_email(email)`, `User.email`, `package.servers`.
    pub subject: String,
    /// What happened to it.
    pub change: Change,
    /// The change in a few words; names and values are in backticks.
    pub what: String,
    /// What part of the client it is about.
    pub class: Class,
    /// How much it demands of users.
    pub level: Level,
    /// Why it has this level.
    pub reason: String,
}

/// What happened to a subject.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Change {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// It has another name.
    Renamed,
    /// It is there as before, and differs.
    Changed,
}

impl Change {
    /// As JSON has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
        }
    }
}

/// What part of the client a change is about. The order is that of output: what is easiest to miss comes first.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Class {
    /// What the API receives differs although callers' code stays as it is.
    Wire,
    /// What callers write.
    Api,
    /// What callers read.
    Response,
    /// What else the client does: retries, environment variables, redaction.
    Behaviour,
    /// Descriptions and examples.
    Docs,
}

impl Class {
    /// All classes, in the order of output.
    pub const ALL: [Self; 5] = [Self::Wire, Self::Api, Self::Response, Self::Behaviour, Self::Docs];

    /// As JSON has it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Wire => "wire",
            Self::Api => "api",
            Self::Response => "response",
            Self::Behaviour => "behaviour",
            Self::Docs => "docs",
        }
    }
}

/// The rows of a comparison while they are found.
#[derive(Default)]
pub(super) struct Rows(Vec<Row>);

impl Rows {
    pub fn push(&mut self, row: Row) {
        self.0.push(row);
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether a subject is known to have been renamed.
    pub fn has_rename(&self, subject: &str) -> bool {
        self.0.iter().rev().any(|row| row.change == Change::Renamed && row.subject == subject)
    }

    /// The rows since a point.
    pub fn since(&self, start: usize) -> &[Row] {
        self.0.get(start..).unwrap_or_default()
    }

    /// Texts that only docs show.
    pub fn docs(&mut self, subject: &str, what: &str, changed: bool) {
        if changed {
            self.push(Row::changed(subject, what).docs());
        }
    }

    /// Whether a value is redacted in `Debug` and logs.
    pub fn redaction(&mut self, subject: &str, what: &str, old: bool, new: bool) {
        let row = |what: String| Row::changed(subject, what).class(Class::Behaviour);
        match (old, new) {
            (true, false) => self.push(row(format!("no longer {what}")).minor("it is printed where it was redacted")),
            (false, true) => self.push(row(format!("{what} now")).patch("it is redacted where it was printed")),
            _ => {}
        }
    }

    /// The order of things that both sides have; it shows in docs only.
    pub fn docs_order<'a>(
        &mut self,
        subject: &str,
        what: &str,
        old: impl IntoIterator<Item = &'a str>,
        new: impl IntoIterator<Item = &'a str>,
    ) {
        self.docs(subject, what, reordered(old, new));
    }

    /// The last rule: a row for what differs although no other rule made one since `start`.
    pub fn fallback(&mut self, start: usize, subject: &str, old: &impl Debug, new: &impl Debug) {
        if self.len() == start && format!("{old:?}") != format!("{new:?}") {
            self.push(
                Row::changed(subject, "differs in a way that no rule knows")
                    .class(Class::Api)
                    .major("the comparison has no rule for this: look at the generated code, and report it as a bug"),
            );
        }
    }

    pub fn sorted(mut self) -> Vec<Row> {
        self.0.sort_by_key(|row| (row.class, std::cmp::Reverse(row.level)));
        self.0
    }
}

impl Row {
    /// Something new: `argument added`.
    pub(super) fn added(subject: impl Into<String>, what: &str) -> Self {
        Self::new(subject.into(), Change::Added, format!("{what} added"))
    }

    /// Something gone: `argument removed`.
    pub(super) fn removed(subject: impl Into<String>, what: &str) -> Self {
        Self::new(subject.into(), Change::Removed, format!("{what} removed"))
    }

    /// Another name: ``argument renamed from `a` to `b` ``.
    pub(super) fn renamed(subject: impl Into<String>, what: &str, from: &str, to: &str) -> Self {
        Self::new(subject.into(), Change::Renamed, format!("{what} renamed from {} to {}", code(from), code(to)))
    }

    /// Any other change.
    pub(super) fn changed(subject: impl Into<String>, what: impl Into<String>) -> Self {
        Self::new(subject.into(), Change::Changed, what.into())
    }

    fn new(subject: String, change: Change, what: String) -> Self {
        Self { subject, change, what, class: Class::Api, level: Level::Patch, reason: String::new() }
    }

    pub(super) fn class(mut self, class: Class) -> Self {
        self.class = class;
        self
    }

    pub(super) fn level(mut self, level: Level, reason: impl Into<String>) -> Self {
        self.level = level;
        self.reason = reason.into();
        self
    }

    pub(super) fn major(self, reason: impl Into<String>) -> Self {
        self.level(Level::Major, reason)
    }

    pub(super) fn minor(self, reason: impl Into<String>) -> Self {
        self.level(Level::Minor, reason)
    }

    pub(super) fn patch(self, reason: impl Into<String>) -> Self {
        self.level(Level::Patch, reason)
    }

    pub(super) fn docs(self) -> Self {
        self.class(Class::Docs).patch("only docs, examples and the emulator's responses show it")
    }
}

/// Whether what both sides have is in another order.
pub(super) fn reordered<'a>(old: impl IntoIterator<Item = &'a str>, new: impl IntoIterator<Item = &'a str>) -> bool {
    let (old, new): (Vec<&str>, Vec<&str>) = (old.into_iter().collect(), new.into_iter().collect());
    let (old_set, new_set): (BTreeSet<&str>, BTreeSet<&str>) =
        (old.iter().copied().collect(), new.iter().copied().collect());
    let both_old = old.iter().filter(|name| new_set.contains(*name));
    let both_new = new.iter().filter(|name| old_set.contains(*name));
    both_old.ne(both_new)
}
