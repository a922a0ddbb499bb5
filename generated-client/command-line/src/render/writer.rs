//! Items of a list, written as they come.

use super::project::Fields;
use super::tabular::{Rows, columns, csv_header, csv_row};
use super::{Format, Style, members, yaml};
use crate::exit_error::ExitError;
use crate::reindent::reindent;

/// Where the bytes go.
pub type Sink = Box<dyn FnMut(&[u8]) -> Result<(), ExitError>>;

/// Larger output is written before the page ends.
const BUFFER_BYTES: usize = 64 * 1024;

/// Writes items. What has been written after `end` is complete, also when the list has not come to its end.
pub struct Writer {
    style: Style,
    sink: Sink,
    buffer: String,
    items: u64,
    /// Objects whose columns are not known yet, or whose table is not printed yet.
    pending: Vec<String>,
    columns: Option<Fields>,
    rows: Rows,
}

impl Writer {
    pub fn new(style: Style, sink: Sink) -> Self {
        let columns = style.fields.clone();
        Self { style, sink, buffer: String::new(), items: 0, pending: Vec::new(), columns, rows: Rows::default() }
    }

    /// Carries on behind so many items of an earlier run.
    pub fn after(mut self, items: u64) -> Self {
        self.items = items;
        self
    }

    /// Columns that are known already.
    pub fn with_columns(mut self, columns: Option<Fields>) -> Self {
        self.columns = columns.or(self.columns);
        self
    }

    /// The columns of a table, once they are known.
    pub fn columns(&self) -> Option<&Fields> {
        self.columns.as_ref()
    }

    /// The items so far.
    pub fn items(&self) -> u64 {
        self.items
    }

    /// Adds an item. The text must be valid JSON.
    pub fn item(&mut self, json: &str) -> Result<(), ExitError> {
        if matches!(self.style.format, Format::Table | Format::Csv) {
            self.pending.push(json.to_owned());
            self.items += 1;
            return Ok(());
        }
        let projected = self.style.fields.as_ref().map(|fields| fields.project(json));
        let json = projected.as_deref().unwrap_or(json);
        match self.style.format {
            Format::Yaml => self.buffer.push_str(&yaml::item(json)),
            Format::Json => {
                self.buffer.push_str(match (self.items, self.style.is_compact) {
                    (0, true) => "[",
                    (0, false) => "[\n  ",
                    (_, true) => ",",
                    (_, false) => ",\n  ",
                });
                let json = members::one_line(json);
                self.buffer.push_str(&if self.style.is_compact { json } else { reindent(&json).replace('\n', "\n  ") });
            }
            _ => {
                self.buffer.push_str(&members::one_line(json));
                self.buffer.push('\n');
            }
        }
        self.items += 1;
        if self.buffer.len() >= BUFFER_BYTES { self.flush() } else { Ok(()) }
    }

    /// A page has ended: what is there is printed.
    pub fn end_page(&mut self) -> Result<(), ExitError> {
        if !self.pending.is_empty() {
            let pending = std::mem::take(&mut self.pending);
            let is_new = self.columns.is_none() || self.items == pending.len() as u64;
            let found = self.columns.take().unwrap_or_else(|| columns(pending.iter().map(String::as_str)));
            if self.style.format == Format::Table {
                self.buffer.push_str(&self.rows.rows(&found, pending.iter().map(String::as_str)));
            } else {
                if is_new {
                    self.buffer.push_str(&csv_header(&found));
                }
                for object in &pending {
                    self.buffer.push_str(&csv_row(&found, object));
                }
            }
            self.columns = Some(found);
        }
        self.flush()
    }

    /// Closes what is open, so that the output is valid.
    pub fn end(&mut self) -> Result<(), ExitError> {
        self.end_page()?;
        match (self.style.format, self.items, self.style.is_compact) {
            (Format::Json | Format::Yaml, 0, _) => self.buffer.push_str("[]\n"),
            // A list without items still has the columns that were asked for.
            (Format::Csv, 0, _) => self.buffer.push_str(&self.columns.as_ref().map(csv_header).unwrap_or_default()),
            (Format::Json, _, true) => self.buffer.push_str("]\n"),
            (Format::Json, _, false) => self.buffer.push_str("\n]\n"),
            _ => {}
        }
        self.flush()
    }

    fn flush(&mut self) -> Result<(), ExitError> {
        if self.buffer.is_empty() {
            return Ok(());
        }
        let bytes = std::mem::take(&mut self.buffer);
        (self.sink)(bytes.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::cell::RefCell;
    use std::rc::Rc;

    fn written(format: Format, fields: Option<&str>, pages: &[&[&str]]) -> String {
        let out = Rc::new(RefCell::new(Vec::new()));
        let sink = Rc::clone(&out);
        let style = Style { format, fields: fields.map(Fields::parse), is_compact: false };
        let mut writer = Writer::new(
            style,
            Box::new(move |bytes| {
                sink.borrow_mut().extend_from_slice(bytes);
                Ok(())
            }),
        );
        for page in pages {
            for item in *page {
                writer.item(item).unwrap();
            }
            writer.end_page().unwrap();
        }
        writer.end().unwrap();
        String::from_utf8(out.take()).unwrap()
    }

    #[test]
    fn items_of_all_pages_are_one_document() {
        let pages: &[&[&str]] = &[&[r#"{"a":1.50,"b":{"c":[]}}"#], &[r#"{"a":2}"#]];
        assert_eq!(
            written(Format::Json, None, pages),
            "[\n  {\n    \"a\": 1.50,\n    \"b\": {\n      \"c\": []\n    }\n  },\n  {\n    \"a\": 2\n  }\n]\n"
        );
        assert_eq!(written(Format::Ndjson, Some("a"), pages), "{\"a\":1.50}\n{\"a\":2}\n");
        assert_eq!(written(Format::Yaml, None, pages), "- a: 1.50\n  b:\n    c: []\n- a: 2\n");
        assert_eq!(written(Format::Csv, None, pages), "a\n1.50\n2\n");
        assert_eq!(written(Format::Table, None, pages), "a\n1.50\n2\n");
        assert_eq!(written(Format::Json, None, &[]), "[]\n");
        assert_eq!(written(Format::Csv, None, &[]), "");
        assert_eq!(written(Format::Csv, Some("a,b"), &[]), "a,b\n");
    }
}
