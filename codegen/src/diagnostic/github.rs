//! Diagnostics as annotations of GitHub's checks: one workflow command a line.

use super::code::Severity;
use super::finding::{Diagnostic, Diagnostics};
use crate::base::span::Sources;
use std::fmt::Write;

/// All diagnostics as workflow commands.
#[must_use]
pub fn render_github(diagnostics: &Diagnostics, sources: &Sources) -> String {
    diagnostics.iter().map(|diagnostic| command(diagnostic, sources) + "\n").collect()
}

fn command(diagnostic: &Diagnostic, sources: &Sources) -> String {
    let level = match diagnostic.severity() {
        Severity::Note => "notice",
        severity => severity.as_str(),
    };
    let span = diagnostic.primary.span;
    let (line, column) = sources.line_column(span);
    let (end_line, end_column) = sources.end_line_column(span);
    let mut out = format!("::{level} file={},line={line}", property(&sources.get(span.file).path));
    // GitHub takes columns only within one line. Writing to a String cannot fail.
    let _ = if end_line == line {
        write!(out, ",col={column},endColumn={end_column}")
    } else {
        write!(out, ",endLine={end_line}")
    };
    let mut message = diagnostic.message.clone();
    if !diagnostic.primary.text.is_empty() {
        let _ = write!(message, " ({})", diagnostic.primary.text);
    }
    for label in &diagnostic.secondary {
        let (line, column) = sources.line_column(label.span);
        let _ = write!(message, "\n{}:{line}:{column}: {}", sources.get(label.span.file).path, label.text);
    }
    if let Some(help) = &diagnostic.help {
        let _ = write!(message, "\nhelp: {help}");
    }
    let _ = write!(out, ",title={}::{}", property(diagnostic.code.id()), data(&message));
    out
}

/// Escapes what would end the command or start another one.
fn data(text: &str) -> String {
    text.replace('%', "%25").replace('\r', "%0D").replace('\n', "%0A")
}

/// Escapes what would end a property too.
fn property(text: &str) -> String {
    data(text).replace(':', "%3A").replace(',', "%2C")
}
