//! Decoding of JSON that is not the response to a call, such as what a webhook receives.

use crate::response::decode::lenient::Lenient;
use crate::response::decode::reader::Reader;
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
    match read(json) {
        Ok(Some(value)) => Ok(value),
        Ok(None) => Err(JsonError { path: String::new(), problem: "it is null".to_owned() }),
        Err(Undecodable { path, problem }) => Err(JsonError { path, problem }),
    }
}

/// Why JSON cannot be read, and where.
#[derive(Debug)]
pub(crate) struct Undecodable {
    pub path: String,
    pub problem: String,
}

/// Decodes JSON; `None` for null.
pub(crate) fn read<T: Lenient>(json: &[u8]) -> Result<Option<T>, Undecodable> {
    let mut reader = Reader::new(json);
    let read = if T::IS_OBJECT && reader.peek() == Some(b'[') {
        Err(reader.expected("an object"))
    } else {
        T::read(&mut reader).and_then(|value| reader.end().map(|()| value))
    };
    read.map_err(|fail| {
        let (path, problem) = reader.explain(&fail);
        Undecodable { path, problem }
    })
}
