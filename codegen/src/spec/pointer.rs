//! JSON pointers.

use crate::diagnostic::code::Code;
use crate::format::grammar::{Grammar, GrammarError};
use std::fmt;

/// A body may nest its objects this many levels deep.
const MAX_POINTER_KEYS: usize = 32;

/// A JSON pointer (RFC 6901) to a member of a body, such as `/from/id`.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JsonPointer {
    /// The keys from the root to the member, none of them empty; no keys for the root itself.
    keys: Vec<String>,
}

impl JsonPointer {
    /// The pointer to a member of the root object.
    #[must_use]
    pub fn to_member(key: String) -> Self {
        Self { keys: vec![key] }
    }

    /// The keys from the root to the member.
    #[must_use]
    pub fn keys(&self) -> &[String] {
        &self.keys
    }

    /// Whether it points to the root.
    #[must_use]
    pub fn is_root(&self) -> bool {
        self.keys.is_empty()
    }

    /// Whether both point to the same member, or one to a member inside the other's.
    #[must_use]
    pub fn overlaps(&self, other: &Self) -> bool {
        self.keys.iter().zip(&other.keys).all(|(a, b)| a == b)
    }
}

impl Grammar for JsonPointer {
    const RULE: Code = Code::BadHttp;

    fn parse(text: &str) -> Result<Self, GrammarError> {
        if text.is_empty() {
            return Ok(Self { keys: Vec::new() });
        }
        let Some(rest) = text.strip_prefix('/') else {
            return Err(format!("`{text}` is not a JSON pointer: it must start with `/`, or be empty").into());
        };
        let keys: Vec<String> = rest.split('/').map(|key| key.replace("~1", "/").replace("~0", "~")).collect();
        if keys.len() > MAX_POINTER_KEYS {
            return Err(format!("a JSON pointer of {} keys is longer than {MAX_POINTER_KEYS}", keys.len()).into());
        }
        if keys.iter().any(String::is_empty) {
            return Err(format!("`{text}` is not a JSON pointer to a member: it has an empty key").into());
        }
        Ok(Self { keys })
    }
}

impl fmt::Display for JsonPointer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.keys.iter().try_for_each(|key| write!(f, "/{}", key.replace('~', "~0").replace('/', "~1")))
    }
}
