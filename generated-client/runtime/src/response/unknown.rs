//! Values of enums that this version does not know: logged once each, as a hint that an upgrade may help.

use crate::quote::quote_chars;
use std::sync::{Mutex, PoisonError};

/// Values that are remembered, so that each is logged once.
const MAX_LOGGED_VALUES: usize = 1_000;

static SEEN: Mutex<Vec<(&'static str, String)>> = Mutex::new(Vec::new());

/// Logs an unknown value the first time that it is met. Generated enums call it while they decode.
#[doc(hidden)]
pub fn note_unknown(kind: &'static str, value: &str) {
    let value = quote_chars(value, 100);
    let mut seen = SEEN.lock().unwrap_or_else(PoisonError::into_inner);
    let is_seen = seen.iter().any(|(known, text)| *known == kind && *text == value);
    if seen.len() < MAX_LOGGED_VALUES && !is_seen {
        seen.push((kind, value.clone()));
        drop(seen);
        log(kind, &value);
    }
}

#[cfg(feature = "tracing")]
fn log(kind: &'static str, value: &str) {
    tracing::debug!(kind, value, "a value that this version does not know");
}

#[cfg(not(feature = "tracing"))]
fn log(_: &'static str, _: &str) {}
