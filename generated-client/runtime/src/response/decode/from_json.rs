//! Decoding of JSON that is not the response to a call, such as what a webhook receives.

use crate::response::decode::error_path;
use crate::response::decode::lenient::Lenient;
use crate::response::decode::wrong_type::wrong_type;
use crate::response::repair::repair;
use std::fmt;

/// JSON that cannot be read as what it should be. Says where and why, and never shows a value: it may be personal data.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct JsonError {
    path: String,
    problem: String,
}

impl JsonError {
    /// The place, such as `tags.tags[2].id`; empty when it is the whole, or no JSON at all.
    #[must_use]
    pub fn path(&self) -> &str {
        &self.path
    }
}

impl fmt::Display for JsonError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.path.as_str() {
            "" => write!(f, "the JSON cannot be read: {}", self.problem),
            path => write!(f, "the JSON cannot be read at `{path}`: {}", self.problem),
        }
    }
}

impl std::error::Error for JsonError {}

/// Decodes JSON as leniently as responses are decoded.
///
/// # Errors
///
/// What is not JSON, is null, or cannot be meant for the type.
pub fn from_json<T: Lenient>(json: &[u8]) -> Result<T, JsonError> {
    let decoded = read(json).or_else(|undecodable| match repair(json) {
        Some(repaired) => read(&repaired),
        None => Err(undecodable),
    });
    match decoded {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(JsonError { path: String::new(), problem: "it is null".to_owned() }),
        Err(Undecodable { path, problem }) => Err(JsonError { path, problem: problem.to_string() }),
    }
}

/// Why JSON cannot be read, and where.
pub(crate) struct Undecodable {
    pub path: String,
    pub problem: serde_json::Error,
}

/// Decodes JSON as it is; `None` for null.
pub(crate) fn read<T: Lenient>(json: &[u8]) -> Result<Option<T>, Undecodable> {
    error_path::clear();
    if T::IS_OBJECT && json.trim_ascii_start().starts_with(b"[") {
        let problem = wrong_type("a list", "an object");
        return Err(Undecodable { path: String::new(), problem });
    }
    let mut deserializer = serde_json::Deserializer::from_slice(json);
    T::read(&mut deserializer)
        .and_then(|value| deserializer.end().map(|()| value))
        .map_err(|problem| Undecodable { path: error_path::take(), problem })
}
