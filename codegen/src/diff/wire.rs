//! What is sent: method, paths, destinations of values, constants.

use super::rows::{Class, Row, Rows, reordered};
use super::text::{arrow, code, list};
use crate::base::json::Json;
use crate::model::{BodyNode, BodyValue, Condition, Function, PathPart, Route, Source};

/// Where a field is sent.
#[derive(Clone, Debug, Eq, PartialEq)]
pub struct Place {
    /// The selector and the value that send it there.
    when: Option<(String, String)>,
    /// The destination as shown: ``body `/from/id` ``.
    at: String,
}

/// Method, path, constants, order. Places of fields have [`compare_field`].
pub fn compare(old: &Function, new: &Function, at: &str, rows: &mut Rows) {
    let line = |function: &Function| {
        let main = function.routes.iter().find(|route| route.when.is_none());
        (function.http.as_str(), main.map(|route| template(function, route)).unwrap_or_default())
    };
    let ((old_verb, old_path), (new_verb, new_path)) = (line(old), line(new));
    let row = |what: String, reason: &str| Row::changed(at, what).class(Class::Wire).major(reason);
    if old_verb != new_verb {
        rows.push(row(format!("method {}", arrow(old_verb, new_verb)), "every call is sent with another HTTP method"));
    }
    if old_path != new_path {
        rows.push(row(format!("path {}", arrow(&old_path, &new_path)), "every call is sent to another path"));
    }
    compare_constants(old, new, at, rows);
    compare_bodies(old, new, at, rows);
    let order = |function: &Function| sources(function).into_iter().map(|(at, _)| at).collect::<Vec<_>>();
    let (old_order, new_order) = (order(old), order(new));
    if reordered(old_order.iter().map(String::as_str), new_order.iter().map(String::as_str)) {
        rows.push(
            Row::changed(at, "keys are sent in another order")
                .class(Class::Wire)
                .patch("servers read queries and objects by key; only the bytes differ"),
        );
    }
}

/// The places of one field on both sides.
pub fn compare_field(old: (&Function, usize), new: (&Function, usize), at: &str, rows: &mut Rows) {
    // The places of a draft are still to be stated.
    if old.0.draft || new.0.draft {
        return;
    }
    let (old_places, new_places) = (places(old.0, old.1), places(new.0, new.1));
    let mut conditions: Vec<Option<(String, String)>> = Vec::new();
    for place in old_places.iter().chain(&new_places) {
        if !conditions.contains(&place.when) {
            conditions.push(place.when.clone());
        }
    }
    for when in conditions {
        let of = |places: &[Place]| {
            places.iter().filter(|place| place.when == when).map(|place| place.at.clone()).collect::<Vec<_>>()
        };
        let (before, after) = (of(&old_places), of(&new_places));
        if before == after {
            continue;
        }
        let case = when
            .as_ref()
            .map_or_else(String::new, |(selector, value)| format!(" when {} is {}", code(selector), code(value)));
        let shown = |places: &[String]| if places.is_empty() { "nowhere".to_owned() } else { places.join(" and ") };
        let row = Row::changed(at, format!("{} → {}{case}", shown(&before), shown(&after))).class(Class::Wire);
        let new_value = when.as_ref().is_some_and(|(selector, value)| !knows(old.0, selector, value));
        rows.push(if before.is_empty() && new_value {
            row.minor("the case is new, so no existing call takes it")
        } else if after.is_empty() {
            row.major("calls that pass it like this can no longer send it")
        } else {
            row.major("the value is sent to another place")
        });
    }
}

/// Where a field is sent; also distinguishes a renamed field from a removed and an added one.
pub fn places(function: &Function, field: usize) -> Vec<Place> {
    let mut places = Vec::new();
    for route in function.routes.iter().filter(|route| route.parts.iter().any(|part| part.field() == Some(field))) {
        let when = route.when.as_ref().map(|when| condition(function, when));
        // The main path has a row of its own.
        let at = match &when {
            Some(_) => format!("path {}", code(&template(function, route))),
            None => "path".to_owned(),
        };
        places.push(Place { when, at });
    }
    for (at, source) in sources(function) {
        match source {
            Source::Field(position) if position == field => places.push(Place { when: None, at }),
            Source::Case { field: position, when } if position == field => {
                places.push(Place { when: Some(condition(function, &when)), at });
            }
            _ => {}
        }
    }
    places
}

/// The name of a field.
pub fn name(function: &Function, field: usize) -> &str {
    function.fields.get(field).map_or("", |field| field.name.as_str())
}

/// A condition by names.
pub fn condition(function: &Function, when: &Condition) -> (String, String) {
    (name(function, when.field).to_owned(), when.value.clone())
}

