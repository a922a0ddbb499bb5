//! Filters of API 2.x's searches: of contacts, conversations and tickets.
//!
//! ```no_run
//! use intercom_client::search::{Order, field};
//! use intercom_client::v2::{Client, Error};
//!
//! # async fn example(client: Client, day: i64) -> Result<(), Error> {
//! let recent = field("created_at").gt(day) | field("tag_id").eq("42");
//! let search = client.contacts().search(field("role").eq("user") & recent).sort(("created_at", Order::Ascending));
//! let mut found = search.by_item();
//! while let Some(contact) = found.next().await {
//!     println!("{:?}", contact?.id);
//! }
//! # Ok(())
//! # }
//! ```
//!
//! `&` and `|` make groups, and groups of one kind flatten. The API takes groups within a group, and nothing below those, and at
//! most [`MAX_FILTERS`] filters in a group: both are checked when the search is sent, before anything goes out, or by
//! [`Filter::build`].
//!
//! What the API says of fields: times are matched by day in the workspace's time zone, and take [`Field::eq`], [`Field::gt`] and
//! [`Field::lt`] only; `tag_id` takes [`Field::eq`] and [`Field::ne`] only. A search may miss contacts that were created within
//! the last minutes.

use crate::v2::types::SearchContactsSort;
use api_client_runtime::time::Timestamp;
use api_client_runtime::{IntoJson, Value, json};
use std::error::Error;
use std::fmt;
use std::ops::{BitAnd, BitOr};

/// A group has at most this many filters.
pub const MAX_FILTERS: usize = 15;

/// Groups nest at most this many levels deep.
pub const MAX_DEPTH: usize = 2;

/// A field to search by: an attribute such as `email`, or `custom_attributes.plan`.
#[must_use]
pub fn field(name: impl Into<String>) -> Field {
    Field { name: name.into() }
}

/// A field to search by; its methods compare it.
#[derive(Clone, Debug)]
pub struct Field {
    name: String,
}

/// What a field is compared with: a text, a number, true or false, a time, or null for a field without a value.
#[derive(Clone, Debug, PartialEq)]
pub struct Operand(Value);

macro_rules! operands {
    ($($kind:ty)*) => {
        $(impl From<$kind> for Operand {
            fn from(value: $kind) -> Self {
                Self(Value::from(value))
            }
        })*
    };
}

operands!(&str String bool i32 i64 u32 u64 f64 Value);

impl From<&String> for Operand {
    fn from(value: &String) -> Self {
        Self(Value::from(value.as_str()))
    }
}

impl From<Timestamp> for Operand {
    fn from(value: Timestamp) -> Self {
        Self(Value::from(value.unix()))
    }
}

impl Field {
    /// Equals.
    #[must_use]
    pub fn eq(self, value: impl Into<Operand>) -> Filter {
        self.compare("=", value.into().0)
    }

    /// Does not equal.
    #[must_use]
    pub fn ne(self, value: impl Into<Operand>) -> Filter {
        self.compare("!=", value.into().0)
    }

    /// Is one of these.
    #[must_use]
    pub fn one_of<T: Into<Operand>>(self, values: impl IntoIterator<Item = T>) -> Filter {
        self.compare("IN", list(values))
    }

    /// Is none of these.
    #[must_use]
    pub fn none_of<T: Into<Operand>>(self, values: impl IntoIterator<Item = T>) -> Filter {
        self.compare("NIN", list(values))
    }

    /// Is less, or before the day of a time.
    #[must_use]
    pub fn lt(self, value: impl Into<Operand>) -> Filter {
        self.compare("<", value.into().0)
    }

    /// Is less or equal; not for times.
    #[must_use]
    pub fn le(self, value: impl Into<Operand>) -> Filter {
        self.compare("<=", value.into().0)
    }

    /// Is greater, or after the day of a time.
    #[must_use]
    pub fn gt(self, value: impl Into<Operand>) -> Filter {
        self.compare(">", value.into().0)
    }

    /// Is greater or equal; not for times.
    #[must_use]
    pub fn ge(self, value: impl Into<Operand>) -> Filter {
        self.compare(">=", value.into().0)
    }

    /// Contains a text.
    #[must_use]
    pub fn contains(self, text: impl Into<String>) -> Filter {
        self.compare("~", Value::String(text.into()))
    }

    /// Does not contain a text.
    #[must_use]
    pub fn lacks(self, text: impl Into<String>) -> Filter {
        self.compare("!~", Value::String(text.into()))
    }

