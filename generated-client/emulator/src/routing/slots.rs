//! Where the values of a function stand in its requests.

use crate::Received;
use intercom_client::runtime::{Function, Member, Source};
use serde_json::Value;

/// A place in the query, the headers or the body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub(crate) enum Place {
    Query(&'static str),
    Header(&'static str),
    Body(Vec<&'static str>),
}

/// A place and what comes there.
pub(crate) struct Slot {
    pub place: Place,
    pub source: Source,
}

/// All places of a function but those in the path.
pub(crate) fn slots(function: &Function) -> Vec<Slot> {
    let mut slots = Vec::new();
    for query in function.query {
        slots.push(Slot { place: Place::Query(query.key), source: query.source });
    }
    for (name, field) in function.headers {
        slots.push(Slot { place: Place::Header(name), source: Source::Field(*field) });
    }
    add_members(function.body.unwrap_or_default(), &mut Vec::new(), &mut slots);
    slots
}

fn add_members(members: &'static [Member], path: &mut Vec<&'static str>, slots: &mut Vec<Slot>) {
    for member in members {
        match member {
            Member::Value { key, source } => {
                let place = Place::Body(path.iter().copied().chain([*key]).collect());
                slots.push(Slot { place, source: *source });
            }
            Member::Object { key, members } => {
                path.push(key);
                add_members(members, path, slots);
                path.pop();
            }
        }
    }
}

impl Place {
    /// The name on the wire; keys of a body are joined by dots.
    pub(crate) fn wire_name(&self) -> String {
        match self {
            Self::Query(name) | Self::Header(name) => (*name).to_owned(),
            Self::Body(keys) => keys.join("."),
        }
    }

    /// The key that stands right before the value.
    pub(crate) fn last_key(&self) -> Option<&'static str> {
        match self {
            Self::Query(name) | Self::Header(name) => Some(name),
            Self::Body(keys) => keys.last().copied(),
        }
    }

    /// Whether a request has a value here.
    pub(crate) fn is_filled(&self, request: &Received) -> bool {
        match self {
            Self::Query(key) => request.query_value(key).is_some(),
            Self::Header(name) => request.header(name).is_some(),
            Self::Body(keys) => request.body_value(keys).is_some(),
        }
    }

    /// Whether a request has this constant here: JSON text in a body, plain text elsewhere.
    pub(crate) fn holds(&self, request: &Received, constant: &str) -> bool {
        match self {
            Self::Query(key) => request.query_value(key) == Some(constant),
            Self::Header(name) => request.header(name) == Some(constant),
            Self::Body(keys) => {
                let wanted = serde_json::from_str::<Value>(constant).ok();
                request.body_value(keys).is_some_and(|value| Some(value) == wanted.as_ref())
            }
        }
    }

    /// Whether a request has this text here.
    pub(crate) fn has_text(&self, request: &Received, text: &str) -> bool {
        match self {
            Self::Body(keys) => request.body_value(keys).and_then(Value::as_str) == Some(text),
            Self::Query(_) | Self::Header(_) => self.holds(request, text),
        }
    }
}
