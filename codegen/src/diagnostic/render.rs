//! Diagnostics as text: `file:line:col`, a frame of the spec, and how to fix it.

use super::code::Severity;
use super::finding::{Diagnostic, Diagnostics, Label};
use crate::base::span::{FileId, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::fmt::Write;
use std::ops::Range;

/// How diagnostics are shown.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Style {
    /// Frames without colour.
    Plain,
    /// Frames with colour.
    Colour,
}

/// All diagnostics with their frames, and a closing line that counts them.
#[must_use]
pub fn render(diagnostics: &Diagnostics, sources: &Sources, style: Style) -> String {
    let renderer = match style {
        Style::Plain => Renderer::plain(),
        Style::Colour => Renderer::styled(),
    };
    let mut out = String::new();
    for diagnostic in diagnostics.iter() {
        out.push_str(&frame(diagnostic, sources, &renderer));
        out.push_str("\n\n");
    }
    let (errors, warnings) = (diagnostics.errors(), diagnostics.len() - diagnostics.errors());
    let plural = |count: usize, noun: &str| format!("{count} {noun}{}", if count == 1 { "" } else { "s" });
    let _ = match (errors, warnings) {
        (0, 0) => Ok(()),
        (0, _) => writeln!(out, "{}", plural(warnings, "warning")),
        (_, 0) => writeln!(out, "{}; nothing was written", plural(errors, "error")),
        _ => writeln!(out, "{} and {}; nothing was written", plural(errors, "error"), plural(warnings, "warning")),
    };
    out
}

fn frame(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
    };
    let mut files: Vec<FileId> = vec![diagnostic.primary.span.file];
    for label in &diagnostic.secondary {
        if !files.contains(&label.span.file) {
            files.push(label.span.file);
        }
    }
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id()));
    for file in files {
        let source = sources.get(file);
        let mut snippet = Snippet::source(source.text.as_str()).path(source.path.as_str()).fold(true);
        if diagnostic.primary.span.file == file {
            snippet = snippet.annotation(annotation(&diagnostic.primary, AnnotationKind::Primary, &source.text));
        }
        for label in diagnostic.secondary.iter().filter(|label| label.span.file == file) {
            snippet = snippet.annotation(annotation(label, AnnotationKind::Context, &source.text));
        }
        group = group.element(snippet);
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

fn annotation<'a>(label: &'a Label, kind: AnnotationKind, text: &str) -> annotate_snippets::Annotation<'a> {
    kind.span(within(label.span, text)).label((!label.text.is_empty()).then_some(label.text.as_str()))
}

/// The span limited to the text, to character boundaries, and to its first line, so that a frame stays small.
fn within(span: Span, text: &str) -> Range<usize> {
    let boundary = |mut at: usize| {
        at = at.min(text.len());
        while !text.is_char_boundary(at) {
            at -= 1;
        }
        at
    };
    let start = boundary(span.start);
    let end = boundary(span.end).max(start);
    let line_end = text[start..end].find(['\n', '\r']).map_or(end, |newline| start + newline);
    start..line_end
}
