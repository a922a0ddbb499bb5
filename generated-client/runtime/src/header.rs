//! Values of headers.

use http::HeaderValue;

/// A header's value: servers disagree on what bytes beyond ASCII mean, so there are none.
pub(crate) fn header_value(text: &str) -> Option<HeaderValue> {
    HeaderValue::try_from(text).ok().filter(|_| text.is_ascii())
}
