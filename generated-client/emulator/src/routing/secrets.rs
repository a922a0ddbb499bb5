//! The places of a function's secrets, and what was sent without them.

use super::slots::{Place, slots};
use intercom_client::FUNCTIONS;
use intercom_client::runtime::{Function, Source};
use serde_json::Value;
use std::collections::HashSet;
use std::sync::LazyLock;

/// What stands in the place of a secret.
pub(crate) const HIDDEN: &str = "…";

/// The names of all secrets of all functions: a request that fits no function may have them anywhere.
static NAMES: LazyLock<HashSet<&'static str>> = LazyLock::new(|| {
    let places = FUNCTIONS.iter().flat_map(|function| secrets(function));
    places.filter_map(|place| place.last_key()).collect()
});

/// Where the secrets of a function stand in its requests.
pub(crate) fn secrets(function: &Function) -> Vec<Place> {
    let is_secret = |field: usize| function.fields.get(field).is_some_and(|field| field.secret);
    slots(function)
        .into_iter()
        .filter(|slot| matches!(slot.source, Source::Field(field) | Source::Case(field, ..) if is_secret(field)))
        .map(|slot| slot.place)
        .collect()
}

/// A body without the values that stand in these places.
pub(crate) fn without(places: &[Place], mut body: Value) -> Value {
    for place in places {
        let Place::Body(keys) = place else { continue };
        let found = keys.iter().try_fold(&mut body, |value, key| value.get_mut(key));
        if let Some(value) = found {
            *value = Value::from(HIDDEN);
        }
    }
    body
}

/// Whether a value of this name may be a secret.
pub(crate) fn is_secret(name: &str) -> bool {
    NAMES.contains(name)
}

/// A body without any value that has a secret's name, at whatever depth.
pub(crate) fn without_any(body: Value) -> Value {
    match body {
        Value::Object(members) => {
            let hide = |(name, value): (String, Value)| {
                let value = if is_secret(&name) { Value::from(HIDDEN) } else { without_any(value) };
                (name, value)
            };
            Value::Object(members.into_iter().map(hide).collect())
        }
        Value::Array(items) => Value::Array(items.into_iter().map(without_any).collect()),
        plain => plain,
    }
}
