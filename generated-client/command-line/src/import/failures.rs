//! The file of failed rows: the rows as they were, and why they failed. It can be imported again.

use super::source::{Cell, ERROR_COLUMN, Kind, Row};
use crate::arguments::quote;
use crate::exit_error::ExitError;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::path::{Path, PathBuf};

/// The file of failed rows. It is made when the first row fails.
pub struct Failures {
    pub path: PathBuf,
    kind: Kind,
    columns: Vec<String>,
    file: Option<File>,
}

/// The file of failed rows of a file of rows: `users.failed.csv` of `users.csv`.
fn path_of(rows: &Path) -> PathBuf {
    let extension = rows.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
    rows.with_extension(format!("failed.{extension}"))
}

impl Failures {
    pub fn new(rows: &Path, kind: Kind, columns: &[String]) -> Self {
        let columns = columns.iter().filter(|column| *column != ERROR_COLUMN).cloned().collect();
        Self { path: path_of(rows), kind, columns, file: None }
    }

    /// Adds a row, with the reason.
    pub fn add(&mut self, row: &Row, reason: &str) -> Result<(), ExitError> {
        let path = self.path.display().to_string();
        let cannot = |error: &dyn std::fmt::Display| ExitError::failure(format!("cannot write {path}: {error}"));
        let mut text = Vec::new();
        if self.file.is_none() {
            let file = OpenOptions::new().append(true).create(true).open(&self.path).map_err(|error| cannot(&error))?;
            let is_new = file.metadata().map_err(|error| cannot(&error))?.len() == 0;
            if is_new && self.kind == Kind::Csv {
                let header = self.columns.iter().map(String::as_str).chain([ERROR_COLUMN]);
                text.extend(csv_line(header).map_err(|error| cannot(&error))?);
            }
            self.file = Some(file);
        }
        match self.kind {
            Kind::Csv => {
                let cell = |column: &String| match row.cells.iter().find(|(known, _)| known == column) {
                    Some((_, Cell::Text(text) | Cell::Json(text))) => text.as_str(),
                    None => "",
                };
                let cells = self.columns.iter().map(cell).chain([reason]);
                text.extend(csv_line(cells).map_err(|error| cannot(&error))?);
            }
            Kind::Ndjson => {
                let mut members: Vec<String> = Vec::new();
                for (column, cell) in row.cells.iter().filter(|(column, _)| column != ERROR_COLUMN) {
                    if let Cell::Json(json) = cell {
                        members.push(format!("{}:{json}", quote(column)));
                    }
                }
                members.push(format!("{}:{}", quote(ERROR_COLUMN), quote(reason)));
                text.extend_from_slice(format!("{{{}}}\n", members.join(",")).as_bytes());
            }
        }
        match &mut self.file {
            // One write, so that a kill leaves no half of a row behind.
            Some(file) => file.write_all(&text).map_err(|error| cannot(&error)),
            None => Ok(()),
        }
    }
}

fn csv_line<'a>(cells: impl Iterator<Item = &'a str>) -> Result<Vec<u8>, String> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(cells).map_err(|error| error.to_string())?;
    writer.into_inner().map_err(|error| error.to_string())
}
