//! Limits of values. A spec states some of them, of arguments, for the docs; the others are reported.

use super::Schema;
use crate::diagnostic::code::Code;
use crate::import::notes::Notes;

/// The limits that an argument of a spec has.
const OF_ARGUMENTS: [&str; 7] = ["minimum", "maximum", "minLength", "maxLength", "minItems", "maxItems", "pattern"];

/// All limits of OpenAPI.
pub const LIMITS: [&str; 13] = [
    "minimum",
    "maximum",
    "minLength",
    "maxLength",
    "minItems",
    "maxItems",
    "pattern",
    "exclusiveMinimum",
    "exclusiveMaximum",
    "multipleOf",
    "uniqueItems",
    "minProperties",
    "maxProperties",
];

/// Reports the limits of an argument that a spec has no place for.
pub fn report_of_argument(schema: &Schema, name: &str, notes: &mut Notes) {
    report(schema, name, &|limit| !OF_ARGUMENTS.contains(&limit), notes);
}

/// Reports the limits of a member of an object that callers pass: a spec has no place for any.
pub fn report_of_member(schema: &Schema, name: &str, notes: &mut Notes) {
    report(schema, name, &|_| true, notes);
}

fn report(schema: &Schema, name: &str, is_left_out: &dyn Fn(&str) -> bool, notes: &mut Notes) {
    let left_out: Vec<_> = schema.limits.iter().filter(|limit| is_left_out(limit)).collect();
    if let Some(first) = left_out.first() {
        let names: Vec<String> = left_out.iter().map(|limit| format!("`{}`", limit.value)).collect();
        let message = format!("the spec does not say this limit of `{name}`: {}", names.join(", "));
        notes.note(Code::Limit, first.span, message);
    }
}
