//! A README with function tables → [`Sheet`].

use super::cells::plain;
use super::required::says_required;
use super::sections::{FieldTable, Section, sections};
use super::sheet::{Row, Sheet, SheetFunction};
use crate::base::span::{FileId, Span};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};

/// Reads a README; `None` when it has no function table.
pub fn read(file: FileId, text: &str, diagnostics: &mut Diagnostics) -> Option<Sheet> {
    let sections = sections(file, text, diagnostics);
    let mut sheet = Sheet::default();
    if let Some(title) = sections.iter().find(|section| section.level == 1 && !section.heading.is_empty()) {
        sheet.package = without_package(&title.heading).to_owned();
        describe(title, &mut sheet);
    }
    let names = Names::of(&sections);
    if sheet.package.is_empty() {
        sheet.package = names.packages.first().cloned().unwrap_or_default();
    }
    for section in &sections {
        match names.function(section) {
            Some(name) => sheet.functions.push(function(name, section, diagnostics)),
            None => section.tables.iter().for_each(|table| left_out(table, "below no function", diagnostics)),
        }
    }
    if sheet.functions.is_empty() {
        let start = Span { file, start: 0, end: 0 };
        diagnostics.push(
            Diagnostic::new(Code::NoTables, start, "this file has no function table").help(
                "a function is a heading such as `## Library.getBook` with a table `| Field | Type | Description |` below it",
            ),
        );
        return None;
    }
    Some(sheet)
}

/// Which headings name functions.
struct Names {
    /// What stands before the dot of `Library.getBook`, for each heading with a table.
    packages: Vec<String>,
    /// Whether a heading such as `Library.getBook` or `/api/getBook` has a table: then headings without either are prose.
    are_qualified: bool,
}

impl Names {
    fn of(sections: &[Section]) -> Self {
        let mut names = Self { packages: Vec::new(), are_qualified: false };
        for section in sections.iter().filter(|section| !section.tables.is_empty()) {
            let heading = plain(&section.heading);
            if let Some((package, _)) = dotted(heading) {
                names.packages.push(package.to_owned());
            }
            names.are_qualified |= dotted(heading).is_some() || routed(heading).is_some();
        }
        names
    }

    fn function<'s>(&self, section: &'s Section) -> Option<&'s str> {
        let heading = plain(&section.heading);
        let has_table = !section.tables.is_empty();
        match (dotted(heading), routed(heading)) {
            (Some((package, name)), _) if has_table || self.packages.iter().any(|known| known == package) => Some(name),
            (None, Some(name)) => Some(name),
            _ => (!self.are_qualified && has_table && section.level > 1 && is_identifier(heading)).then_some(heading),
        }
    }
}

/// `Library.getBook`
fn dotted(heading: &str) -> Option<(&str, &str)> {
    heading.rsplit_once('.').filter(|(package, name)| !package.contains(char::is_whitespace) && is_identifier(name))
}

/// `/api/library/getBook`
fn routed(heading: &str) -> Option<&str> {
    let name = heading.rsplit('/').next().filter(|name| is_identifier(name))?;
    (heading.starts_with('/') && !heading.contains(char::is_whitespace)).then_some(name)
}

fn is_identifier(text: &str) -> bool {
    text.starts_with(|c: char| c.is_alphabetic() || c == '_')
        && text.chars().all(|c| c.is_alphanumeric() || matches!(c, '_' | '-') || crate::base::unicode::is_invisible(c))
}

/// `Library Package` → `Library`
fn without_package(heading: &str) -> &str {
    let heading = plain(heading);
    let lower = heading.to_lowercase();
    let name = lower.strip_suffix(" package").and_then(|name| heading.get(..name.len()));
    name.unwrap_or(heading).trim_end()
}

/// The description, the domain and the credentials below the title.
fn describe(title: &Section, sheet: &mut Sheet) {
    let mut prose = Vec::new();
    for line in &title.prose {
        let item = line.trim_start_matches(['*', '-', '+', ' ']);
        match item.split_once(':') {
            Some((key, value)) if key.eq_ignore_ascii_case("domain") => {
                sheet.domain = Some(without_link(value).to_owned()).filter(|domain| !domain.is_empty());
            }
            Some((key, value)) if key.eq_ignore_ascii_case("credentials") => {
                let names = value
                    .split(',')
                    .map(|name| plain(name).trim_end_matches('.').to_owned())
                    .filter(|name| !name.is_empty());
                sheet.credentials = names.collect();
            }
            _ => prose.push(line.clone()),
        }
    }
    sheet.doc = paragraphs(&prose);
}

/// `[example.com](https://example.com)` → `example.com`
fn without_link(text: &str) -> &str {
    let text = text.trim();
    let linked = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(label, _)| label);
    plain(linked.unwrap_or(text))
}

/// Lines as paragraphs: one line each, an empty line between them. Images are left out.
fn paragraphs(lines: &[String]) -> String {
    let mut paragraphs: Vec<String> = vec![String::new()];
    for line in lines.iter().map(|line| line.trim()).filter(|line| !line.starts_with("[![") && !line.starts_with("!["))
    {
        match paragraphs.last_mut() {
            Some(last) if line.is_empty() && !last.is_empty() => paragraphs.push(String::new()),
            Some(last) => {
                if !last.is_empty() {
                    last.push(' ');
                }
                last.push_str(line);
            }
            None => {}
        }
    }
    paragraphs.retain(|paragraph| !paragraph.is_empty());
    paragraphs.join("\n\n")
}

fn function(name: &str, section: &Section, diagnostics: &mut Diagnostics) -> SheetFunction {
    let mut tables = section.tables.iter();
    let rows = tables.next().map(|table| rows(table, diagnostics)).unwrap_or_default();
    tables.for_each(|table| left_out(table, &format!("a second one of `{name}`"), diagnostics));
    SheetFunction {
        name: name.to_owned(),
        doc: paragraphs(&section.prose),
        method: None,
        url: None,
        rows,
        span: section.span,
    }
}

fn rows(table: &FieldTable, diagnostics: &mut Diagnostics) -> Vec<Row> {
    let columns = &table.columns;
    let mut rows = Vec::new();
    for (cells, span) in &table.rows {
        let cell = |column: Option<usize>| column.and_then(|column| cells.get(column)).map_or("", String::as_str);
        let written = cell(Some(columns.name));
        let name = plain(written);
        if name.is_empty() {
            diagnostics.push(Diagnostic::new(Code::BrokenRow, *span, "a row without a name: it is left out"));
            continue;
        }
        let doc = cell(columns.doc);
        let unquoted = written.trim_matches('`');
        let is_marked = unquoted.ends_with('*') && !unquoted.starts_with('*');
        let said =
            ["yes", "true", "required", "y", "x"].contains(&plain(cell(columns.required)).to_lowercase().as_str());
        rows.push(Row {
            name: name.to_owned(),
            kind: plain(cell(columns.kind)).to_owned(),
            doc: doc.to_owned(),
            required: said || is_marked || says_required(doc),
            span: *span,
            ..Row::default()
        });
    }
    rows
}

fn left_out(table: &FieldTable, why: &str, diagnostics: &mut Diagnostics) {
    let message = format!("this table is {why}: it is left out");
    diagnostics.push(Diagnostic::new(Code::BrokenRow, table.span, message));
}
