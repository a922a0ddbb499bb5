//! The places of a function's secrets, and bodies without them.

use super::slots::{Place, slots};
use intercom_client::runtime::{Function, Source};
use serde_json::Value;

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
            *value = Value::from("…");
        }
    }
    body
}
