//! Schemas as an import sees them: references resolved, `allOf` merged, alternatives simplified.

pub mod limits;
pub mod read;
pub mod sums;

use crate::base::span::{Span, Spanned};
use crate::format::node::Node;

/// A schema without references and merges.
#[derive(Clone, Debug)]
pub struct Schema<'d> {
    /// Where it is written; for a reference, where that stands.
    pub span: Span,
    /// Where it is defined.
    pub origin: Span,
    /// The component that this is a plain reference to.
    pub component: Option<&'d str>,
    /// The names of types, without `null`.
    pub types: Vec<&'d str>,
    /// What the type is written as.
    pub format: Option<&'d str>,
    /// Whether null is allowed.
    pub nullable: bool,
    /// The description that stands beside the reference, or in the schema that is none.
    pub doc: Option<&'d str>,
    /// The description of what a reference leads to.
    pub target_doc: Option<&'d str>,
    /// A short name, for people.
    pub title: Option<&'d str>,
    /// Whether it should not be used any more.
    pub deprecated: bool,
    /// Only in responses.
    pub read_only: bool,
    /// Only in requests.
    pub write_only: bool,
    /// What the server assumes.
    pub default: Option<&'d Node>,
    /// A value that fits.
    pub example: Option<&'d Node>,
    /// The lower limit of a number, a text's characters or a list's items, in the digits of the document.
    pub min: Option<&'d str>,
    /// The upper one.
    pub max: Option<&'d str>,
    /// A regular expression.
    pub pattern: Option<&'d str>,
    /// All limits: what has no place for them is reported.
    pub limits: Vec<&'d Spanned<String>>,
    /// The known values.
    pub values: Option<Vec<&'d Node>>,
    /// The items of a list.
    pub items: Option<&'d Node>,
    /// The members of an object.
    pub members: Vec<(&'d Spanned<String>, &'d Node)>,
    /// The names of members that must be there.
    pub required: Vec<(&'d str, Span)>,
    /// The other members of an object.
    pub additional: Additional<'d>,
    /// Members of the alternatives that are objects, where another alternative has the name already.
    pub others: Vec<(&'d str, &'d Node)>,
    /// Whether it has the members of several alternatives.
    pub is_union: bool,
    /// Each `oneOf` and `anyOf` whose alternatives are not all objects.
    pub sums: Vec<Vec<&'d Node>>,
    /// References that lead nowhere.
    pub dangling: bool,
}

/// What an object may have besides its known members.
#[derive(Clone, Copy, Debug)]
pub enum Additional<'d> {
    /// The schema says nothing.
    Unstated,
    /// Anything.
    Any,
    /// Values of a schema.
    Of(&'d Node),
    /// Nothing.
    None,
}

impl Schema<'_> {
    /// A schema that says nothing yet.
    pub fn new(span: Span) -> Self {
        Self {
            span,
            origin: span,
            component: None,
            types: Vec::new(),
            format: None,
            nullable: false,
            doc: None,
            target_doc: None,
            title: None,
            deprecated: false,
            read_only: false,
            write_only: false,
            default: None,
            example: None,
            min: None,
            max: None,
            pattern: None,
            limits: Vec::new(),
            values: None,
            items: None,
            members: Vec::new(),
            required: Vec::new(),
            additional: Additional::Unstated,
            others: Vec::new(),
            is_union: false,
            sums: Vec::new(),
            dangling: false,
        }
    }

    /// Whether a member must be there.
    pub fn requires(&self, name: &str) -> bool {
        self.required.iter().any(|(required, _)| *required == name)
    }

    /// Whether this is the only type.
    pub fn is(&self, name: &str) -> bool {
        self.types == [name]
    }

    /// Whether it is an object with known members, by its type or by what it says.
    pub fn is_object(&self) -> bool {
        self.is("object") || (self.types.is_empty() && !self.members.is_empty())
    }

    /// The description, of the reference first.
    pub fn any_doc(&self) -> Option<&str> {
        self.doc.or(self.target_doc)
    }
}
