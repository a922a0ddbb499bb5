//! Diagnostics as text: `file:line:col`, a frame of the spec, and how to fix it.

use super::code::Severity;
use super::finding::Diagnostics;
use super::frame::frame;
use crate::base::span::Sources;
use annotate_snippets::Renderer;
use std::fmt::Write;

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
    let plural =
        |count: usize, noun: &str| (count > 0).then(|| format!("{count} {noun}{}", if count == 1 { "" } else { "s" }));
    let counts: Vec<String> = [
        plural(diagnostics.errors(), "error"),
        plural(diagnostics.count(Severity::Warning), "warning"),
        plural(diagnostics.count(Severity::Note), "note"),
    ]
    .into_iter()
    .flatten()
    .collect();
    if !counts.is_empty() {
        let effect = if diagnostics.has_errors() { "; nothing was written" } else { "" };
        let _ = writeln!(out, "{}{effect}", counts.join(" and "));
    }
    out
}