fn knows(function: &Function, selector: &str, value: &str) -> bool {
    let field = function.fields.iter().find(|field| field.name == selector);
    field.is_some_and(|field| field.values.iter().any(|known| known == value))
}

fn template(function: &Function, route: &Route) -> String {
    let parts = route.parts.iter().map(|part| match part {
        PathPart::Text(text) => text.clone(),
        PathPart::Field(field) => format!("{{{}}}", name(function, *field)),
        PathPart::Segments(field) => format!("{{+{}}}", name(function, *field)),
    });
    parts.collect()
}

/// All values of the query, the headers and the body with their places, in order.
fn sources(function: &Function) -> Vec<(String, Source)> {
    let mut found = Vec::new();
    for item in &function.query {
        found.push((format!("query {}", code(&item.key)), item.source.clone()));
    }
    for (name, source) in &function.headers {
        found.push((format!("header {}", code(name)), source.clone()));
    }
    found.extend(function.complete_body.iter().map(|source| ("the complete body".to_owned(), source.clone())));
    collect_members(function.body.as_deref().unwrap_or_default(), "", &mut found);
    found
}

fn collect_members(nodes: &[BodyNode], above: &str, found: &mut Vec<(String, Source)>) {
    for node in nodes {
        let pointer = format!("{above}/{}", node.key.replace('~', "~0").replace('/', "~1"));
        match &node.value {
            BodyValue::Source(source) => found.push((format!("body {}", code(&pointer)), source.clone())),
            BodyValue::Object(inner) => collect_members(inner, &pointer, found),
        }
    }
}

struct Constant {
    at: String,
    value: Json,
    with: Option<String>,
}

impl Constant {
    fn shown(&self) -> String {
        let value = code(&self.value.to_string());
        self.with.as_ref().map_or_else(|| value.clone(), |with| format!("{value} with {}", code(with)))
    }
}

fn constants(function: &Function) -> Vec<Constant> {
    let constant = |(at, source)| match source {
        Source::Const { value, with } => {
            Some(Constant { at, value, with: with.map(|field| name(function, field).to_owned()) })
        }
        _ => None,
    };
    sources(function).into_iter().filter_map(constant).collect()
}

fn compare_constants(old: &Function, new: &Function, at: &str, rows: &mut Rows) {
    let (before, after) = (constants(old), constants(new));
    for constant in &after {
        let is_new = |name: &String| !old.fields.iter().any(|field| field.name == *name);
        match before.iter().find(|other| other.at == constant.at) {
            None => {
                let row = Row::added(at, &format!("constant {} at {}", constant.shown(), constant.at));
                let row = row.class(Class::Wire);
                rows.push(if constant.with.as_ref().is_some_and(is_new) {
                    row.minor("it is sent only with a new argument, so no existing call sends it")
                } else {
                    row.major("existing calls send a value that they did not send before")
                });
            }
            Some(other) if other.value != constant.value || other.with != constant.with => rows.push(
                Row::changed(at, format!("constant at {}: {} → {}", constant.at, other.shown(), constant.shown()))
                    .class(Class::Wire)
                    .major("existing calls send another value"),
            ),
            Some(_) => {}
        }
    }
    for constant in before.iter().filter(|constant| !after.iter().any(|other| other.at == constant.at)) {
        rows.push(
            Row::removed(at, &format!("constant {} at {}", constant.shown(), constant.at))
                .class(Class::Wire)
                .major("existing calls no longer send it"),
        );
    }
}

/// A body that may be empty is sent as `{}`, which is not the same as none.
fn compare_bodies(old: &Function, new: &Function, at: &str, rows: &mut Rows) {
    let may_be_empty = |function: &Function| {
        let required = |(at, source): &(String, Source)| {
            at.starts_with("body ")
                && match source {
                    Source::Field(field) | Source::Case { field, .. } => {
                        function.fields.get(*field).is_some_and(|field| field.required)
                    }
                    Source::Const { with, .. } => with.is_none(),
                }
        };
        !sources(function).iter().any(required)
    };
    let what = match (&old.body, &new.body) {
        (None, Some(_)) if may_be_empty(new) => "a body is sent, `{}` without arguments, where none was",
        (Some(_), None) if may_be_empty(old) => "no body is sent where one was, `{}` without arguments",
        _ => return,
    };
    rows.push(Row::changed(at, what).class(Class::Wire).major("calls that do not use the argument change too"));
}

/// The conditions under which a field is required.
pub fn conditions(function: &Function, conditions: &[Condition]) -> String {
    let shown: Vec<String> = conditions
        .iter()
        .map(|when| {
            let (name, value) = condition(function, when);
            format!("{name} = {value}")
        })
        .collect();
    list(shown.iter().map(String::as_str))
}
