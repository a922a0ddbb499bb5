//! Rules of the values of an enum.

use super::unique::Unique;
use crate::base::span::Spanned;
use crate::diagnostic::code::Code;
use crate::diagnostic::finding::{Diagnostic, Diagnostics};
use std::ops::Deref;

/// The values of an enum: at least one, each once, none empty.
pub fn check_values<'a, N: Deref<Target = str>>(
    name: &Spanned<N>,
    values: impl Iterator<Item = &'a Spanned<String>>,
    diagnostics: &mut Diagnostics,
) {
    let mut unique = Unique::default();
    let mut empty = true;
    for value in values {
        empty = false;
        unique.check(value, "the value", diagnostics);
        if value.is_empty() {
            diagnostics.push(Diagnostic::new(Code::BadEnum, value.span, "the value of an enum must not be empty"));
        }
    }
    if empty {
        diagnostics.push(Diagnostic::new(
            Code::BadEnum,
            name.span,
            format!("the enum `{}` has no values", &*name.value),
        ));
    }
}
