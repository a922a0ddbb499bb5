//! The path: each value is one percent-encoded segment.

use crate::error::Error;
use crate::percent::RESERVED;
use crate::request::encode::context::EncodeContext;
use crate::schema::Part;
use percent_encoding::utf8_percent_encode;

/// Identifiers are short; more is a mistake, and servers reject such lines anyway.
const MAX_SEGMENT_BYTES: usize = 2_048;

pub(crate) fn encode(call: &EncodeContext<'_>) -> Result<String, Error> {
    let mut routes = call.layout.routes().iter();
    let route = routes.find(|route| route.when.is_none_or(|(selector, value)| call.has_value(selector, value)));
    let mut path = String::with_capacity(96);
    for part in route.map(|route| route.parts.as_slice()).unwrap_or_default() {
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
            Part::Segments(field) => {
                let Some(arg) = call.given(*field) else {
                    return Err(call.invalid(*field, "is missing"));
                };
                let value = call.text(*field, arg)?;
                // The slash that the template has already.
                let value = if path.ends_with('/') { value.strip_prefix('/').unwrap_or(&value) } else { &value };
                for (at, segment) in value.split('/').enumerate() {
                    check_segment(segment).map_err(|problem| call.invalid(*field, problem))?;
                    if at > 0 {
                        path.push('/');
                    }
                    path.extend(utf8_percent_encode(segment, RESERVED));
                }
            }
        }
    }
    // Values that are harmless each can make such a segment together.
    if path.split('/').any(|segment| segment == "." || segment == "..") {
        let message = "the arguments make a part `.` or `..` of the path, which would reach another path";
        return Err(Error::argument(message).with_function(call.function));
    }
    Ok(path)
}

/// A segment that URL parsers would resolve or drop would reach another route, so it is rejected.
fn check_segment(value: &str) -> Result<(), &'static str> {
    match value {
        "" => Err("is empty, and stands in the path"),
        "." | ".." => Err("is `.` or `..`, which would reach another path"),
        _ if value.chars().any(char::is_control) => Err("contains a control character, and stands in the path"),
        _ if value.len() > MAX_SEGMENT_BYTES => Err("is longer than 2048 bytes, and stands in the path"),
        _ => Ok(()),
    }
}
