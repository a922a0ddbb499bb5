//! Diagnostics for programs: one JSON document.

use super::code::Severity;
use super::finding::{Diagnostic, Diagnostics};
use crate::base::json::Json;
use crate::base::span::{Sources, Span};

/// The diagnostics of one or several specs, with their counts, as one JSON document.
///
/// Lines and columns count from 1, columns in characters; the end is one past the last character. Every key is always
/// present; what a diagnostic lacks is null.
#[must_use]
pub fn render_json<'a>(runs: impl IntoIterator<Item = (&'a Diagnostics, &'a Sources)>) -> String {
    let (mut list, mut errors, mut warnings, mut notes) = (Vec::new(), 0, 0, 0);
    for (diagnostics, sources) in runs {
        list.extend(diagnostics.iter().map(|diagnostic| entry(diagnostic, sources)));
        errors += diagnostics.errors();
        warnings += diagnostics.count(Severity::Warning);
        notes += diagnostics.count(Severity::Note);
    }
    let document = object([
        ("diagnostics", Json::Array(list)),
        ("errors", Json::Number(errors.to_string())),
        ("warnings", Json::Number(warnings.to_string())),
        ("notes", Json::Number(notes.to_string())),
    ]);
    document.pretty() + "\n"
}

fn entry(diagnostic: &Diagnostic, sources: &Sources) -> Json {
    let [file, line, column, end_line, end_column] = position(diagnostic.primary.span, sources);
    let related = diagnostic.secondary.iter().map(|label| {
        let [file, line, column, ..] = position(label.span, sources);
        object([("file", file), ("line", line), ("column", column), ("label", text(&label.text))])
    });
    object([
        ("code", Json::text(diagnostic.code.id())),
        ("severity", Json::text(diagnostic.severity().as_str())),
        ("message", Json::text(&diagnostic.message)),
        ("file", file),
        ("line", line),
        ("column", column),
        ("end_line", end_line),
        ("end_column", end_column),
        ("label", text(&diagnostic.primary.text)),
        ("related", Json::Array(related.collect())),
        ("help", diagnostic.help.as_deref().map_or(Json::Null, Json::text)),
    ])
}

/// File, line, column, last line, column past the last character.
fn position(span: Span, sources: &Sources) -> [Json; 5] {
    let number = |number: usize| Json::Number(number.to_string());
    let (line, column) = sources.line_column(span);
    let (end_line, end_column) = sources.end_line_column(span);
    [Json::text(&sources.get(span.file).path), number(line), number(column), number(end_line), number(end_column)]
}

fn text(text: &str) -> Json {
    if text.is_empty() { Json::Null } else { Json::text(text) }
}

fn object<const N: usize>(members: [(&str, Json); N]) -> Json {
    Json::Object(members.into_iter().map(|(key, value)| (key.to_owned(), value)).collect())
}
