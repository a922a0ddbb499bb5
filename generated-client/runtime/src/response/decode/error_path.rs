//! The place of a decoding error: the keys and positions that lead to the value.

use crate::quote::quote_chars;
use std::cell::RefCell;

/// Longer keys are cut: the keys of a map are the server's.
const MAX_KEY_CHARS: usize = 100;

thread_local! {
    /// The keys that lead to the error, innermost first. Decoding runs on one thread without a break, so this is empty
    /// except between an error and the end of its decoding.
    static KEYS: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Forgets the path of an earlier error.
pub fn clear() {
    KEYS.take();
}

/// Adds a key or a position, such as `[2]`, while an error passes through its object or list.
pub fn push(key: impl FnOnce() -> String) {
    KEYS.with_borrow_mut(|keys| keys.push(key()));
}

/// Returns the path of the error, such as `tags.tags[2].id`, and forgets it.
pub fn take() -> String {
    let mut path = String::new();
    for key in KEYS.take().iter().rev() {
        if !path.is_empty() && !key.starts_with('[') {
            path.push('.');
        }
        // A message is one line.
        path.push_str(&quote_chars(key, MAX_KEY_CHARS));
    }
    path
}
