//! Objects as rows: tables for people, CSV for programs.

use super::members::{is_scalar, members, text};
use super::project::Fields;
use crate::terminal;
use comfy_table::{ColumnConstraint, Table, Width};

/// The columns of objects: their members that are no objects and no lists; all members where there are no others.
pub fn columns<'a>(objects: impl Iterator<Item = &'a str> + Clone) -> Fields {
    let keys = |is_wanted: fn(&str) -> bool| {
        let mut keys: Vec<String> = Vec::new();
        for (key, value) in objects.clone().filter_map(members).flatten() {
            if is_wanted(value) && !keys.contains(&key) {
                keys.push(key);
            }
        }
        keys
    };
    let scalars = keys(is_scalar);
    Fields::of_keys(if scalars.is_empty() { keys(|_| true) } else { scalars })
}

/// The cells of an object. What is no object is one cell.
fn cells(columns: &Fields, json: &str) -> Vec<String> {
    if members(json).is_none() {
        return vec![text(json)];
    }
    columns.values(json).into_iter().map(|value| value.map(|json| text(&json)).unwrap_or_default()).collect()
}

/// A table whose columns are as wide as those of its first rows.
#[derive(Debug, Default)]
pub struct Rows {
    widths: Vec<u16>,
}

impl Rows {
    /// Rows below those that came before.
    pub fn rows<'a>(&mut self, columns: &Fields, objects: impl Iterator<Item = &'a str>) -> String {
        let mut table = empty_table();
        let is_first = self.widths.is_empty();
        if is_first {
            table.set_header(columns.names().map(terminal::one_line));
        }
        for object in objects {
            table.add_row(cells(columns, object).into_iter().map(|cell| terminal::one_line(&cell)));
        }
        if is_first {
            self.widths = table.column_max_content_widths();
        } else {
            table.set_constraints(self.widths.iter().map(|width| {
                // Absolute widths contain the padding of a cell.
                ColumnConstraint::LowerBoundary(Width::Fixed(width + PADDING))
            }));
        }
        lines(&table)
    }
}

/// Columns are two spaces apart.
const PADDING: u16 = 2;

fn empty_table() -> Table {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING);
    table
}

fn lines(table: &Table) -> String {
    let mut out = String::new();
    for line in table.lines() {
        let line = line.strip_prefix(' ').unwrap_or(&line);
        out.push_str(line.trim_end());
        out.push('\n');
    }
    out
}

/// One object as a row for each member.
pub fn card(json: &str) -> String {
    let Some(members) = members(json) else {
        return terminal::strip_control(&text(json));
    };
    let mut table = empty_table();
    for (key, value) in members {
        table.add_row([terminal::one_line(&key), terminal::one_line(&text(value))]);
    }
    lines(&table)
}

/// CSV of a header.
pub fn csv_header(columns: &Fields) -> String {
    csv_line(columns.names())
}

/// CSV of an object.
pub fn csv_row(columns: &Fields, json: &str) -> String {
    csv_line(cells(columns, json).iter().map(String::as_str))
}

/// CSV of one response that is no list.
pub fn csv_of_one(json: &str, fields: Option<&Fields>) -> String {
    let found = columns(std::iter::once(json));
    let columns = fields.unwrap_or(&found);
    csv_header(columns) + &csv_row(columns, json)
}

fn csv_line<'a>(cells: impl Iterator<Item = &'a str>) -> String {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(Vec::new());
    // Writing to memory does not fail.
    let _ = writer.write_record(cells);
    writer.into_inner().ok().and_then(|bytes| String::from_utf8(bytes).ok()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    const USERS: [&str; 2] =
        [r#"{"id":"1","name":"Ines, \"Q\"","tags":{"a":1}}"#, r#"{"id":"22","email":"a@b.example","name":null}"#];

    #[test]
    fn columns_are_scalars_of_all_objects() {
        let columns = columns(USERS.into_iter());
        assert_eq!(columns.names().collect::<Vec<_>>(), ["id", "name", "email"]);
        let csv: String = USERS.iter().map(|user| csv_row(&columns, user)).collect();
        assert_eq!(csv_header(&columns) + &csv, "id,name,email\n1,\"Ines, \"\"Q\"\"\",\n22,,a@b.example\n");
    }

    #[test]
    fn later_rows_keep_the_widths_of_the_first() {
        let columns = Fields::parse("id,name,tags.a");
        let mut rows = Rows::default();
        let first = rows.rows(&columns, USERS.into_iter());
        insta::assert_snapshot!(first, @r#"
        id  name       tags.a
        1   Ines, "Q"  1
        22
        "#);
        let next = rows.rows(&columns, [r#"{"id":"3","name":"B","tags":{"a":2}}"#].into_iter());
        assert_eq!(next, "3   B          2\n");
    }
}
