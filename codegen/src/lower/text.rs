//! Texts of a spec without their spans.

use crate::base::span::Spanned;

/// The text, where there is one, as it is written.
pub fn text(text: Option<&Spanned<String>>) -> Option<String> {
    text.map(|text| text.value.clone())
}

/// The same without space around it.
pub fn trimmed(text: Option<&Spanned<String>>) -> Option<String> {
    text.map(|text| text.trim().to_owned())
}
