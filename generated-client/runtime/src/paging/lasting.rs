//! Errors that asking for the same page once more cannot mend.

use crate::Error;

/// Whether the same request would fail in the same way: it cannot be made, the server refuses it for what it is, or the answer
/// cannot be used.
pub(super) fn is_lasting(error: &Error) -> bool {
    !error.is_transient() && !is_scroll_exists(error)
}

/// Another scroll is open, and ends a minute after its last use.
fn is_scroll_exists(error: &Error) -> bool {
    error.errors().iter().any(|error| error.code.as_deref() == Some("scroll_exists"))
}
