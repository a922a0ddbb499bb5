//! Spec files as read, and places in them.

use std::ops::Deref;

/// A file of a spec, by its position in [`Sources`].
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct FileId(pub usize);

/// A stretch of a spec file, in bytes.
#[derive(Clone, Copy, Debug, Default, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Span {
    /// The file.
    pub file: FileId,
    /// First byte.
    pub start: usize,
    /// One past the last byte.
    pub end: usize,
}

/// A value of the spec with the place where it stands.
#[derive(Clone, Debug, Default)]
pub struct Spanned<T> {
    /// The value.
    pub value: T,
    /// Its place.
    pub span: Span,
}

impl<T> Spanned<T> {
    /// The same place with another value.
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

    /// Adds a file and gives its id.
    pub fn add(&mut self, path: String, text: String) -> FileId {
        self.files.push(Source { path, text });
        FileId(self.files.len() - 1)
    }

    /// The file of an id; an empty one for an id of other sources.
    #[must_use]
    pub fn get(&self, file: FileId) -> &Source {
        static NONE: Source = Source { path: String::new(), text: String::new() };
        self.files.get(file.0).unwrap_or(&NONE)
    }

    /// Line and column of a place, both from 1; the column counts characters.
    #[must_use]
    pub fn line_column(&self, span: Span) -> (usize, usize) {
        self.line_column_at(span.file, span.start)
    }

    /// Line and column behind the last character of a place.
    #[must_use]
    pub fn end_line_column(&self, span: Span) -> (usize, usize) {
        self.line_column_at(span.file, span.end.max(span.start))
    }

    fn line_column_at(&self, file: FileId, at: usize) -> (usize, usize) {
        let text = &self.get(file).text;
        let before = text.get(..at).unwrap_or(text);
        let line_start = before.rfind('\n').map_or(0, |newline| newline + 1);
        (before.matches('\n').count() + 1, before[line_start..].chars().count() + 1)
    }
}
