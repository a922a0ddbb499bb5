//! How well a request fits a function.

use crate::json::as_object;
use crate::protocol::recorded_request::RecordedRequest;
use crate::routing::function_table::Candidate;
use crate::routing::slots::Place;
use intercom_client::schema::{FieldRef, Source};
use serde_json::Value;
use std::cmp::Reverse;

/// How well a request fits a function.
pub struct Fit {
    /// The request has a value that this function never sends.
    pub has_conflict: bool,
    /// Values that the function always sends and the request lacks.
    pub missing: Vec<MissingValue>,
    pub score: Score,
}

/// A value that a request lacks.
pub struct MissingValue {
    /// Its name on the wire.
    pub wire: String,
    /// The name of the field; none for a constant.
    pub field: Option<&'static str>,
}

/// The greater one fits better. Constants show best which function is meant, then required fields; unknown keys count
/// against it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub struct Score {
    constants: usize,
    required: usize,
    unknown: Reverse<usize>,
    optional: usize,
}

/// The places where functions of the same method and path differ by a constant: a value there that a function does not
/// know means another function.
pub fn discriminators(candidates: &[Candidate]) -> Vec<&Place> {
    let slots = candidates.iter().flat_map(|candidate| &candidate.entry.slots);
    slots.filter(|slot| matches!(slot.source, Source::Constant { with: None, .. })).map(|slot| &slot.place).collect()
}

/// Compares query, headers and body of a request whose path matches.
pub fn fit(candidate: &Candidate, request: &RecordedRequest, discriminators: &[&Place]) -> Fit {
    let mut matching = Matching::new(candidate, request);
    matching.match_slots();
    matching.match_item_constants();
    matching.has_conflict |= discriminators
        .iter()
        .any(|place| place.has_value(request) && !candidate.entry.slots.iter().any(|slot| slot.place == **place));
    matching.finish()
}

struct Matching<'a> {
    candidate: &'a Candidate,
    request: &'a RecordedRequest,
    /// By field: whether the request has a value for it.
    given: Vec<bool>,
    constants: usize,
    has_conflict: bool,
    missing: Vec<MissingValue>,
}

impl<'a> Matching<'a> {
    fn new(candidate: &'a Candidate, request: &'a RecordedRequest) -> Self {
        let mut given = vec![false; candidate.entry.function.fields.len()];
        // A matching path has values for its fields.
        for field in &candidate.path_fields {
            mark(&mut given, *field);
        }
        Self { candidate, request, given, constants: 0, has_conflict: false, missing: Vec::new() }
    }

    fn match_slots(&mut self) {
        for slot in &self.candidate.entry.slots {
            let has_value = slot.place.has_value(self.request);
            match slot.source {
                Source::Field(field) => {
                    if has_value {
                        mark(&mut self.given, field);
                    }
                }
                Source::Case { field, selector, value } => {
                    if has_value && self.selects_this_route(selector, value) {
                        mark(&mut self.given, field);
                        mark(&mut self.given, selector);
                    }
                }
                Source::Constant { value: constant, with: None } => {
                    if !has_value {
                        self.missing.push(MissingValue { wire: slot.place.wire_name(), field: None });
                    } else if slot.place.equals(self.request, constant) {
                        self.constants += 1;
                    } else {
                        self.has_conflict = true;
                    }
                }
                Source::Constant { value: constant, with: Some(_) } => {
                    self.has_conflict |= has_value && !slot.place.equals(self.request, constant);
                }
            }
        }
    }

    /// Whether a selector can have this value in a request with this path: a call uses the first path whose condition is met.
    fn selects_this_route(&self, selector: FieldRef, value: &str) -> bool {
        let routes = self.candidate.entry.function.layout().routes();
        let taken = routes.iter().position(|route| match route.when {
            Some((other, wanted)) => other == selector && wanted == value,
            None => true,
        });
        taken == Some(self.candidate.route)
    }

    /// Constants that the function sets on each object of a list.
    fn match_item_constants(&mut self) {
        for field in self.candidate.entry.function.field_refs() {
            if field.force.is_empty() || !self.is_given(field) {
                continue;
            }
            let items = self.places(field).find_map(|place| match place {
                Place::Body(keys) => self.request.body_value(keys).and_then(Value::as_array),
                Place::Query(_) | Place::Header(_) => None,
            });
            let forced = |item: &Value| {
                field.force.iter().all(|(key, json)| item.get(key) == serde_json::from_str::<Value>(json).ok().as_ref())
            };
            // An empty list has no constants; the function without the constant fits as well.
            if items.is_some_and(|items| !items.is_empty() && items.iter().all(forced)) {
                self.constants += 1;
            } else {
                self.has_conflict = true;
            }
        }
    }

    fn finish(mut self) -> Fit {
        let function = self.candidate.entry.function;
        let layout = function.layout();
        let (mut required, mut optional) = (0, 0);
        for field in function.field_refs() {
            // A selector without a place of its own shows in the place that it selects.
            if field.credential || (layout.selects(field).is_some() && self.places(field).next().is_none()) {
                continue;
            }
            let needed =
                field.required || layout.required_when(field).iter().any(|(other, value)| self.has(*other, value));
            match (needed, self.is_given(field)) {
                (true, true) => required += 1,
                (false, true) => optional += 1,
                (true, false) => {
                    let wire = self.places(field).map(Place::wire_name).collect::<Vec<_>>().join(" or ");
                    self.missing.push(MissingValue { wire, field: Some(field.name) });
                }
                (false, false) => {}
            }
        }
        let score = Score { constants: self.constants, required, unknown: Reverse(self.unknown_keys()), optional };
        Fit { has_conflict: self.has_conflict, missing: self.missing, score }
    }

    /// The number of keys of query and body that the function does not know.
    fn unknown_keys(&self) -> usize {
        let slots = &self.candidate.entry.slots;
        let is_known_query =
            |key: &str| slots.iter().any(|slot| matches!(slot.place, Place::Query(known) if known == key));
        let is_known_body =
            |key: &str| slots.iter().any(|slot| matches!(&slot.place, Place::Body(keys) if keys.first() == Some(&key)));
        let body = self.request.json.as_ref().and_then(as_object);
        self.request.query.iter().filter(|(key, _)| !is_known_query(key)).count()
            + body.into_iter().flatten().filter(|(key, _)| !is_known_body(key)).count()
    }

    fn is_given(&self, field: FieldRef) -> bool {
        self.given.get(field.position()).copied().unwrap_or(false)
    }

    /// Whether the request has this text as the value of a field.
    fn has(&self, field: FieldRef, text: &str) -> bool {
        self.places(field).any(|place| place.has_text(self.request, text))
    }

    /// The places that can contain a field's value.
    fn places(&self, field: FieldRef) -> impl Iterator<Item = &'a Place> {
        self.candidate.entry.slots.iter().filter_map(move |slot| match slot.source {
            Source::Field(other) | Source::Case { field: other, .. } if other == field => Some(&slot.place),
            _ => None,
        })
    }
}

fn mark(given: &mut [bool], field: FieldRef) {
    if let Some(given) = given.get_mut(field.position()) {
        *given = true;
    }
}
