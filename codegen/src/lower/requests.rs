//! Where the values of a request are sent.

use crate::check::checked::{self, CaseDestination, CheckedCase, CheckedFunction, Destination, FieldRole};
use crate::model::function::{BodyNode, BodyValue, Condition, PathPart, QueryItem, Route, Source};
use crate::spec::pointer::JsonPointer;

/// The parts of a request.
#[derive(Default)]
pub struct RequestParts {
    /// The paths; the last one has no condition.
    pub routes: Vec<Route>,
    /// The query, in order.
    pub query: Vec<QueryItem>,
    /// Headers.
    pub headers: Vec<(String, Source)>,
    /// The members of the body.
    pub body: Vec<BodyNode>,
    /// The value that is the complete body.
    pub complete_body: Option<Source>,
}

impl RequestParts {
    /// The parts of a function's request: constants first, then fields in the order of the spec.
    pub fn of(function: &CheckedFunction) -> Self {
        let mut parts = Self::default();
        for constant in &function.constants {
            let source = Source::Const { value: constant.value.clone(), with: constant.with };
            parts.add(&constant.destination, source);
        }
        for (position, field) in function.fields.iter().enumerate() {
            match &field.role {
                FieldRole::Sent(destination) => parts.add(destination, Source::Field(position)),
                FieldRole::Selected { selector, cases } => parts.add_cases(position, *selector, cases),
                // Headers of credentials are the client's.
                FieldRole::Credential(Some(destination)) if !matches!(destination, Destination::Header(_)) => {
                    parts.add(destination, Source::Field(position));
                }
                FieldRole::Credential(_) | FieldRole::Variable | FieldRole::Selector { .. } => {}
            }
        }
        let main = Route { when: None, template: function.http.path.text.clone(), parts: path_parts(&function.path) };
        parts.routes.push(main);
        parts
    }

    fn add(&mut self, destination: &Destination, source: Source) {
        match destination {
            Destination::Query(key) => self.query.push(QueryItem { key: key.to_string(), source }),
            Destination::Header(name) => self.headers.push(((*name).to_owned(), source)),
            Destination::Body(pointer) => self.add_member(pointer, source),
            // The routes have the path.
            Destination::Path(_) => {}
        }
    }

    /// The destinations of a selected field, each under the condition of its case.
    fn add_cases(&mut self, field: usize, selector: usize, cases: &[CheckedCase]) {
        for case in cases {
            let when = Condition { field: selector, value: case.value.to_owned() };
            match &case.destination {
                CaseDestination::Path(template, parts) => {
                    let parts = path_parts(parts);
                    self.routes.push(Route { when: Some(when), template: template.text.clone(), parts });
                }
                CaseDestination::Query(key) => {
                    self.query.push(QueryItem { key: (*key).to_owned(), source: Source::Case { field, when } });
                }
                CaseDestination::Body(pointer) => self.add_member(pointer, Source::Case { field, when }),
            }
        }
    }

    fn add_member(&mut self, pointer: &JsonPointer, source: Source) {
        if pointer.is_root() {
            self.complete_body = Some(source);
        } else {
            insert(&mut self.body, pointer.keys(), source);
        }
    }
}

/// Adds a value to the tree of the body's members, which are in the order of the spec. No two unconditional values have
/// one place.
fn insert(nodes: &mut Vec<BodyNode>, keys: &[String], source: Source) {
    let Some((key, rest)) = keys.split_first() else { return };
    if rest.is_empty() {
        nodes.push(BodyNode { key: key.clone(), value: BodyValue::Source(source) });
        return;
    }
    let existing = nodes.iter_mut().find_map(|node| match &mut node.value {
        BodyValue::Object(inner) if node.key == *key => Some(inner),
        _ => None,
    });
    match existing {
        Some(inner) => insert(inner, rest, source),
        None => {
            let mut inner = Vec::new();
            insert(&mut inner, rest, source);
            nodes.push(BodyNode { key: key.clone(), value: BodyValue::Object(inner) });
        }
    }
}

fn path_parts(parts: &[checked::PathPart]) -> Vec<PathPart> {
    let part = |part: &checked::PathPart| match part {
        checked::PathPart::Text(text) => PathPart::Text((*text).to_owned()),
        checked::PathPart::Field(field) => PathPart::Field(*field),
        checked::PathPart::Segments(field) => PathPart::Segments(*field),
    };
    parts.iter().map(part).collect()
}
