//! Errors that asking for the same page once more cannot mend.

use crate::runtime::{Error, ErrorKind};

/// Whether the same request, of a scroll or not, would fail in the same way: it cannot be made, or the server refuses it for
/// what it is.
pub(super) fn is_lasting(error: &Error, is_scroll: bool) -> bool {
    match (error.kind(), error.status()) {
        (ErrorKind::Paging, _) => true,
        (_, Some(401 | 403 | 422)) => true,
        // Another scroll is open, and ends a minute after its last use.
        (_, Some(400)) => !is_scroll_exists(error),
        // A scroll that is gone does not come back.
        (_, Some(404)) => is_scroll,
        _ => error.is_usage(),
    }
}

fn is_scroll_exists(error: &Error) -> bool {
    error.errors().iter().any(|error| error.code.as_deref() == Some("scroll_exists"))
}
