//! Decoding of JSON that is not the response to a call, such as what a webhook receives.

use crate::response::decode::lenient::Lenient;
use crate::response::decode::members::read_members;
use crate::response::decode::reader::{Fail, Reader, parse, utf8};
use crate::response::model::object::Object;
use serde_json::Value;
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

    /// A model that serde cannot write as JSON.
    #[cfg(feature = "examples")]
    pub(crate) fn unwritable(problem: serde_json::Error) -> Self {
        Self { path: String::new(), problem: problem.to_string() }
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
    let value = read_value(json).map_err(|Undecodable { path, problem }| JsonError { path, problem })?;
    value.ok_or_else(|| JsonError { path: String::new(), problem: "it is null".to_owned() })
}

/// Reads any value of a response; `None` for null.
pub(crate) fn read_value<T: Lenient>(json: &[u8]) -> Result<Option<T>, Undecodable> {
    let mut place = None;
    read(json, T::IS_OBJECT, &mut |reader| T::read(&mut place, reader))?;
    Ok(place)
}

/// Why JSON cannot be read, and where.
#[derive(Debug)]
pub(crate) struct Undecodable {
    pub path: String,
    pub problem: String,
}

/// Reads JSON to its end. A list is no empty object there.
fn read(
    json: &[u8],
    is_object: bool,
    read: &mut dyn FnMut(&mut Reader<'_>) -> Result<(), Fail>,
) -> Result<(), Undecodable> {
    let json = utf8(json);
    let mut reader = Reader::new(&json);
    let read = if is_object && reader.peek() == Some(b'[') {
        Err(reader.expected("an object"))
    } else {
        read(&mut reader).and_then(|()| reader.end())
    };
    read.map_err(|fail| undecodable(reader, &fail))
}

/// Reads JSON into a model; `false` for null. The list under a key, if there is one, is read without the items that do not
/// decode: they are kept as JSON in `extra`, under the key of the list.
pub(crate) fn read_model(
    json: &[u8],
    object: &mut dyn Object,
    list: Option<&'static str>,
) -> Result<bool, Undecodable> {
    let json = utf8(json);
    let mut reader = Reader::new(&json);
    reader.leave_out_undecodable(list);
    let read = if reader.peek() == Some(b'[') {
        Err(reader.expected("an object"))
    } else {
        read_members(object, &mut reader).and_then(|is_value| reader.end().map(|()| is_value))
    };
    let is_value = match read {
        Ok(is_value) => is_value,
        Err(fail) => return Err(undecodable(reader, &fail)),
    };
    let left_out = reader.left_out();
    if let (Some(key), Some((path, problem))) = (list, left_out.first()) {
        log(key, left_out.items.len(), &path, &problem);
        let items = left_out.items.iter().filter_map(|item| parse(item.as_bytes()).ok());
        object.extra_mut().insert(key.to_owned(), Value::Array(items.collect()));
    }
    Ok(is_value)
}

fn undecodable(reader: Reader<'_>, fail: &Fail) -> Undecodable {
    let (path, problem) = reader.explain(fail);
    Undecodable { path, problem }
}

#[cfg(feature = "tracing")]
fn log(list: &str, items: usize, path: &str, problem: &str) {
    tracing::warn!(list, items, path, problem, "items of a list do not decode; they are kept in `extra`");
}

#[cfg(not(feature = "tracing"))]
fn log(_: &str, _: usize, _: &str, _: &str) {}
