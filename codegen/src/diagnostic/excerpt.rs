//! The lines of a spec that a snippet shows. Of a long line only the surroundings of its labels are needed.

use std::ops::Range;

/// A line of this many bytes is shown as it is, but for what does not fit beside it.
const MAX_LINE_BYTES: usize = 600;

/// Of a longer line, this many characters around each label are kept: more than fit beside it.
const KEPT_CHARS: usize = 160;

/// Stands for each other character of a long line. The library that draws frames cuts a line by its columns, and so
/// would show any number of characters that have no width. The number of characters is kept: it is the column of a span.
const FILLER: char = '.';

/// Some lines of a text.
pub struct Excerpt {
    pub text: String,
    /// The number of the first line, from 1.
    pub first_line: usize,
    /// The given ranges, in `text`.
    pub ranges: Vec<Range<usize>>,
}

impl Excerpt {
    /// The lines from the first range to the last one; each range lies within a line.
    pub fn new(text: &str, ranges: &[Range<usize>]) -> Self {
        let first = ranges.iter().map(|range| range.start).min().unwrap_or_default();
        let last = ranges.iter().map(|range| range.end).max().unwrap_or_default();
        let start = text[..first].rfind('\n').map_or(0, |newline| newline + 1);
        let end = text[last..].find('\n').map_or(text.len(), |newline| last + newline + 1);
        let mut excerpt =
            Self { text: String::new(), first_line: text[..start].matches('\n').count() + 1, ranges: ranges.to_vec() };
        let mut at = start;
        for line in text[start..end].split_inclusive('\n') {
            excerpt.push_line(line, at, ranges);
            at += line.len();
        }
        // The end of a text behind its last line is an empty line.
        if start == end {
            excerpt.push_line("", start, ranges);
        }
        excerpt
    }

    /// Adds the line that starts at `at`, and moves the ranges in it to where they are now.
    fn push_line(&mut self, line: &str, at: usize, ranges: &[Range<usize>]) {
        let end = at + line.trim_end_matches('\n').len();
        let here = |range: &Range<usize>| (at..=end).contains(&range.start);
        let kept: Vec<Range<usize>> = ranges
            .iter()
            .filter(|range| here(range))
            .map(|range| around(line, range.start - at..range.end - at))
            .collect();
        let is_long = line.len() > MAX_LINE_BYTES;
        let mut positions = ranges.iter().zip(&mut self.ranges).filter(|(range, _)| here(range)).collect::<Vec<_>>();
        let mut moved = |from: usize, to: usize| {
            for (range, moved) in &mut positions {
                if range.start == at + from {
                    moved.start = to;
                }
                if range.end == at + from {
                    moved.end = to;
                }
            }
        };
        for (from, character) in line.char_indices() {
            moved(from, self.text.len());
            let shown = !is_long || character == '\n' || kept.iter().any(|kept| kept.contains(&from));
            self.text.push(if shown { character } else { FILLER });
        }
        if !line.ends_with('\n') {
            moved(line.len(), self.text.len());
        }
    }
}

/// A range of a line, with the characters before and after it.
fn around(line: &str, range: Range<usize>) -> Range<usize> {
    let start = line[..range.start].char_indices().rev().nth(KEPT_CHARS - 1).map_or(0, |(at, _)| at);
    let end = line[range.end..].char_indices().nth(KEPT_CHARS).map_or(line.len(), |(at, _)| range.end + at);
    start..end
}