    /// Starts with a text.
    #[must_use]
    pub fn starts_with(self, text: impl Into<String>) -> Filter {
        self.compare("^", Value::String(text.into()))
    }

    /// Ends with a text.
    #[must_use]
    pub fn ends_with(self, text: impl Into<String>) -> Filter {
        self.compare("$", Value::String(text.into()))
    }

    fn compare(self, operator: &'static str, value: Value) -> Filter {
        Filter(Node::One { field: self.name, operator, value })
    }
}

fn list<T: Into<Operand>>(values: impl IntoIterator<Item = T>) -> Value {
    Value::Array(values.into_iter().map(|value| value.into().0).collect())
}

/// A condition, or a group of them.
#[derive(Clone, Debug, PartialEq)]
pub struct Filter(Node);

#[derive(Clone, Debug, PartialEq)]
enum Node {
    One { field: String, operator: &'static str, value: Value },
    Group { operator: Operator, filters: Vec<Node> },
}

#[derive(Clone, Copy, Debug, Eq, PartialEq)]
enum Operator {
    And,
    Or,
}

impl Operator {
    fn as_str(self) -> &'static str {
        match self {
            Self::And => "AND",
            Self::Or => "OR",
        }
    }
}

impl BitAnd for Filter {
    type Output = Self;

    fn bitand(self, other: Self) -> Self {
        self.join(Operator::And, other)
    }
}

impl BitOr for Filter {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        self.join(Operator::Or, other)
    }
}

impl Filter {
    fn join(self, operator: Operator, other: Self) -> Self {
        let filters = [self.0, other.0].into_iter().flat_map(|node| match node {
            Node::Group { operator: own, filters } if own == operator => filters,
            node => vec![node],
        });
        Self(Node::Group { operator, filters: filters.collect() })
    }

    /// The `query` of a search.
    ///
    /// # Errors
    ///
    /// Groups that nest too deep, a group with too many filters, and a list of no values: the API would reject the search.
    pub fn build(self) -> Result<Value, FilterError> {
        check(&self.0, 0)?;
        Ok(to_json(self.0))
    }
}

impl IntoJson for Filter {
    fn into_json(self) -> Result<Value, String> {
        self.build().map_err(|error| format!("is a filter that the API rejects: {error}"))
    }
}

/// How results are sorted.
pub use crate::v2::types::SearchContactsSortOrder as Order;

impl<F: Into<String>> From<(F, Order)> for SearchContactsSort {
    /// By a field, such as `("created_at", Order::Descending)`.
    fn from((field, order): (F, Order)) -> Self {
        Self::new().field(field).order(order)
    }
}

fn check(node: &Node, depth: usize) -> Result<(), FilterError> {
    match node {
        Node::One { field, value: Value::Array(values), .. } if values.is_empty() => {
            Err(FilterError::NoValues { field: field.clone() })
        }
        Node::One { .. } => Ok(()),
        Node::Group { .. } if depth >= MAX_DEPTH => Err(FilterError::TooDeep),
        Node::Group { operator, filters } if filters.len() > MAX_FILTERS => {
            Err(FilterError::TooMany { operator: operator.as_str(), filters: filters.len() })
        }
        Node::Group { filters, .. } => filters.iter().try_for_each(|filter| check(filter, depth + 1)),
    }
}

fn to_json(node: Node) -> Value {
    match node {
        Node::One { field, operator, value } => json!({ "field": field, "operator": operator, "value": value }),
        Node::Group { operator, filters } => {
            let filters: Vec<Value> = filters.into_iter().map(to_json).collect();
            json!({ "operator": operator.as_str(), "value": filters })
        }
    }
}

/// Why a search would be rejected.
#[derive(Clone, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum FilterError {
    /// Groups within groups within groups.
    TooDeep,
    /// A group with more than [`MAX_FILTERS`] filters.
    TooMany {
        /// `AND` or `OR`.
        operator: &'static str,
        /// How many filters it has.
        filters: usize,
    },
    /// `one_of` or `none_of` without a value.
    NoValues {
        /// The field.
        field: String,
    },
}

impl fmt::Display for FilterError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TooDeep => write!(f, "groups of filters nest more than {MAX_DEPTH} levels deep"),
            Self::TooMany { operator, filters } => write!(
                f,
                "a group of {filters} filters with {operator} is larger than {MAX_FILTERS}; `one_of` takes many values in one filter"
            ),
            Self::NoValues { field } => write!(f, "the list of values for `{field}` is empty"),
        }
    }
}

impl Error for FilterError {}
