//! The rows of a CSV or NDJSON file, one after the other.

use crate::exit_error::ExitError;
use crate::render::members;
use crate::terminal::one_line;
use std::fs::File;
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};

/// A file of rows.
#[derive(Clone, Debug)]
pub struct Source {
    pub path: PathBuf,
    pub kind: Kind,
}

/// How rows are written.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Kind {
    Csv,
    Ndjson,
}

/// A row: its cells by column, each as JSON.
#[derive(Clone, Debug)]
pub struct Row {
    /// From 1, the header of CSV not counted.
    pub number: u64,
    /// Where it begins in the file.
    pub line: u64,
    /// Column and value; empty cells and null are left out.
    pub cells: Vec<(String, Cell)>,
}

/// A value: text of CSV has no type, JSON has one.
#[derive(Clone, Debug)]
pub enum Cell {
    Text(String),
    Json(String),
}

/// The column in which the file of failed rows says why; never an argument.
pub const ERROR_COLUMN: &str = "import_error";

/// A longer line is no row.
const MAX_LINE_BYTES: usize = 16 * 1024 * 1024;

impl Source {
    pub fn new(path: &Path) -> Result<Self, ExitError> {
        let extension = path.extension().and_then(|extension| extension.to_str()).unwrap_or_default();
        let kind = match extension.to_ascii_lowercase().as_str() {
            "csv" => Kind::Csv,
            "ndjson" | "jsonl" => Kind::Ndjson,
            _ => return Err(ExitError::usage(format!("{}: must end in .csv, .ndjson or .jsonl", path.display()))),
        };
        // A pipe would be empty the second time, or wait for ever.
        if path.metadata().is_ok_and(|metadata| !metadata.is_file()) {
            let message = format!("{} is not a regular file; an import reads it several times", path.display());
            return Err(ExitError::usage(message));
        }
        Ok(Self { path: path.to_owned(), kind })
    }

    /// The rows; each can be a problem of its own.
    pub fn rows(&self) -> Result<Box<dyn Iterator<Item = Result<Row, ExitError>>>, ExitError> {
        let file = self.open()?;
        match self.kind {
            Kind::Csv => self.csv(file),
            Kind::Ndjson => Ok(Box::new(Lines { reader: BufReader::new(file), line: 0, number: 0, name: self.name() })),
        }
    }

    fn name(&self) -> String {
        self.path.display().to_string()
    }

    /// The names in the first line of CSV.
    pub fn header(&self) -> Result<Vec<String>, ExitError> {
        self.columns(&mut csv::ReaderBuilder::new().from_reader(BufReader::new(self.open()?)))
    }

    fn columns(&self, reader: &mut csv::Reader<BufReader<File>>) -> Result<Vec<String>, ExitError> {
        let name = self.name();
        let headers = reader.headers().map_err(|error| ExitError::usage(format!("{name}: {}", reason(&error))))?;
        let column = |column: &str| column.trim_start_matches('\u{feff}').trim().to_owned();
        let columns: Vec<String> = headers.iter().map(column).collect();
        if let Some((at, twice)) = columns.iter().enumerate().find(|(at, column)| columns[..*at].contains(column)) {
            let column = one_line(twice);
            return Err(ExitError::usage(format!("{name}: column {} is named `{column}` like an earlier one", at + 1)));
        }
        Ok(columns)
    }

    fn open(&self) -> Result<File, ExitError> {
        File::open(&self.path)
            .map_err(|error| ExitError::usage(format!("cannot open {}: {error}", self.path.display())))
    }

    fn csv(&self, file: File) -> Result<Box<dyn Iterator<Item = Result<Row, ExitError>>>, ExitError> {
        let mut reader = csv::ReaderBuilder::new().from_reader(BufReader::new(file));
        let (name, columns) = (self.name(), self.columns(&mut reader)?);
        let mut number = 0;
        Ok(Box::new(reader.into_records().map(move |record| {
            number += 1;
            let record =
                record.map_err(|error| ExitError::usage(format!("{name}: row {number}: {}", reason(&error))))?;
            let line = record.position().map_or(0, csv::Position::line);
            let cells = columns.iter().zip(record.iter()).filter(|(_, cell)| !cell.is_empty());
            let cells = cells.map(|(column, cell)| (column.clone(), Cell::Text(cell.to_owned()))).collect();
            Ok(Row { number, line, cells })
        })))
    }
}

/// What is wrong with CSV, without its cells.
fn reason(error: &csv::Error) -> String {
    match error.kind() {
        csv::ErrorKind::UnequalLengths { expected_len, len, .. } => {
            format!("it has {len} cells, and the header has {expected_len}")
        }
        csv::ErrorKind::Utf8 { .. } => "it is not UTF-8".to_owned(),
        csv::ErrorKind::Io(error) => format!("cannot be read: {error}"),
        _ => "it is not CSV".to_owned(),
    }
}

struct Lines {
    reader: BufReader<File>,
    line: u64,
    number: u64,
    name: String,
}

impl Iterator for Lines {
    type Item = Result<Row, ExitError>;

    fn next(&mut self) -> Option<Self::Item> {
        loop {
            let mut bytes = Vec::new();
            let read = read_line(&mut self.reader, &mut bytes);
            self.line += 1;
            match read {
                Ok(0) => return None,
                Ok(_) => {}
                Err(error) => return Some(Err(self.problem(&format!("cannot be read: {error}")))),
            }
            let Ok(text) = std::str::from_utf8(&bytes) else { return Some(Err(self.problem("it is not UTF-8"))) };
            let text = text.trim_start_matches('\u{feff}').trim();
            if text.is_empty() {
                continue;
            }
            self.number += 1;
            let Some(members) = members(text) else { return Some(Err(self.problem("it is not a JSON object"))) };
            let cells = members.into_iter().filter(|(_, value)| *value != "null");
            let cells = cells.map(|(key, value)| (key, Cell::Json(value.to_owned()))).collect();
            return Some(Ok(Row { number: self.number, line: self.line, cells }));
        }
    }
}

impl Lines {
    fn problem(&self, what: &str) -> ExitError {
        ExitError::usage(format!("{}: line {}: {what}", self.name, self.line))
    }
}

/// Reads a line of limited length.
fn read_line(reader: &mut impl BufRead, line: &mut Vec<u8>) -> std::io::Result<usize> {
    loop {
        let available = reader.fill_buf()?;
        let end = available.iter().position(|byte| *byte == b'\n');
        let take = end.map_or(available.len(), |at| at + 1);
        line.extend_from_slice(&available[..take]);
        reader.consume(take);
        if end.is_some() || take == 0 {
            return Ok(line.len());
        }
        if line.len() > MAX_LINE_BYTES {
            return Err(std::io::Error::other("a line is longer than 16 MiB"));
        }
    }
}

/// A number that changes when the file does (FNV-1a: a file that is edited by accident, not by an attacker).
pub fn fingerprint(path: &Path) -> std::io::Result<u64> {
    let mut reader = BufReader::new(File::open(path)?);
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(hash);
        }
        let count = bytes.len();
        for byte in bytes {
            hash = (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
        reader.consume(count);
    }
}
