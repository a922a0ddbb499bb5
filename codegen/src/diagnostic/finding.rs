//! What is wrong with a spec, and where.

use super::code::{Code, Severity};
use super::suggest::nearest;
use crate::base::span::Span;
use std::collections::BTreeMap;

/// A span with a few words about it.
#[derive(Clone, Debug)]
pub struct Label {
    /// The span.
    pub span: Span,
    /// The words; may be empty.
    pub text: String,
}

/// One error, warning or note.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// The rule that was broken.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// Where.
    pub primary: Label,
    /// Other spans that matter here.
    pub secondary: Vec<Label>,
    /// How to fix it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A diagnostic at a span.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            help: None,
        }
    }

    /// Words beside the primary span.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another span that matters here.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// How to fix it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// How to fix a misspelt name: the nearest known one, or a list of all.
    #[must_use]
    pub fn did_you_mean<'a>(self, given: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(given, &known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None if known.is_empty() => self,
            None => self.help(format!("known here: {}", known.join(", "))),
        }
    }

    /// Error, warning or note.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// A text of a diagnostic has this many bytes.
const MAX_TEXT_BYTES: usize = 600;

/// Cuts the middle out of a text that is too long: what is wrong stands at its ends.
fn shorten(text: &mut String) {
    const CUT: &str = " … ";
    if text.len() <= MAX_TEXT_BYTES {
        return;
    }
    let half = (MAX_TEXT_BYTES - CUT.len()) / 2;
    let is_boundary = |at: &usize| text.is_char_boundary(*at);
    let start = (0..=half).rev().find(is_boundary).unwrap_or_default();
    let end = (text.len() - half..text.len()).find(is_boundary).unwrap_or(text.len());
    text.replace_range(start..end, CUT);
}

/// All diagnostics of a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
    errors: usize,
}

impl Diagnostics {
    /// Adds one. Its texts are shortened: they may quote a value of the spec, which is as long as its author likes.
    pub fn push(&mut self, mut diagnostic: Diagnostic) {
        let labels = diagnostic.secondary.iter_mut().chain([&mut diagnostic.primary]).map(|label| &mut label.text);
        labels.chain([&mut diagnostic.message]).chain(&mut diagnostic.help).for_each(shorten);
        self.errors += usize::from(diagnostic.severity() == Severity::Error);
        self.list.push(diagnostic);
    }

    /// Moves all diagnostics of another list into this one.
    pub fn append(&mut self, other: &mut Self) {
        self.errors += std::mem::take(&mut other.errors);
        self.list.append(&mut other.list);
    }

    /// Whether there is an error, so that nothing may be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors > 0
    }

    /// Sorts by file and span, and removes duplicates.
    pub fn sort(&mut self) {
        self.list.sort_by_key(|diagnostic| (diagnostic.primary.span, diagnostic.code));
        // One collision of names can show in several scopes; once is enough.
        let spans = |diagnostic: &Diagnostic| diagnostic.secondary.iter().map(|label| label.span).collect::<Vec<_>>();
        self.list.dedup_by(|a, b| {
            a.primary.span == b.primary.span
                && a.code == b.code
                && (a.message == b.message || (!a.secondary.is_empty() && spans(a) == spans(b)))
        });
        self.errors = self.list.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).count();
    }

    /// Keeps the first ones of each code, in file order; the last of them says how many more there are.
    pub fn limit_each(&mut self, max: usize) {
        self.sort();
        let mut counts: BTreeMap<Code, usize> = BTreeMap::new();
        self.list.iter().for_each(|diagnostic| *counts.entry(diagnostic.code).or_default() += 1);
        let mut kept: BTreeMap<Code, usize> = BTreeMap::new();
        self.list.retain_mut(|diagnostic| {
            let kept = kept.entry(diagnostic.code).or_default();
            *kept += 1;
            let more = counts.get(&diagnostic.code).copied().unwrap_or_default().saturating_sub(max);
            if *kept == max && more > 0 {
                diagnostic.message.push_str(&format!("; {more} more like this"));
            }
            *kept <= max
        });
        self.errors = self.list.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).count();
    }

    /// The diagnostics.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// The number of errors.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.errors
    }

    /// The number of diagnostics of a severity.
    #[must_use]
    pub fn count(&self, severity: Severity) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity() == severity).count()
    }

    /// The number of diagnostics.
    #[must_use]
    pub fn len(&self) -> usize {
        self.list.len()
    }

    /// Whether there are none.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.list.is_empty()
    }
}
