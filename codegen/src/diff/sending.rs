//! How a function is sent beyond the places of its values, and what it says of its age.

use super::rows::{Class, Row, Rows};
use super::text::{arrow, code};
use crate::base::json::Json;
use crate::model::{BodyAs, Field, Function, InputField, ModelField};

/// Server, body, nesting of keys, failures with a status of success.
pub fn compare(old: &Function, new: &Function, at: &str, rows: &mut Rows) {
    let row = |what: String, reason: &str| Row::changed(at, what).class(Class::Wire).major(reason);
    if old.server != new.server {
        let shown = |server: &Option<String>| server.clone().unwrap_or_else(|| "the client's".to_owned());
        let what = format!("server {}", arrow(&shown(&old.server), &shown(&new.server)));
        rows.push(row(what, "every call is sent to another server"));
    }
    if old.body_as != new.body_as {
        let what = format!("body as {}", arrow(&body_as(&old.body_as), &body_as(&new.body_as)));
        rows.push(row(what, "every call writes its body in another way"));
    }
    if old.nesting != new.nesting {
        let what = format!("nesting of keys {}", arrow(old.nesting.keyword(), new.nesting.keyword()));
        rows.push(row(what, "nested values are sent under other keys"));
    }
    let needs = |function: &Function| function.needed_groups(code).unwrap_or_else(|| "nothing".to_owned());
    if needs(old) != needs(new) {
        let row = Row::changed(at, format!("needs {} → {}", needs(old), needs(new))).class(Class::Behaviour);
        rows.push(if new.needs.is_empty() {
            row.minor("calls that were rejected are sent")
        } else {
            row.major("calls that were sent are rejected before they are sent")
        });
    }
    compare_failures(&old.failed_when, &new.failed_when, at, rows);
    compare_age(Age::of(old), Age::of(new), at, rows);
}

/// Members by which a response is an error although its status says success.
pub fn compare_failures(old: &[(String, Json)], new: &[(String, Json)], at: &str, rows: &mut Rows) {
    let shown = |conditions: &[(String, Json)]| match conditions {
        [] => "never".to_owned(),
        some => some.iter().map(|(place, value)| format!("{place}: {value}")).collect::<Vec<_>>().join(", "),
    };
    if old != new {
        rows.push(
            Row::changed(at, format!("failed when {}", arrow(&shown(old), &shown(new))))
                .class(Class::Response)
                .major("other responses with a status of success are errors"),
        );
    }
}

fn body_as(body_as: &BodyAs) -> String {
    match body_as {
        BodyAs::Json => "JSON".to_owned(),
        BodyAs::Form => "form".to_owned(),
        BodyAs::Multipart => "multipart".to_owned(),
        BodyAs::Raw(content_type) => content_type.clone(),
    }
}

/// Whether null can be sent.
pub fn compare_null(old: bool, new: bool, at: &str, rows: &mut Rows) {
    match (old, new) {
        (false, true) => rows.push(Row::changed(at, "may be null").minor("null can be sent too")),
        (true, false) => {
            rows.push(Row::changed(at, "may no longer be null").major("callers who clear it no longer compile"));
        }
        _ => {}
    }
}

/// What the spec says of the age of something.
#[derive(Clone, Copy)]
pub struct Age<'a> {
    /// What to use instead.
    pub deprecated: Option<&'a str>,
    /// The version that brought it.
    pub since: Option<&'a str>,
}

impl<'a> Age<'a> {
    /// Of an argument.
    pub fn of_field(field: &'a Field) -> Self {
        Self { deprecated: field.deprecated.as_deref(), since: field.since.as_deref() }
    }

    /// Of a field of a model.
    pub fn of_member(field: &'a ModelField) -> Self {
        Self { deprecated: field.deprecated.as_deref(), since: field.since.as_deref() }
    }

    /// Of a field of an input.
    pub fn of_input(field: &'a InputField) -> Self {
        Self { deprecated: field.deprecated.as_deref(), since: field.since.as_deref() }
    }

    fn of(function: &'a Function) -> Self {
        Self { deprecated: function.deprecated.as_deref(), since: function.since.as_deref() }
    }
}

/// Deprecation warns callers; the rest is for readers.
pub fn compare_age(old: Age, new: Age, at: &str, rows: &mut Rows) {
    match (old.deprecated, new.deprecated) {
        (None, Some(instead)) => rows.push(
            Row::changed(at, format!("deprecated: {}", code(instead)))
                .minor("it works as before; the compiler warns those who use it"),
        ),
        (Some(_), None) => rows.push(Row::changed(at, "no longer deprecated").patch("the compiler no longer warns")),
        (old, new) => rows.docs(at, "what to use instead of it changed", old != new),
    }
    rows.docs(at, "version that brought it changed", old.since != new.since);
}
