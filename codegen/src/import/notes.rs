//! What an import reports: notes on what became of things that a spec has no equal for, and errors.

use crate::base::span::Span;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};

/// Collects notes and errors.
#[derive(Debug, Default)]
pub struct Notes {
    diagnostics: Diagnostics,
}

impl Notes {
    /// Starts with what the reader of the document reported.
    #[must_use]
    pub fn new(diagnostics: Diagnostics) -> Self {
        Self { diagnostics }
    }

    /// Adds a note.
    pub fn note(&mut self, code: Code, span: Span, message: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, span, message));
    }

    /// Adds a note that says what to do about it.
    pub fn note_with_help(&mut self, code: Code, span: Span, message: impl Into<String>, help: impl Into<String>) {
        self.diagnostics.push(Diagnostic::new(code, span, message).help(help));
    }

    /// Adds an error or a note.
    pub fn push(&mut self, diagnostic: Diagnostic) {
        self.diagnostics.push(diagnostic);
    }

    /// Whether there is an error, so that nothing may be written.
    #[must_use]
    pub fn has_errors(&self) -> bool {
        self.diagnostics.has_errors()
    }

    /// All of them, sorted by file and span.
    #[must_use]
    pub fn into_diagnostics(mut self) -> Diagnostics {
        self.diagnostics.sort();
        self.diagnostics
    }
}
