//! Values over several lines: a key or an item a line.

use super::layout::{Layout, MAX_LINE_CHARS};
use super::scalar::{self, Context};
use super::{flow, text_block};
use crate::base::json::Json;

/// A longer key cannot stand before its colon on one line (YAML 1.2, section 7.4).
const MAX_KEY_CHARS: usize = 1000;

/// Prints values below each other.
pub struct Writer {
    out: String,
    layout: Layout,
}

impl Writer {
    pub fn new(layout: Layout) -> Self {
        Self { out: String::new(), layout }
    }

    pub fn into_text(self) -> String {
        self.out
    }

    /// A line of comment.
    pub fn comment(&mut self, line: &str) {
        self.out.push_str("# ");
        self.out.push_str(line.trim_end());
        self.out.push('\n');
    }

    /// The value of the file.
    pub fn root(&mut self, value: &Json) {
        match value {
            Json::Object(members) if !members.is_empty() => self.map(members, 0, 0),
            Json::Array(items) if !items.is_empty() => self.list(items, 0, 0),
            other => {
                self.out.push_str(&flow::within(other, usize::MAX).unwrap_or_default());
                self.out.push('\n');
            }
        }
    }

    /// The members of a map; the first one is printed where the line stands.
    fn map(&mut self, members: &[(String, Json)], indent: usize, depth: usize) {
        for (position, (key, value)) in members.iter().enumerate() {
            if position > 0 {
                self.indent(indent);
            }
            let key = scalar::text(key, Context::Flow);
            if key.chars().count() > MAX_KEY_CHARS {
                self.out.push_str("? ");
                self.out.push_str(&key);
                self.out.push('\n');
                self.indent(indent);
            } else {
                self.out.push_str(&key);
            }
            self.out.push(':');
            self.value(value, indent, depth + 1);
        }
    }

    /// The items of a list; the first one is printed where the line stands.
    fn list(&mut self, items: &[Json], indent: usize, depth: usize) {
        let has_gaps = depth < self.layout.spaced_levels;
        for (position, item) in items.iter().enumerate() {
            let before = self.out.len();
            if position > 0 {
                self.indent(indent);
            }
            self.out.push('-');
            match item {
                Json::Object(members) if !members.is_empty() && self.flow(item, indent + 2, depth + 1).is_none() => {
                    self.out.push(' ');
                    self.map(members, indent + 2, depth + 1);
                }
                _ => self.value(item, indent, depth + 1),
            }
            let lines = self.out[before..].matches('\n').count();
            if has_gaps && lines > 1 && position + 1 < items.len() {
                self.out.push('\n');
            }
        }
    }

    /// A value behind its key or its dash, to the end of the line or in the lines below.
    fn value(&mut self, value: &Json, indent: usize, depth: usize) {
        // A list stands as far right as its key, as the hand-written specs have it, two more.
        let inner = indent + 2;
        let used = self.line_chars();
        if let Some(line) = self.flow(value, used + 1, depth) {
            self.out.push(' ');
            self.out.push_str(&line);
            self.out.push('\n');
            return;
        }
        match value {
            Json::Object(members) if !members.is_empty() => {
                self.out.push('\n');
                self.indent(inner);
                self.map(members, inner, depth);
            }
            Json::Array(items) if !items.is_empty() => {
                self.out.push('\n');
                self.indent(inner);
                self.list(items, inner, depth);
            }
            Json::String(text) => self.long_text(text, inner),
            scalar => {
                self.out.push(' ');
                self.out.push_str(&flow::within(scalar, usize::MAX).unwrap_or_default());
                self.out.push('\n');
            }
        }
    }

    /// The value on one line, where the layout allows it and it fits behind `used` characters.
    fn flow(&self, value: &Json, used: usize, depth: usize) -> Option<String> {
        let is_block = match value {
            Json::Object(members) => !members.is_empty() && depth < self.layout.block_levels,
            // A list of maps is a table: a line a row.
            Json::Array(items) => {
                (!items.is_empty() && depth < self.layout.block_levels)
                    || (depth <= self.layout.block_levels
                        && items.iter().any(|item| matches!(item, Json::Object(members) if !members.is_empty())))
            }
            Json::String(text) => text.contains('\n'),
            _ => false,
        };
        if is_block { None } else { flow::within(value, MAX_LINE_CHARS.saturating_sub(used)) }
    }

    /// A text that does not fit on its line.
    fn long_text(&mut self, text: &str, indent: usize) {
        self.out.push(' ');
        let Some((header, lines)) = text_block::lines(text, MAX_LINE_CHARS.saturating_sub(indent)) else {
            self.out.push_str(&scalar::text(text, Context::Block));
            self.out.push('\n');
            return;
        };
        self.out.push_str(header);
        self.out.push('\n');
        for line in lines {
            if !line.is_empty() {
                self.indent(indent);
                self.out.push_str(line);
            }
            self.out.push('\n');
        }
    }

    fn indent(&mut self, spaces: usize) {
        self.out.extend(std::iter::repeat_n(' ', spaces));
    }

    /// The characters of the line that is being printed.
    fn line_chars(&self) -> usize {
        let start = self.out.rfind('\n').map_or(0, |newline| newline + 1);
        self.out[start..].chars().count()
    }
}
