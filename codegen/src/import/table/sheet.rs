//! Function tables as a source has them, whatever its form: the common ground of the readers, before anything is decided.

use crate::base::http::HttpMethod;
use crate::base::span::Span;

/// All function tables of a package.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sheet {
    /// The package's name; empty where the source has none.
    pub package: String,
    /// What the package is.
    pub doc: String,
    /// The domain of the API, such as `example.com`.
    pub domain: Option<String>,
    /// The arguments that are credentials.
    pub credentials: Vec<String>,
    /// The functions, in the source's order.
    pub functions: Vec<SheetFunction>,
}

/// One function table.
#[derive(Clone, Debug, PartialEq)]
pub struct SheetFunction {
    /// The name, without the package.
    pub name: String,
    /// The description.
    pub doc: String,
    /// The HTTP method, where the source has it.
    pub method: Option<HttpMethod>,
    /// The URL or the path, where the source has it.
    pub url: Option<String>,
    /// The rows.
    pub rows: Vec<Row>,
    /// Where the function begins.
    pub span: Span,
}

/// One row of a function table.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The field's name.
    pub name: String,
    /// The type, as the cell has it.
    pub kind: String,
    /// The description.
    pub doc: String,
    /// Whether the source says that the field is required.
    pub required: bool,
    /// The known values of a Select.
    pub options: Vec<String>,
    /// The members of the items of a list, or of an object.
    pub structure: Vec<Row>,
    /// The name on the wire, where the source has it.
    pub wire: Option<String>,
    /// The object of the body that takes the field: keys from the outermost one.
    pub wrap: Vec<String>,
    /// Where the row is.
    pub span: Span,
}

impl Sheet {
    /// The number of rows of all functions, without the members of lists.
    #[must_use]
    pub fn rows(&self) -> usize {
        self.functions.iter().map(|function| function.rows.len()).sum()
    }
}
