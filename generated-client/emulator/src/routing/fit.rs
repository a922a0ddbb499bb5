//! How well a request fits a function.

use super::catalogue::Candidate;
use super::slots::Place;
use crate::Received;
use crate::json::as_object;
use intercom_client::runtime::Source;
use serde_json::Value;
use std::cmp::Reverse;

/// How well a request fits a function.
pub(crate) struct Fit {
    /// The request says something that this function never says.
    pub conflicts: bool,
    /// What the function always says and the request does not.
    pub missing: Vec<Missing>,
    pub score: Score,
}

/// A value that is not there.
pub(crate) struct Missing {
    /// Its name on the wire.
    pub wire: String,
    /// The table's name of the field; none for a constant.
    pub field: Option<&'static str>,
}

/// The greater one fits better: constants say most about which function is meant, then required fields; what a function
/// does not know speaks against it.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Score {
    constants: usize,
    required: usize,
    unknown: Reverse<usize>,
    optional: usize,
}

/// The places where functions of the same method and path differ by a constant: a value there that a function does not
/// know means another function.
pub(crate) fn discriminators<'a>(candidates: &[Candidate<'a>]) -> Vec<&'a Place> {
    let slots = candidates.iter().flat_map(|candidate| &candidate.entry.slots);
    slots.filter(|slot| matches!(slot.source, Source::Const(_))).map(|slot| &slot.place).collect()
}

/// How well a request, whose path fits already, fits in its query, headers and body.
pub(crate) fn fit(candidate: Candidate<'_>, request: &Received, discriminators: &[&Place]) -> Fit {
    let mut reading = Reading::new(candidate, request);
    reading.read_slots();
    reading.read_forced();
    reading.conflicts |= discriminators
        .iter()
        .any(|place| place.is_filled(request) && !candidate.entry.slots.iter().any(|slot| slot.place == **place));
    reading.finish()
}

struct Reading<'a> {
    candidate: Candidate<'a>,
    request: &'a Received,
    /// By field: whether the request has a value for it.
    given: Vec<bool>,
    constants: usize,
    conflicts: bool,
    missing: Vec<Missing>,
}

impl<'a> Reading<'a> {
    fn new(candidate: Candidate<'a>, request: &'a Received) -> Self {
        let mut given = vec![false; candidate.entry.function.fields.len()];
        // A path that matches has its fields.
        for field in candidate.pattern.fields() {
            mark(&mut given, field);
        }
        Self { candidate, request, given, constants: 0, conflicts: false, missing: Vec::new() }
    }

    fn read_slots(&mut self) {
        for slot in &self.candidate.entry.slots {
            let filled = slot.place.is_filled(self.request);
            match slot.source {
                Source::Field(field) => {
                    if filled {
                        mark(&mut self.given, field);
                    }
                }
                Source::Case(field, selector, value) => {
                    if filled && self.selectable(selector, value) {
                        mark(&mut self.given, field);
                        mark(&mut self.given, selector);
                    }
                }
                Source::Const(constant) => {
                    if !filled {
                        self.missing.push(Missing { wire: slot.place.wire_name(), field: None });
                    } else if slot.place.holds(self.request, constant) {
                        self.constants += 1;
                    } else {
                        self.conflicts = true;
                    }
                }
                Source::ConstWith(constant, _) => {
                    self.conflicts |= filled && !slot.place.holds(self.request, constant);
                }
            }
        }
    }

    /// Whether a selector can have this value in a request of this path: the first path whose condition holds is taken.
    fn selectable(&self, selector: usize, value: &str) -> bool {
        let routes = self.candidate.entry.function.routes;
        let taken = routes.iter().position(|route| match route.when {
            Some((other, wanted)) => other == selector && wanted == value,
            None => true,
        });
        taken == Some(self.candidate.route)
    }

    /// Constants that the function sets on each object of a list.
    fn read_forced(&mut self) {
        for (position, field) in self.candidate.entry.function.fields.iter().enumerate() {
            if field.force.is_empty() || !self.is_given(position) {
                continue;
            }
            let items = self.places(position).find_map(|place| match place {
                Place::Body(keys) => self.request.body_value(keys).and_then(Value::as_array),
                Place::Query(_) | Place::Header(_) => None,
            });
            let forced = |item: &Value| {
                field.force.iter().all(|(key, json)| item.get(key) == serde_json::from_str::<Value>(json).ok().as_ref())
            };
            // An empty list tells nothing; the function without the constant is as good.
            if items.is_some_and(|items| !items.is_empty() && items.iter().all(forced)) {
                self.constants += 1;
            } else {
                self.conflicts = true;
            }
        }
    }

    fn finish(mut self) -> Fit {
        let function = self.candidate.entry.function;
        let (mut required, mut optional) = (0, 0);
        for (position, field) in function.fields.iter().enumerate() {
            // A selector shows in the place that it decides on.
            if field.credential || (field.selects.is_some() && self.places(position).next().is_none()) {
                continue;
            }
            let needed = field.required || field.required_when.iter().any(|(other, value)| self.has(*other, value));
            match (needed, self.is_given(position)) {
                (true, true) => required += 1,
                (false, true) => optional += 1,
                (true, false) => {
                    let wire = self.places(position).map(Place::wire_name).collect::<Vec<_>>().join(" or ");
                    self.missing.push(Missing { wire, field: Some(field.name) });
                }
                (false, false) => {}
            }
        }
        let score = Score { constants: self.constants, required, unknown: Reverse(self.unknown()), optional };
        Fit { conflicts: self.conflicts, missing: self.missing, score }
    }

    /// How many keys of query and body the function does not know.
    fn unknown(&self) -> usize {
        let slots = &self.candidate.entry.slots;
        let knows_query =
            |key: &str| slots.iter().any(|slot| matches!(slot.place, Place::Query(known) if known == key));
        let knows_body =
            |key: &str| slots.iter().any(|slot| matches!(&slot.place, Place::Body(keys) if keys.first() == Some(&key)));
        let body = self.request.json.as_ref().and_then(as_object);
        self.request.query.iter().filter(|(key, _)| !knows_query(key)).count()
            + body.into_iter().flatten().filter(|(key, _)| !knows_body(key)).count()
    }

    fn is_given(&self, field: usize) -> bool {
        self.given.get(field).copied().unwrap_or(false)
    }

    /// Whether the request has this text for a field.
    fn has(&self, field: usize, text: &str) -> bool {
        self.places(field).any(|place| place.has_text(self.request, text))
    }

    /// The places where a field's value may stand.
    fn places(&self, field: usize) -> impl Iterator<Item = &'a Place> {
        self.candidate.entry.slots.iter().filter_map(move |slot| match slot.source {
            Source::Field(other) | Source::Case(other, ..) if other == field => Some(&slot.place),
            _ => None,
        })
    }
}

fn mark(given: &mut [bool], field: usize) {
    if let Some(given) = given.get_mut(field) {
        *given = true;
    }
}
