//! How well a request fits a function.

use crate::json::as_object;
use crate::protocol::recorded_request::RecordedRequest;
use crate::routing::function_table::{Candidate, FunctionEntry};
use crate::routing::slots::{Place, Slot};
use intercom_client::schema::{FieldRef, Source};
use serde_json::Value;
use std::cmp::Reverse;

/// How well a request fits a function.
pub struct Fit<'a> {
    /// The request has a value that this function never sends.
    pub has_conflict: bool,
    /// Values that the function always sends and the request lacks.
    pub missing: Vec<MissingValue<'a>>,
    pub score: Score,
}

/// A value that a request lacks.
pub enum MissingValue<'a> {
    Constant(&'a Place),
    Field(&'a FunctionEntry, FieldRef),
}

impl MissingValue<'_> {
    /// The name on the wire. Made only for an error: most functions that a request does not fit are not mentioned.
    pub fn wire_name(&self) -> String {
        match self {
            Self::Constant(place) => place.wire_name(),
            Self::Field(entry, field) => entry.places(*field).map(Place::wire_name).collect::<Vec<_>>().join(" or "),
        }
    }

    /// The name of the field; none for a constant.
    pub fn field(&self) -> Option<&'static str> {
        match self {
            Self::Constant(_) => None,
            Self::Field(_, field) => Some(field.name),
        }
    }
}

/// The values that a request has; looked up for every function that it may be meant for.
pub struct GivenValues<'r> {
    request: &'r RecordedRequest,
    /// The keys of the body that are not null; none if there are so many that a lookup is faster.
    body_keys: Option<Vec<&'r str>>,
}

impl<'r> GivenValues<'r> {
    pub fn new(request: &'r RecordedRequest) -> Self {
        const MAX_KEYS: usize = 16;
        let body = request.json.as_ref().and_then(Value::as_object);
        let keys = body.into_iter().flatten().filter(|(_, value)| !value.is_null()).map(|(key, _)| key.as_str());
        let is_small = body.is_none_or(|body| body.len() <= MAX_KEYS);
        Self { request, body_keys: is_small.then(|| keys.collect()) }
    }

    fn has(&self, place: &Place) -> bool {
        if let (Place::Body(keys), Some(given)) = (place, &self.body_keys) {
            let has_first = keys.first().is_some_and(|first| given.contains(first));
            return has_first && (keys.len() == 1 || place.has_value(self.request));
        }
        place.has_value(self.request)
    }
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
pub fn fit<'a>(candidate: &'a Candidate, values: &GivenValues<'_>, discriminators: &[&Place]) -> Fit<'a> {
    let mut matching = Matching::new(candidate, values);
    matching.match_slots();
    matching.match_item_constants();
    matching.has_conflict |= discriminators
        .iter()
        .any(|place| values.has(place) && !candidate.entry.slots.iter().any(|slot| slot.place == **place));
    matching.finish()
}

struct Matching<'a, 'r> {
    candidate: &'a Candidate,
    request: &'r RecordedRequest,
    values: &'r GivenValues<'r>,
    /// By field: whether the request has a value for it.
    given: Vec<bool>,
    constants: usize,
    has_conflict: bool,
    missing: Vec<MissingValue<'a>>,
}

impl<'a, 'r> Matching<'a, 'r> {
    fn new(candidate: &'a Candidate, values: &'r GivenValues<'r>) -> Self {
        let mut given = vec![false; candidate.entry.function.fields.len()];
        // A matching path has values for its fields.
        for field in &candidate.path_fields {
            mark(&mut given, *field);
        }
        let request = values.request;
        Self { candidate, request, values, given, constants: 0, has_conflict: false, missing: Vec::new() }
    }

    fn match_slots(&mut self) {
        let entry = &self.candidate.entry;
        let values = self.values;
        for slot in entry.unkeyed_slots() {
            self.match_slot(slot, values.has(&slot.place));
        }
        match &values.body_keys {
            Some(keys) => {
                for slot in keys.iter().flat_map(|key| entry.slots_of_key(key)) {
                    self.match_slot(slot, values.has(&slot.place));
                }
            }
            None => entry.keyed_slots().for_each(|slot| self.match_slot(slot, values.has(&slot.place))),
        }
    }

    fn match_slot(&mut self, slot: &'a Slot, has_value: bool) {
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
                    self.missing.push(MissingValue::Constant(&slot.place));
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
        for field in self.candidate.entry.fields.iter().map(|counted| counted.field) {
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

    fn finish(mut self) -> Fit<'a> {
        let entry = &self.candidate.entry;
        let (mut required, mut optional) = (0, 0);
        for counted in entry.fields.iter().filter(|counted| counted.is_counted) {
            let field = counted.field;
            let needed = field.required || counted.required_when.iter().any(|(other, value)| self.has(*other, value));
            match (needed, self.is_given(field)) {
                (true, true) => required += 1,
                (false, true) => optional += 1,
                (true, false) => self.missing.push(MissingValue::Field(entry, field)),
                (false, false) => {}
            }
        }
        let score = Score { constants: self.constants, required, unknown: Reverse(self.unknown_keys()), optional };
        Fit { has_conflict: self.has_conflict, missing: self.missing, score }
    }

    /// The number of keys of query and body that the function does not know.
    fn unknown_keys(&self) -> usize {
        let entry = &self.candidate.entry;
        let body = self.request.json.as_ref().and_then(as_object);
        self.request.query.iter().filter(|(key, _)| !entry.has_query_key(key)).count()
            + body.into_iter().flatten().filter(|(key, _)| !entry.has_body_key(key)).count()
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
        self.candidate.entry.places(field)
    }
}

fn mark(given: &mut [bool], field: FieldRef) {
    if let Some(given) = given.get_mut(field.position()) {
        *given = true;
    }
}
