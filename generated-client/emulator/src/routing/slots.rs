//! The places of a function's values in its requests.

use crate::protocol::recorded_request::RecordedRequest;
use intercom_client::schema::{Function, Member, Source};
use serde_json::Value;

/// A place in the query, the headers or the body.
#[derive(Clone, Debug, Eq, PartialEq)]
pub enum Place {
    Query(&'static str),
    Header(&'static str),
    Body(Vec<&'static str>),
}

/// A place and the source of its value.
pub struct Slot {
    pub place: Place,
    pub source: Source,
}

/// All places of a function, except those in the path.
pub fn slots(function: &'static Function) -> Vec<Slot> {
    let (layout, mut slots) = (function.layout(), Vec::new());
    for query in layout.query() {
        slots.push(Slot { place: Place::Query(query.key), source: query.source });
    }
    for (name, source) in layout.headers() {
        slots.push(Slot { place: Place::Header(name), source: *source });
    }
    add_members(layout.body().unwrap_or_default(), &mut Vec::new(), &mut slots);
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
    pub fn wire_name(&self) -> String {
        match self {
            Self::Query(name) | Self::Header(name) => (*name).to_owned(),
            Self::Body(keys) => keys.join("."),
        }
    }

    /// The key of the value.
    pub fn last_key(&self) -> Option<&'static str> {
        match self {
            Self::Query(name) | Self::Header(name) => Some(name),
            Self::Body(keys) => keys.last().copied(),
        }
    }

    pub fn has_value(&self, request: &RecordedRequest) -> bool {
        match self {
            Self::Query(key) => request.query_value(key).is_some(),
            Self::Header(name) => request.header(name).is_some(),
            Self::Body(keys) => request.body_value(keys).is_some(),
        }
    }

    /// Whether a request has this constant here: as JSON in a body, as plain text elsewhere.
    pub fn equals(&self, request: &RecordedRequest, constant: &str) -> bool {
        match self {
            Self::Query(key) => request.query_value(key) == Some(constant),
            Self::Header(name) => request.header(name) == Some(constant),
            Self::Body(keys) => {
                let wanted = serde_json::from_str::<Value>(constant).ok();
                request.body_value(keys).is_some_and(|value| Some(value) == wanted.as_ref())
            }
        }
    }

    /// Whether a request has this string here.
    pub fn has_text(&self, request: &RecordedRequest, text: &str) -> bool {
        match self {
            Self::Body(keys) => request.body_value(keys).and_then(Value::as_str) == Some(text),
            Self::Query(_) | Self::Header(_) => self.equals(request, text),
        }
    }
}
