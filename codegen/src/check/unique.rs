//! Names that may be defined once.

use crate::base::span::{Span, Spanned};
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use std::collections::BTreeMap;
use std::ops::Deref;

/// Names that may be defined once, with the span of the first definition.
#[derive(Default)]
pub struct Unique {
    seen: BTreeMap<String, Span>,
}

impl Unique {
    /// Reports a name that was defined before.
    pub fn check<N: Deref<Target = str>>(&mut self, name: &Spanned<N>, what: &str, diagnostics: &mut Diagnostics) {
        let text: &str = &name.value;
        match self.seen.get(text) {
            Some(first) => diagnostics.push(
                Diagnostic::new(Code::Duplicate, name.span, format!("{what} `{text}` is defined twice"))
                    .label("again here")
                    .also(*first, "first here"),
            ),
            None => {
                self.seen.insert(text.to_owned(), name.span);
            }
        }
    }
}
