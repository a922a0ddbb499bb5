//! The fields of a function by name.

use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use crate::spec::function::{Field, Function};
use std::collections::BTreeMap;

/// The fields of a function by name, and which of them are selected by another one.
pub struct FieldIndex<'s> {
    /// The function.
    pub function: &'s Function,
    positions: BTreeMap<&'s str, usize>,
    selectors: BTreeMap<&'s str, usize>,
}

impl<'s> FieldIndex<'s> {
    /// The index of a function. A name that is defined twice means the first field.
    pub fn new(function: &'s Function) -> Self {
        let (mut positions, mut selectors) = (BTreeMap::new(), BTreeMap::new());
        for (position, field) in function.fields.iter().enumerate() {
            positions.entry(field.name.as_str()).or_insert(position);
            if let Some(selects) = &field.selects {
                selectors.entry(selects.as_str()).or_insert(position);
            }
        }
        Self { function, positions, selectors }
    }

    /// The position of a field and the field.
    pub fn find(&self, name: &str) -> Option<(usize, &'s Field)> {
        let position = *self.positions.get(name)?;
        Some((position, self.function.fields.get(position)?))
    }

    /// The selector of a field, if one decides where it is sent.
    pub fn selector_of(&self, field: &Field) -> Option<(usize, &'s Field)> {
        let position = *self.selectors.get(field.name.as_str())?;
        Some((position, self.function.fields.get(position)?))
    }

    /// The names of all fields.
    pub fn names(&self) -> impl Iterator<Item = &'s str> {
        self.function.fields.iter().map(|field| field.name.as_str())
    }

    /// The position of a field that the spec refers to; reports a name that is not a field.
    pub fn resolve(&self, name: &Spanned<String>, diagnostics: &mut Diagnostics) -> Option<usize> {
        let found = self.find(name).map(|(position, _)| position);
        if found.is_none() {
            diagnostics.push(
                Diagnostic::new(
                    Code::UnknownReference,
                    name.span,
                    format!("`{}` is not a field of `{}`", name.value, self.function.name.value),
                )
                .did_you_mean(name, self.names()),
            );
        }
        found
    }
}
