//! Values that a request carries whatever the caller passes.

use super::field::Place;

/// A value that the function always sends.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Constant {
    /// Where it goes: a query key or a member of the body.
    pub place: Place,
    /// JSON text in a body, plain text in a query.
    pub value: &'static str,
    /// The field without which it is not sent.
    pub with: Option<&'static str>,
}

impl Constant {
    /// A query key with plain text.
    #[must_use]
    pub const fn query(key: &'static str, text: &'static str) -> Self {
        Self { place: Place::Query(key), value: text, with: None }
    }

    /// A member of the JSON body, by its keys from the outermost, with JSON text.
    #[must_use]
    pub const fn body(keys: &'static [&'static str], json: &'static str) -> Self {
        Self { place: Place::Body(keys), value: json, with: None }
    }

    /// A header with its value.
    #[must_use]
    pub const fn header(name: &'static str, value: &'static str) -> Self {
        Self { place: Place::Header(name), value, with: None }
    }

    /// Sent only when this field is given.
    #[must_use]
    pub const fn with(mut self, field: &'static str) -> Self {
        self.with = Some(field);
        self
    }
}
