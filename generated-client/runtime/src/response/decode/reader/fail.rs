//! Why JSON cannot be read.

use std::fmt;

/// Why JSON cannot be read, and at which byte; the reader knows the path.
#[derive(Debug)]
pub struct Fail(Box<(String, usize)>);

impl Fail {
    pub(super) fn new(message: String, at: usize) -> Self {
        Self(Box::new((message, at)))
    }

    pub(super) fn at(&self) -> usize {
        self.0.1
    }
}

/// A path from its keys and positions, innermost first.
pub(super) fn joined(keys: &[String]) -> String {
    let mut path = String::new();
    for key in keys.iter().rev() {
        if !path.is_empty() && !key.starts_with('[') {
            path.push('.');
        }
        path.push_str(key);
    }
    path
}

impl fmt::Display for Fail {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.0)
    }
}
