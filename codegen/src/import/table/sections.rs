//! Markdown text → sections: a heading with its prose and its tables of fields.
//!
//! By lines, not by a Markdown library: cells are kept as they are written, tables may be separated by tabs or lack their ruler,
//! and every row needs its line.

use super::cells::{Columns, Separator, cells, is_ruler};
use crate::base::span::{FileId, Span};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};

/// A heading and what stands below it.
#[derive(Clone, Debug, Default)]
pub struct Section {
    /// The number of `#`; 0 before the first heading.
    pub level: usize,
    /// The heading.
    pub heading: String,
    /// Where the heading is.
    pub span: Span,
    /// The lines of prose before the first table, empty ones included.
    pub prose: Vec<String>,
    /// The tables of fields.
    pub tables: Vec<FieldTable>,
}

/// A table of fields.
#[derive(Clone, Debug)]
pub struct FieldTable {
    pub columns: Columns,
    pub span: Span,
    /// The cells of each row, as many as the header has.
    pub rows: Vec<(Vec<String>, Span)>,
}

/// All sections of a text.
pub fn sections(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Vec<Section> {
    let mut reader = Reader { diagnostics, sections: vec![Section::default()], fence: None, in_table: false };
    let mut start = 0;
    for line in text.split_inclusive('\n') {
        let trimmed = line.trim_end();
        let indent = trimmed.len() - trimmed.trim_start().len();
        let span = Span { file, start: start + indent, end: start + trimmed.len() };
        reader.line(trimmed, span);
        start += line.len();
    }
    reader.sections
}

struct Reader<'a> {
    diagnostics: &'a mut Diagnostics,
    sections: Vec<Section>,
    /// The marks that close the code block.
    fence: Option<String>,
    /// Whether the line above belongs to a table.
    in_table: bool,
}

impl Reader<'_> {
    fn line(&mut self, line: &str, span: Span) {
        let text = line.trim_start();
        if let Some(fence) = &self.fence {
            if text.starts_with(fence.as_str()) {
                self.fence = None;
            }
            return;
        }
        if let Some(fence) = fence(text) {
            self.fence = Some(fence);
            self.in_table = false;
            return;
        }
        if let Some((level, heading)) = heading(text) {
            self.in_table = false;
            self.sections.push(Section { level, heading: heading.to_owned(), span, ..Section::default() });
            return;
        }
        let Some(section) = self.sections.last_mut() else { return };
        if text.is_empty() {
            self.in_table = false;
        }
        if self.in_table
            && let Some(table) = section.tables.last_mut()
        {
            row(line, span, table, self.diagnostics);
        } else if let Some(columns) = Columns::of(line) {
            section.tables.push(FieldTable { columns, span, rows: Vec::new() });
            self.in_table = true;
        } else if section.tables.is_empty() {
            section.prose.push(text.to_owned());
        }
    }
}

/// Adds a line to a table.
fn row(line: &str, span: Span, table: &mut FieldTable, diagnostics: &mut Diagnostics) {
    let Columns { separator, count, doc, .. } = table.columns;
    if is_ruler(line) {
        return;
    }
    let has_cells = match separator {
        Separator::Pipe => line.contains('|'),
        Separator::Tab => line.contains('\t'),
    };
    if !has_cells {
        if let (Some((cells, _)), Some(doc)) = (table.rows.last_mut(), doc)
            && let Some(cell) = cells.get_mut(doc)
        {
            let message = "this line has no cells: it is added to the description above";
            diagnostics.push(Diagnostic::new(Code::BrokenRow, span, message));
            cell.push(' ');
            cell.push_str(line.trim());
        } else {
            diagnostics.push(Diagnostic::new(Code::BrokenRow, span, "this line has no cells: it is left out"));
        }
        return;
    }
    let mut cells = cells(line, separator);
    if cells.len() > count {
        // What follows an empty frame says nothing.
        let surplus = cells.split_off(count);
        if surplus.iter().any(|cell| !cell.is_empty())
            && let Some(last) = cells.last_mut()
        {
            let message =
                format!("this row has {} cells, the header {count}: the last ones are one", count + surplus.len());
            diagnostics
                .push(Diagnostic::new(Code::BrokenRow, span, message).help("write `\\|` for a `|` within a cell"));
            for cell in surplus {
                last.push_str(if separator == Separator::Pipe { " | " } else { " " });
                last.push_str(&cell);
            }
        }
    }
    cells.resize(count, String::new());
    table.rows.push((cells, span));
}

/// The level and the text of a heading such as `## Library.getBook`.
fn heading(text: &str) -> Option<(usize, &str)> {
    let level = text.bytes().take_while(|byte| *byte == b'#').count();
    let rest = &text[level..];
    let is_heading = (1..=6).contains(&level) && (rest.is_empty() || rest.starts_with([' ', '\t']));
    is_heading.then(|| (level, rest.trim().trim_end_matches('#').trim_end()))
}

/// The marks that close a code block which this line opens. A line such as "```code```" opens none.
fn fence(text: &str) -> Option<String> {
    let mark = text.chars().next().filter(|mark| matches!(mark, '`' | '~'))?;
    let count = text.chars().take_while(|c| *c == mark).count();
    (count >= 3 && !text[count..].contains('`')).then(|| mark.to_string().repeat(count))
}
