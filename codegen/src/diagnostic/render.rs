//! Diagnostics as text: `file:line:col`, a frame of the spec, and how to fix it.

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
