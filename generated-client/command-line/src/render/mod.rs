//! What responses are printed as.

mod members;
mod project;
mod tabular;
pub mod writer;
mod yaml;

pub use members::members;

use crate::options::Options;
use crate::reindent::reindent;
pub use project::Fields;

/// How a response is printed.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Format {
    Json,
    Ndjson,
    Yaml,
    Table,
    Csv,
}

/// Format, columns and spacing.
#[derive(Clone, Debug)]
pub struct Style {
    pub format: Format,
    pub fields: Option<Fields>,
    pub is_compact: bool,
}

impl Style {
    pub fn of(options: &Options<'_>) -> Self {
        let format = options.text("output").and_then(Format::parse).unwrap_or(Format::Json);
        Self { format, fields: options.text("fields").map(Fields::parse), is_compact: options.flag("compact") }
    }

    /// Whether a response is printed as it comes.
    pub fn is_plain(&self) -> bool {
        self.format == Format::Json && self.fields.is_none()
    }
}

impl Format {
    pub fn parse(name: &str) -> Option<Self> {
        Some(match name {
            "json" => Self::Json,
            "ndjson" => Self::Ndjson,
            "yaml" => Self::Yaml,
            "table" => Self::Table,
            "csv" => Self::Csv,
            _ => return None,
        })
    }
}

/// One JSON value, with a line break at its end. The text must be valid JSON.
pub fn one(style: &Style, json: &str) -> String {
    let projected = style.fields.as_ref().map(|fields| fields.project(json));
    let json = projected.as_deref().unwrap_or(json).trim();
    let text = match style.format {
        Format::Json if style.is_compact => json.to_owned(),
        Format::Json => reindent(json),
        Format::Ndjson => members::one_line(json),
        Format::Yaml => yaml::yaml(json),
        Format::Table => tabular::card(json),
        Format::Csv => tabular::csv_of_one(json, style.fields.as_ref()),
    };
    if text.ends_with('\n') { text } else { text + "\n" }
}
