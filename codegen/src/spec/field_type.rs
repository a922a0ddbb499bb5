//! The type column of a function's table: the words of the tables, in any case, and the types of the spec.

use super::type_expr::{ScalarType, TypeExpr};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::format::decode::Decode;
use crate::format::grammar::Grammar;
use crate::format::node::Node;
use crate::format::shape::Shape;

/// The type of a row, as the table writes it, and what it means.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct FieldType {
    /// As the table writes it.
    text: String,
    /// What callers pass.
    pub kind: FieldKind,
}

/// What callers pass.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum FieldKind {
    /// Text.
    Text,
    /// A whole number.
    Integer,
    /// A number.
    Number,
    /// True or false.
    Boolean,
    /// Unix seconds.
    Time,
    /// A point in time, written as RFC 3339.
    DateTime,
    /// A day.
    Date,
    /// Any JSON.
    Json,
    /// A JSON object.
    Object,
    /// A file.
    File,
    /// A list of what an encoding or an input says; of objects where nothing does.
    Array,
    /// A list of one type.
    List(Box<FieldKind>),
    /// An input or a shared enum.
    Named(String),
}

/// The words of the tables, in lower case and without spaces and dots; each means a kind.
const TABLE_TYPES: [(&str, FieldKind); 26] = [
    ("string", FieldKind::Text),
    ("text", FieldKind::Text),
    ("select", FieldKind::Text),
    ("credentials", FieldKind::Text),
    ("datepicker", FieldKind::Text),
    ("number", FieldKind::Number),
    ("float", FieldKind::Number),
    ("double", FieldKind::Number),
    ("int", FieldKind::Integer),
    ("integer", FieldKind::Integer),
    ("boolean", FieldKind::Boolean),
    ("bool", FieldKind::Boolean),
    ("json", FieldKind::Object),
    ("object", FieldKind::Object),
    ("map", FieldKind::Object),
    ("array", FieldKind::Array),
    ("list", FieldKind::Array),
    ("arrayofobjects", FieldKind::Array),
    ("listofobjects", FieldKind::Array),
    ("file", FieldKind::File),
    ("datetime", FieldKind::Text),
    ("date", FieldKind::Text),
    ("timestamp", FieldKind::Text),
    ("email", FieldKind::Text),
    ("url", FieldKind::Text),
    ("password", FieldKind::Text),
];

impl FieldType {
    /// As the table writes it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// Whether it is a text by itself.
    #[must_use]
    pub fn is_text(&self) -> bool {
        self.kind == FieldKind::Text
    }

    /// The type of a text; `None` when it is neither a word of the tables nor a type of the spec.
    #[must_use]
    pub fn find(text: &str) -> Option<Self> {
        let kind = expression(text).or_else(|| table_type(text))?;
        Some(Self { text: text.to_owned(), kind })
    }
}

/// A type of the spec: these words are in lower case, and mean more than the tables' of the same name.
fn expression(text: &str) -> Option<FieldKind> {
    let is_name = |name: &str| {
        name.starts_with(|first: char| first.is_ascii_uppercase())
            && name.chars().all(|character| character.is_ascii_alphanumeric() || character == '_')
    };
    match TypeExpr::parse(text).ok()? {
        TypeExpr::Named(name) => (table_type(&name).is_none() && is_name(&name)).then_some(FieldKind::Named(name)),
        written => of_expression(&written),
    }
}

fn of_expression(written: &TypeExpr) -> Option<FieldKind> {
    Some(match written {
        TypeExpr::Scalar(scalar) => match scalar {
            ScalarType::String | ScalarType::Id | ScalarType::Secret => FieldKind::Text,
            ScalarType::Boolean => FieldKind::Boolean,
            ScalarType::Integer => FieldKind::Integer,
            ScalarType::Number => FieldKind::Number,
            ScalarType::Time => FieldKind::Time,
            ScalarType::DateTime => FieldKind::DateTime,
            ScalarType::Date => FieldKind::Date,
            ScalarType::Json => FieldKind::Json,
        },
        TypeExpr::Map(_) => FieldKind::Object,
        TypeExpr::List(inner) => FieldKind::List(Box::new(of_expression(inner)?)),
        TypeExpr::Named(name) => FieldKind::Named(name.clone()),
    })
}

/// A word of the tables, in any case.
fn table_type(text: &str) -> Option<FieldKind> {
    let plain: String = text.chars().filter(|c| !c.is_whitespace() && *c != '.').collect::<String>().to_lowercase();
    if let Some((_, kind)) = TABLE_TYPES.iter().find(|(name, _)| *name == plain) {
        return Some(kind.clone());
    }
    let item = ["arrayof", "listof", "array<", "list<"].into_iter().find_map(|start| plain.strip_prefix(start))?;
    let item = item.strip_suffix('>').unwrap_or(item);
    let item = table_type(item.strip_suffix('s').unwrap_or(item)).or_else(|| table_type(item))?;
    Some(match item {
        FieldKind::Object | FieldKind::Array => FieldKind::Array,
        item => FieldKind::List(Box::new(item)),
    })
}

impl Decode for FieldType {
    fn decode(node: &Node, diagnostics: &mut Diagnostics) -> Option<Self> {
        let text = String::decode(node, diagnostics)?;
        let found = Self::find(&text);
        // The rules that do not need to know are checked all the same.
        let unknown = || Self { text: text.clone(), kind: FieldKind::Text };
        if found.is_none() {
            let known = ["String", "Number", "Boolean", "JSON", "Array", "List", "Select", "File", "DatePicker", "Map"];
            diagnostics.push(
                Diagnostic::new(Code::UnknownType, node.span, format!("`{text}` is not a field type"))
                    .did_you_mean(&text, known.into_iter().chain(ScalarType::ALL.map(ScalarType::as_str))),
            );
        }
        Some(found.unwrap_or_else(unknown))
    }

    fn shape() -> Shape {
        Shape::Text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn types_of_the_tables_are_read_in_any_case() {
        for (text, kind) in [
            ("String", FieldKind::Text),
            ("STRING", FieldKind::Text),
            ("credentials", FieldKind::Text),
            ("Select", FieldKind::Text),
            ("DatePicker", FieldKind::Text),
            ("JSON", FieldKind::Object),
            ("json", FieldKind::Json),
            ("Map", FieldKind::Object),
            ("Float", FieldKind::Number),
            ("File", FieldKind::File),
            ("List", FieldKind::Array),
            ("Array of objects", FieldKind::Array),
            ("Array of numbers", FieldKind::List(Box::new(FieldKind::Number))),
            ("Array.<number>", FieldKind::List(Box::new(FieldKind::Number))),
            ("Array of strings", FieldKind::List(Box::new(FieldKind::Text))),
            ("list<integer>", FieldKind::List(Box::new(FieldKind::Integer))),
            ("map<json>", FieldKind::Object),
            ("Datetime", FieldKind::Text),
            ("datetime", FieldKind::DateTime),
            ("time", FieldKind::Time),
            ("CompanyRef", FieldKind::Named("CompanyRef".to_owned())),
        ] {
            assert_eq!(FieldType::find(text).map(|found| found.kind), Some(kind), "{text}");
        }
        for text in ["", "sting", "Array of", "list<", "a b"] {
            assert_eq!(FieldType::find(text), None, "{text}");
        }
    }
}
