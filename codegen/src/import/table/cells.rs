//! Lines of a table: cells between pipes or tabs, and which column is which.

/// Headers of the column of names.
const NAME_HEADERS: [&str; 9] =
    ["field", "fields", "name", "parameter", "param", "argument", "arg", "property", "field name"];

/// Headers of the column of types.
const TYPE_HEADERS: [&str; 5] = ["type", "datatype", "data type", "format", "kind"];

/// Headers of the column of descriptions.
const DOC_HEADERS: [&str; 5] = ["description", "info", "details", "desc", "meaning"];

/// Headers of a column that says whether a field is required.
const REQUIRED_HEADERS: [&str; 3] = ["required", "mandatory", "required?"];

/// What separates the cells of a line.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub enum Separator {
    /// A pipe that no backslash escapes.
    Pipe,
    /// A tab.
    Tab,
}

/// The columns of a table.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Columns {
    pub separator: Separator,
    pub count: usize,
    pub name: usize,
    pub kind: Option<usize>,
    pub doc: Option<usize>,
    pub required: Option<usize>,
}

impl Columns {
    /// The columns of a header line; `None` when the line does not head a table of fields.
    pub fn of(line: &str) -> Option<Self> {
        let separator = if line.contains('|') {
            Separator::Pipe
        } else if line.trim().contains('\t') {
            Separator::Tab
        } else {
            return None;
        };
        let cells: Vec<String> = cells(line, separator).iter().map(|cell| plain(cell).to_lowercase()).collect();
        let find = |headers: &[&str]| cells.iter().position(|cell| headers.contains(&cell.as_str()));
        let columns = Self {
            separator,
            count: cells.len(),
            name: find(&NAME_HEADERS)?,
            kind: find(&TYPE_HEADERS),
            doc: find(&DOC_HEADERS),
            required: find(&REQUIRED_HEADERS),
        };
        (columns.kind.is_some() || columns.doc.is_some()).then_some(columns)
    }
}

/// The cells of a line, trimmed. `\|` is a pipe within a cell.
pub fn cells(line: &str, separator: Separator) -> Vec<String> {
    let line = line.trim_matches(|c: char| c == ' ' || (separator == Separator::Pipe && c == '\t'));
    if separator == Separator::Tab {
        return line.split('\t').map(|cell| cell.trim().to_owned()).collect();
    }
    let mut cells = vec![String::new()];
    let mut chars = line.chars().peekable();
    while let Some(character) = chars.next() {
        let cell = cells.last_mut();
        match (character, cell) {
            ('\\', Some(cell)) if chars.peek() == Some(&'|') => {
                chars.next();
                cell.push('|');
            }
            ('|', _) => cells.push(String::new()),
            (other, Some(cell)) => cell.push(other),
            (_, None) => {}
        }
    }
    // A pipe at either end frames the line.
    if cells.len() > 1 && cells.first().is_some_and(|cell| cell.trim().is_empty()) {
        cells.remove(0);
    }
    if cells.len() > 1 && line.ends_with('|') && !line.ends_with("\\|") {
        cells.pop();
    }
    cells.iter().map(|cell| cell.trim().to_owned()).collect()
}

/// Whether a line separates a header from its rows: `|---|:--:|`.
pub fn is_ruler(line: &str) -> bool {
    let line = line.trim();
    line.contains('-') && line.chars().all(|c| matches!(c, '|' | '-' | ':' | ' ' | '\t' | '+'))
}

/// A cell without the marks of code and emphasis around it.
pub fn plain(cell: &str) -> &str {
    cell.trim_matches(|c: char| matches!(c, '`' | '*') || c.is_whitespace())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pipes_frame_escape_and_separate() {
        assert_eq!(cells("| a | b \\| c | d", Separator::Pipe), ["a", "b | c", "d"]);
        assert_eq!(cells("  | `a`|String| text |", Separator::Pipe), ["`a`", "String", "text"]);
        assert_eq!(cells("a|b|", Separator::Pipe), ["a", "b"]);
        assert_eq!(cells("| a | | |", Separator::Pipe), ["a", "", ""]);
        assert_eq!(cells("a\tb | c\t", Separator::Tab), ["a", "b | c", ""]);
    }

    #[test]
    fn columns_are_found_by_their_headers_in_any_order() {
        let columns = Columns::of("| Type | Required | `Field` | Description").unwrap();
        let found = (columns.name, columns.kind, columns.doc, columns.required, columns.count);
        assert_eq!(found, (2, Some(0), Some(3), Some(1), 4));
        assert_eq!(Columns::of("Field\tType\tDescription").unwrap().separator, Separator::Tab);
        assert_eq!(Columns::of("|Datatype|Description|Example"), None);
        assert_eq!(Columns::of("the field type | is"), None);
    }

    #[test]
    fn rulers_are_lines_of_dashes() {
        assert!(is_ruler("|---|:-:|") && is_ruler(" | ----- |") && is_ruler("---\t---"));
        assert!(!is_ruler("| a | - |") && !is_ruler("| | |"));
    }
}
