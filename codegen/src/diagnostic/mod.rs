//! What is wrong with a spec, and where.

mod code;
mod github;
mod handbook;
mod json;
mod render;

pub use code::Code;
pub use github::render_github;
pub use handbook::{handbook, page};
pub use json::render_json;
pub use render::{Style, render};

use crate::source::Span;

/// How bad it is.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub enum Severity {
    /// Nothing is written.
    Error,
    /// The output is written, and the reader should know.
    Warning,
}

/// A place and what is to be said about it.
#[derive(Clone, Debug)]
pub struct Label {
    /// The place.
    pub span: Span,
    /// A few words; may be empty.
    pub text: String,
}

/// One finding.
#[derive(Clone, Debug)]
pub struct Diagnostic {
    /// Which rule.
    pub code: Code,
    /// What is wrong, in one line.
    pub message: String,
    /// The offending place.
    pub primary: Label,
    /// Other places that have a part in it.
    pub secondary: Vec<Label>,
    /// How to mend it.
    pub help: Option<String>,
}

impl Diagnostic {
    /// A finding at a place.
    pub fn new(code: Code, span: Span, message: impl Into<String>) -> Self {
        Self {
            code,
            message: message.into(),
            primary: Label { span, text: String::new() },
            secondary: Vec::new(),
            help: None,
        }
    }

    /// Words beside the offending place.
    #[must_use]
    pub fn label(mut self, text: impl Into<String>) -> Self {
        self.primary.text = text.into();
        self
    }

    /// Another place that has a part in it.
    #[must_use]
    pub fn also(mut self, span: Span, text: impl Into<String>) -> Self {
        self.secondary.push(Label { span, text: text.into() });
        self
    }

    /// How to mend it.
    #[must_use]
    pub fn help(mut self, text: impl Into<String>) -> Self {
        self.help = Some(text.into());
        self
    }

    /// How to mend a misspelt name: the nearest known one, or all of them.
    #[must_use]
    pub fn did_you_mean<'a>(self, given: &str, known: impl IntoIterator<Item = &'a str>) -> Self {
        let known: Vec<&str> = known.into_iter().collect();
        match nearest(given, &known) {
            Some(near) => self.help(format!("did you mean `{near}`?")),
            None if known.is_empty() => self,
            None => self.help(format!("known here: {}", known.join(", "))),
        }
    }

    /// Error or warning.
    #[must_use]
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }
}

/// The known name that a misspelt one most likely means.
#[must_use]
pub fn nearest<'a>(given: &str, known: &[&'a str]) -> Option<&'a str> {
    let plain = |text: &str| text.to_lowercase().replace(['_', '-', ' '], "");
    let given_plain = plain(given);
    known
        .iter()
        .map(|name| (strsim::damerau_levenshtein(&given_plain, &plain(name)), *name))
        .filter(|(distance, name)| *distance <= (name.len().max(given.len()) / 3).max(1))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, name)| name)
}

/// All findings of a run.
#[derive(Clone, Debug, Default)]
pub struct Diagnostics {
    list: Vec<Diagnostic>,
}

impl Diagnostics {
    /// Adds one.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.list.push(diagnostic);
    }

    /// Adds all of another list, which is empty then.
    pub fn append(&mut self, other: &mut Self) {
        self.list.append(&mut other.list);
    }

    /// Whether anything forbids writing.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.errors() > 0
    }

    /// In the order of files and places.
    pub fn sort(&mut self) {
        self.list.sort_by_key(|diagnostic| (diagnostic.primary.span, diagnostic.code));
        // One clash of names can show in several scopes; once is enough.
        let places = |diagnostic: &Diagnostic| diagnostic.secondary.iter().map(|label| label.span).collect::<Vec<_>>();
        self.list.dedup_by(|a, b| {
            a.primary.span == b.primary.span
                && a.code == b.code
                && (a.message == b.message || (!a.secondary.is_empty() && places(a) == places(b)))
        });
    }

    /// The findings.
    pub fn iter(&self) -> impl Iterator<Item = &Diagnostic> {
        self.list.iter()
    }

    /// How many errors there are.
    #[must_use]
    pub fn errors(&self) -> usize {
        self.list.iter().filter(|diagnostic| diagnostic.severity() == Severity::Error).count()
    }

    /// How many findings there are.
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
