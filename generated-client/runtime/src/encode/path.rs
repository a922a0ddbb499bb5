//! The path: each value is one percent-encoded segment.

use super::super::Error;
use super::super::function::Part;
use super::Filled;
use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};

/// All but RFC 3986's unreserved characters are encoded.
pub(super) const RESERVED: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'.').remove(b'_').remove(b'~');

/// Identifiers are short; more is a mistake, and servers refuse such lines anyway.
const LONGEST_SEGMENT: usize = 2_048;

pub(super) fn encode(call: &Filled<'_>) -> Result<String, Error> {
    let route = call
        .function
        .routes
        .iter()
        .find(|route| route.when.is_none_or(|(selector, value)| call.holds(selector, value)));
    let mut path = String::with_capacity(96);
    for part in route.map(|route| route.parts).unwrap_or_default() {
        match part {
            Part::Text(text) => path.push_str(text),
            Part::Field(field) => {
                let Some(arg) = call.given(*field) else {
                    return Err(call.invalid(*field, "is missing"));
                };
                let value = call.text(*field, arg)?;
                check_segment(&value).map_err(|problem| call.invalid(*field, problem))?;
                path.extend(utf8_percent_encode(&value, RESERVED));
            }
        }
    }
    Ok(path)
}

/// A segment that URL parsers would resolve or drop would reach another route, so it is refused here.
fn check_segment(value: &str) -> Result<(), &'static str> {
    match value {
        "" => Err("is empty, and stands in the path"),
        "." | ".." => Err("is `.` or `..`, which would reach another path"),
        _ if value.chars().any(char::is_control) => Err("holds a control character, and stands in the path"),
        _ if value.len() > LONGEST_SEGMENT => Err("is longer than 2048 bytes, and stands in the path"),
        _ => Ok(()),
    }
}
