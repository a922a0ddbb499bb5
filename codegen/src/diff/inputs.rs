//! Inputs: objects that callers pass.

use super::rows::{Class, Row, Rows};
use super::sending::{Age, compare_age, compare_null};
use super::text::{arrow, list};
use crate::model::{Api, Input, InputField};

/// Compares all inputs.
pub fn compare(old: &Api, new: &Api, rows: &mut Rows) {
    let (before, after) = (inputs(old), inputs(new));
    for input in &before {
        match after.iter().find(|other| other.name == input.name) {
            Some(other) => {
                let start = rows.len();
                compare_input(input, other, rows);
                // Features have rows of their own.
                let bare = |side: &Input| Input { features: Vec::new(), ..side.clone() };
                rows.fallback(start, &other.rust_name, &bare(input), &bare(other));
            }
            None => rows.push(Row::removed(&input.rust_name, "input").major("callers who name it no longer compile")),
        }
    }
    for input in after.iter().filter(|input| !before.iter().any(|other| other.name == input.name)) {
        rows.push(Row::added(&input.rust_name, "input").minor("JSON is accepted as before"));
    }
    let names = |inputs: &[&Input]| inputs.iter().map(|input| input.name.clone()).collect::<Vec<_>>();
    let (old_names, new_names) = (names(&before), names(&after));
    rows.docs_order(
        "inputs",
        "order of the inputs in docs changed",
        old_names.iter().map(String::as_str),
        new_names.iter().map(String::as_str),
    );
}

fn inputs(api: &Api) -> Vec<&Input> {
    api.types.iter().flat_map(|file| &file.inputs).collect()
}

fn compare_input(old: &Input, new: &Input, rows: &mut Rows) {
    let at = &new.rust_name;
    if old.rust_name != new.rust_name {
        rows.push(
            Row::renamed(at, "input", &old.rust_name, &new.rust_name).major("callers who name it no longer compile"),
        );
    }
    let (before, after) = (constructors(old), constructors(new));
    if before != after {
        rows.push(
            Row::changed(at, format!("built by {} → {}", list(before.iter().copied()), list(after.iter().copied())))
                .major("callers who use another constructor no longer compile"),
        );
    }
    for field in &old.fields {
        let subject = format!("{at}.{}", field.wire_name);
        match new.fields.iter().find(|other| other.wire_name == field.wire_name) {
            Some(other) => compare_field(field, other, &subject, rows),
            None => rows.push(Row::removed(subject, "field").major("callers who set it no longer compile")),
        }
    }
    for field in new.fields.iter().filter(|field| !old.fields.iter().any(|other| other.wire_name == field.wire_name)) {
        let row = Row::added(format!("{at}.{}", field.wire_name), "field");
        rows.push(match (&field.constant, field.required) {
            (Some(_), _) => row.class(Class::Wire).major("it is sent with every object"),
            (None, true) => row.major("the constructor takes it"),
            (None, false) => row.minor("a setter more; objects without it are sent as before"),
        });
    }
    rows.docs_order(
        at,
        "order of the fields changed",
        old.fields.iter().map(|field| field.wire_name.as_str()),
        new.fields.iter().map(|field| field.wire_name.as_str()),
    );
    rows.docs(at, "description changed", old.doc != new.doc);
}

/// What an input is built by.
fn constructors(input: &Input) -> Vec<&str> {
    let field = |at: &usize| input.fields.get(*at).map(|field| field.wire_name.as_str());
    let required = input.fields.iter().filter(|field| field.required).map(|field| field.wire_name.as_str());
    if input.by.is_empty() { required.collect() } else { input.by.iter().filter_map(field).chain(required).collect() }
}

fn compare_field(old: &InputField, new: &InputField, at: &str, rows: &mut Rows) {
    if old.rust_name != new.rust_name {
        rows.push(
            Row::renamed(at, "setter", &old.rust_name, &new.rust_name).major("callers who set it no longer compile"),
        );
    }
    if old.kind != new.kind {
        let shown =
            |field: &InputField| if field.kind.is_none() { "a constant".to_owned() } else { field.spec_type.clone() };
        let what = format!("type {}", arrow(&shown(old), &shown(new)));
        rows.push(Row::changed(at, what).major("values of the old type no longer compile"));
    }
    compare_age(Age::of_input(old), Age::of_input(new), at, rows);
    compare_null(old.nullable, new.nullable, at, rows);
    let constant = |field: &InputField| field.constant.as_ref().map(ToString::to_string);
    if old.kind.is_none() && new.kind.is_none() && constant(old) != constant(new) {
        rows.push(
            Row::changed(at, "the constant changed".to_owned()).class(Class::Wire).major("another value is sent"),
        );
    }
    rows.docs(at, "description changed", old.doc != new.doc);
}
