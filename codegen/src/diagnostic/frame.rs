//! The frame of one diagnostic: its labels below the lines of the spec that they point at.

use super::code::Severity;
use super::excerpt::Excerpt;
use super::finding::{Diagnostic, Label};
use crate::base::span::{FileId, Sources, Span};
use annotate_snippets::{AnnotationKind, Group, Level, Renderer, Snippet};
use std::ops::Range;

/// Labels of one file share a snippet when they lie within this many columns. A snippet of labels that lie further apart
/// would show everything between them: a spec on one line is tens of kilobytes.
const MAX_SNIPPET_COLUMNS: usize = 120;

/// A frame shows this many labels beside the primary one.
const MAX_SECONDARY_LABELS: usize = 8;

/// The message, the lines that it is about, cut around each label, and the help.
pub fn frame(diagnostic: &Diagnostic, sources: &Sources, renderer: &Renderer) -> String {
    let level = match diagnostic.severity() {
        Severity::Error => Level::ERROR,
        Severity::Warning => Level::WARNING,
        Severity::Note => Level::NOTE,
    };
    let mut group = Group::with_title(level.primary_title(diagnostic.message.as_str()).id(diagnostic.code.id()));
    for part in parts(diagnostic, sources) {
        let source = sources.get(part.file);
        let Excerpt { text, first_line, ranges } = Excerpt::new(&source.text, &part.ranges);
        let annotations = part.labels.into_iter().zip(ranges).map(|((label, kind), range)| {
            kind.span(range).label((!label.text.is_empty()).then_some(label.text.as_str()))
        });
        let snippet = Snippet::source(text).line_start(first_line).path(source.path.as_str()).fold(true);
        group = group.element(snippet.annotations(annotations));
    }
    let more = diagnostic.secondary.len().saturating_sub(MAX_SECONDARY_LABELS);
    if more > 0 {
        group = group.element(Level::NOTE.message(format!("{more} more spans are not shown")));
    }
    if let Some(help) = &diagnostic.help {
        group = group.element(Level::HELP.message(help.as_str()));
    }
    renderer.render(&[group])
}

/// Labels that are shown together.
struct Part<'a> {
    file: FileId,
    columns: Range<usize>,
    labels: Vec<(&'a Label, AnnotationKind)>,
    /// Where the labels point.
    ranges: Vec<Range<usize>>,
}

/// The labels by file, the primary one's first; within a file, those that are near each other together.
fn parts<'a>(diagnostic: &'a Diagnostic, sources: &Sources) -> Vec<Part<'a>> {
    let secondary = diagnostic.secondary.iter().take(MAX_SECONDARY_LABELS);
    let labels = std::iter::once((&diagnostic.primary, AnnotationKind::Primary))
        .chain(secondary.map(|label| (label, AnnotationKind::Context)));
    let mut parts: Vec<Part<'a>> = Vec::new();
    for (label, kind) in labels {
        let (file, text) = (label.span.file, &sources.get(label.span.file).text);
        let range = within(label.span, text);
        let columns = columns(&range, text);
        let together = |part: &Part<'_>| {
            let (start, end) = (part.columns.start.min(columns.start), part.columns.end.max(columns.end));
            (part.file == file && end - start <= MAX_SNIPPET_COLUMNS).then_some(start..end)
        };
        match parts.iter_mut().find_map(|part| together(part).map(|columns| (part, columns))) {
            Some((part, columns)) => {
                part.columns = columns;
                part.labels.push((label, kind));
                part.ranges.push(range);
            }
            None => parts.push(Part { file, columns, labels: vec![(label, kind)], ranges: vec![range] }),
        }
    }
    let mut files: Vec<FileId> = Vec::new();
    for part in &parts {
        if !files.contains(&part.file) {
            files.push(part.file);
        }
    }
    parts.sort_by_key(|part| files.iter().position(|file| *file == part.file));
    parts
}

/// The span limited to the text, to character boundaries, to its first line and to what fits beside it, so that a frame
/// stays small.
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
    let mut column = 0;
    let shown = text[start..line_end].chars().take_while(|character| {
        column += width(*character);
        column <= MAX_SNIPPET_COLUMNS
    });
    start..start + shown.map(char::len_utf8).sum::<usize>()
}

/// The columns of a range of one line, from 0.
fn columns(range: &Range<usize>, text: &str) -> Range<usize> {
    let line_start = text[..range.start].rfind('\n').map_or(0, |newline| newline + 1);
    let columns = |range: Range<usize>| text[range].chars().map(width).sum::<usize>();
    let start = columns(line_start..range.start);
    start..start + columns(range.clone())
}

/// How many columns a terminal shows a character in; rather too many than too few.
fn width(character: char) -> usize {
    match character {
        '\t' => 4,
        _ if character.is_ascii() => 1,
        _ => 2,
    }
}
