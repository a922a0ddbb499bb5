//! Spec files as read, and spans in them.

use std::ops::Deref;
use std::sync::OnceLock;

/// A file of a spec, by its position in [`Sources`].
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FileId(pub usize);

/// A range of bytes in a spec file.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A value of the spec with its span.
#[derive(Clone, Debug, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Where it was read.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// Another value with the same span.
    pub fn map<U>(self, change: impl FnOnce(T) -> U) -> Spanned<U> {
        Spanned { value: change(self.value), span: self.span }
    }
}

impl<T> Deref for Spanned<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.value
    }
}

/// One spec file.
#[derive(Clone, Debug)]
pub struct Source {
    /// The path as messages show it, with forward slashes.
    pub path: String,
    /// The text.
    pub text: String,
    /// Where each line but the first one starts, once somebody has asked for a line: notes about a large document are many.
    line_starts: OnceLock<Vec<usize>>,
}

impl Source {
    fn line_starts(&self) -> &[usize] {
        self.line_starts.get_or_init(|| self.text.match_indices('\n').map(|(at, _)| at + 1).collect())
    }
}

/// All spec files of one run.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    files: Vec<Source>,
}

impl Sources {
    /// No files yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a file and returns its id.
    pub fn add(&mut self, path: String, text: String) -> FileId {
        self.files.push(Source { path, text, line_starts: OnceLock::new() });
        FileId(self.files.len() - 1)
    }

    /// The file with this id; an empty one for an id of other sources.
    #[must_use]
    pub fn get(&self, file: FileId) -> &Source {
        static NONE: Source = Source { path: String::new(), text: String::new(), line_starts: OnceLock::new() };
        self.files.get(file.0).unwrap_or(&NONE)
    }

    /// Line and column where a span starts, both from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        self.line_column_at(span.file, span.start)
    }

    /// Line and column one past the last character of a span.
    #[must_use]
    pub fn end_line_column(&self, span: Span) -> (usize, usize) {
        self.line_column_at(span.file, span.end.max(span.start))
    }

    fn line_column_at(&self, file: FileId, at: usize) -> (usize, usize) {
        let source = self.get(file);
        let at = if source.text.is_char_boundary(at) { at } else { source.text.len() };
        let starts = source.line_starts();
        let lines_before = starts.partition_point(|start| *start <= at);
        let line_start = lines_before.checked_sub(1).and_then(|line| starts.get(line)).copied().unwrap_or(0);
        (lines_before + 1, source.text[line_start..at].chars().count() + 1)
    }
}

/// Byte offset of a line and a column, both from 1, the column in characters. Past the end, the length of the text.
#[must_use]
pub fn byte_offset(text: &str, line: u64, column: u64) -> usize {
    let to_usize = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    let start = if line <= 1 {
        0
    } else {
        text.match_indices('\n').nth(to_usize(line - 2)).map_or(text.len(), |(at, _)| at + 1)
    };
    text[start..].char_indices().nth(to_usize(column.saturating_sub(1))).map_or(text.len(), |(at, _)| start + at)
}
