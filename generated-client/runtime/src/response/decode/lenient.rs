//! A value of a response, and the path to one that does not decode.

use serde::Deserializer;
use serde::de;
use serde_json::Value;
use std::cell::RefCell;

/// Keys of a response that the model does not know, with their values.
pub type Extra = serde_json::Map<String, Value>;

/// A value of a response; `None` stands for null.
pub trait Lenient: Sized {
    /// Reads the value.
    ///
    /// # Errors
    ///
    /// A value that cannot be meant for this type.
    fn read<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Self>, D::Error>;
}

thread_local! {
    /// The keys on the way to a fault, innermost first. Decoding runs on one thread without a break, so this is empty
    /// except between a fault and the end of its decoding.
    pub(crate) static FAULT: RefCell<Vec<String>> = const { RefCell::new(Vec::new()) };
}

/// Notes a key on the way to a fault.
pub(crate) fn note_fault(key: impl FnOnce() -> String) {
    FAULT.with_borrow_mut(|path| path.push(key()));
}

pub(crate) fn shown_path(keys: Vec<String>) -> String {
    let mut path = String::new();
    for key in keys.iter().rev() {
        if !path.is_empty() && !key.starts_with('[') {
            path.push('.');
        }
        // The keys of a map are the server's, and an error is one line.
        path.extend(key.chars().take(100).map(|c| if c.is_control() { ' ' } else { c }));
    }
    path
}

pub(crate) fn wrong<E: de::Error>(found: &str, expected: &str) -> E {
    E::custom(format_args!("expected {expected}, found {found}"))
}
